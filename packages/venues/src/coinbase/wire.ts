/** One request to Coinbase: its turn on the line, its signature, and what its answer says of limits. */
import { addMs, type Clock, type Result, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { Malformed } from '../common/reading.ts';
import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits } from '../contract/connection.ts';
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

interface WireParts {
  readonly signer: CcxtSigner;
  readonly lines: { readonly open: Line; readonly key: Line | null };
  readonly clock: Clock;
  readonly venueClock: ClockOffset;
  readonly limits: ConnectionLimits;
  /** A signature was not taken, which may be because our time is not the venue's. */
  readonly onKeyRefused: () => void;
}

/** Public answers come out of a cache of a second: the time, too, unless it is asked not to. */
const HEADERS: Readonly<Record<Call['access'], Readonly<Record<string, string>>>> = {
  public: { 'user-agent': 'ultrathink', 'cache-control': 'no-cache' },
  private: { 'user-agent': 'ultrathink' },
};

export class Wire {
  readonly #parts: WireParts;

  constructor(parts: WireParts) {
    this.#parts = parts;
    parts.signer.nonce = () => toEpochMs(parts.venueClock.now());
  }

  /** An act, of which nothing leaves after `notAfter`. */
  act(call: Call, notAfter: UtcTime): Promise<LineResult> {
    return this.#call(call, notAfter, this.#parts.limits.actMs);
  }

  /** A question, answered with what `read` makes of a good answer. */
  async ask<T>(call: Call, read: (body: string) => Result<T, Malformed>): Promise<Answer<T>> {
    return answerOf(await this.question(call), read);
  }

  question(call: Call): Promise<LineResult> {
    const { clock, limits } = this.#parts;
    return this.#call(call, addMs(clock.now(), limits.questionMs), limits.questionMs);
  }

  async #call(call: Call, notAfter: UtcTime, timeoutMs: number): Promise<LineResult> {
    const { lines } = this.#parts;
    const { operation, access } = call;
    const line = access === 'public' ? lines.open : (lines.key ?? lines.open);
    const sign = () => this.#sign(call);
    const cost = { [access]: 1 };
    const result = await line.call({ operation, cost, sign, timeoutMs, notAfter });
    if (result.kind === 'Answered') this.#learn(line, call, result);
    return result;
  }

  #sign({ access, method, path, params }: Call): SignedRequest {
    const signed = this.#parts.signer.sign(`brokerage/${path}`, ['v3', access], method, params);
    const headers = Object.entries(signed.headers ?? {}).map(([name, value]) => [
      name,
      String(value),
    ]);
    return {
      method,
      url: signed.url,
      headers: { ...HEADERS[access], ...Object.fromEntries(headers) },
      body: signed.body ?? null,
    };
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

export function answerOf<T>(
  result: LineResult,
  read: (body: string) => Result<T, Malformed>,
): Answer<T> {
  if (result.kind === 'NotSent') {
    const detail = `not sent: ${result.why.code}`;
    return { kind: 'NoInformation', detail, notSent: result.why, evidence: null };
  }
  const { evidence } = result;
  const none = (detail: string): Answer<T> => ({
    kind: 'NoInformation',
    detail,
    notSent: null,
    evidence,
  });
  if (result.kind === 'NoAnswer') return none(result.fault);
  if (result.status !== 200) {
    const error = readError(result.body);
    return none(`HTTP ${result.status}${error === null ? '' : `, ${error.code} ${error.text}`}`);
  }
  const told = read(result.body);
  return told.ok ? { kind: 'Told', value: told.value, evidence } : none(told.error.detail);
}
