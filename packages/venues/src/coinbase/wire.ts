/** One request to Coinbase: its turn on the line, its signature, and what its answer says of limits. */
import { toEpochMs } from '@ultrathink/domain/kernel';
import { Asking, type AskingParts, signedRequest } from '../common/asking.ts';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { Urgency } from '../contract/execution-client.ts';
import type { Operation } from '../contract/operations.ts';
import type { ClockOffset, Line, LineResult, SignedRequest } from '../line/index.ts';
import { type Answered, readError, retryAfterMs } from './outcomes.ts';

export interface Call {
  readonly operation: Operation;
  readonly access: 'public' | 'private';
  readonly method: 'GET' | 'POST';
  /** After `/api/v3/brokerage/`; what stands in braces is taken from `params`. */
  readonly path: string;
  readonly params: object;
}

/** A question to everybody's API. */
export const open = (operation: Operation, path: string, params: object = {}): Call => ({
  operation,
  access: 'public',
  method: 'GET',
  path,
  params,
});

/** A question about the account. */
export const ask = (operation: Operation, path: string, params: object = {}): Call => ({
  operation,
  access: 'private',
  method: 'GET',
  path,
  params,
});

export const act = (operation: Operation, path: string, params: object): Call => ({
  operation,
  access: 'private',
  method: 'POST',
  path,
  params,
});

interface WireParts extends AskingParts {
  readonly signer: CcxtSigner;
  readonly venueClock: ClockOffset;
  /** A signature was not taken, which may be because our time is not the venue's. */
  readonly onKeyRefused: () => void;
}

/** Public answers come out of a cache of a second: the time, too, unless it is asked not to. */
const HEADERS: Readonly<Record<Call['access'], Readonly<Record<string, string>>>> = {
  public: { 'user-agent': 'ultrathink', 'cache-control': 'no-cache' },
  private: { 'user-agent': 'ultrathink' },
};

export class Wire extends Asking<Call> {
  readonly #parts: WireParts;

  constructor(parts: WireParts) {
    super(parts);
    this.#parts = parts;
    parts.signer.nonce = () => toEpochMs(parts.venueClock.now());
  }

  protected async call(call: Call, urgency: Urgency, timeoutMs: number): Promise<LineResult> {
    const { operation, access } = call;
    const line = this.lineFor(access === 'public');
    const sign = () => this.#sign(call);
    const cost = { [access]: 1 };
    const result = await line.call({ operation, cost, sign, timeoutMs, ...urgency });
    if (result.kind === 'Answered') this.#learn(line, call, result);
    return result;
  }

  protected errorText(body: string): string | null {
    const error = readError(body);
    return error === null ? null : `${error.code} ${error.text}`;
  }

  #sign({ access, method, path, params }: Call): SignedRequest {
    const signed = this.#parts.signer.sign(`brokerage/${path}`, ['v3', access], method, params);
    return signedRequest(method, signed, HEADERS[access]);
  }

  /** Public limits are the address's, private ones the user's. */
  #learn(line: Line, { access }: Call, { status, headers }: Answered): void {
    if (status === 429) {
      const scope = access === 'public' ? 'Address' : 'Key';
      line.feedback({ pauseMs: retryAfterMs(headers), reason: 'RateLimited', scope });
    }
    if (status === 401 && access === 'private') this.#parts.onKeyRefused();
  }
}
