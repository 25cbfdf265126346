/** One request to Binance: its turn on the line, its signature, and what its answer says of limits. */
import { toEpochMs } from '@ultrathink/domain/kernel';
import { Asking, type AskingParts, signedRequest } from '../common/asking.ts';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { Urgency } from '../contract/execution-client.ts';
import type { Operation } from '../contract/operations.ts';
import type { ClockOffset, Feedback, Line, LineResult, SignedRequest } from '../line/index.ts';
import { type Answered, isRefusal, readError, retryAfterMs } from './outcomes.ts';

export interface Call {
  readonly operation: Operation;
  readonly api: 'public' | 'private' | 'sapi';
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After the API's version: `order`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly weight: number;
  /** Counted against ORDERS. */
  readonly orders?: number;
}

interface WireParts extends AskingParts {
  readonly signer: CcxtSigner;
  readonly venueClock: ClockOffset;
  /** The venue said that our time is not its own. */
  readonly onClockRefused: () => void;
}

/** While the venue says that it is being worked on, it is asked this rarely. */
const MAINTENANCE_PAUSE_MS = 5_000;
const CLOCK_REFUSED = -1021;
const SHUTTING_DOWN = -1016;
const TOO_MANY_ORDERS = -1015;

export class Wire extends Asking<Call> {
  readonly #parts: WireParts;

  constructor(parts: WireParts) {
    super(parts);
    this.#parts = parts;
    parts.signer.nonce = () => toEpochMs(parts.venueClock.now());
  }

  protected async call(call: Call, urgency: Urgency, timeoutMs: number): Promise<LineResult> {
    const line = this.lineFor(call.api === 'public');
    const { operation, weight, orders = 0 } = call;
    const cost = orders === 0 ? { weight } : { weight, orders };
    const sign = () => this.#sign(call);
    const result = await line.call({ operation, cost, sign, timeoutMs, ...urgency });
    if (result.kind === 'Answered') this.#learn(line, result);
    return result;
  }

  protected errorText(body: string): string | null {
    const error = readError(body);
    return error === null ? null : `${error.code} ${error.msg}`;
  }

  #sign({ api, method, path, params }: Call): SignedRequest {
    const { signer, limits } = this.#parts;
    const whole = api === 'public' ? params : { ...params, recvWindow: limits.acceptanceMs };
    return signedRequest(method, signer.sign(path, api, method, whole));
  }

  #learn(line: Line, answered: Answered): void {
    line.feedback(feedbackOf(answered));
    if (answered.status === 200) return;
    if (readError(answered.body)?.code === CLOCK_REFUSED) this.#parts.onClockRefused();
  }
}

const USED = /^\d{1,9}$/;

export function feedbackOf({ status, headers, body }: Answered): Feedback {
  const used: Record<string, number> = {};
  const [weight, orders] = [headers['x-mbx-used-weight-1m'], headers['x-mbx-order-count-10s']];
  if (weight !== undefined && USED.test(weight)) used['weight'] = Number(weight);
  if (orders !== undefined && USED.test(orders)) used['orders'] = Number(orders);
  if (isRefusal(status)) {
    const reason = status === 418 ? 'Banned' : 'RateLimited';
    // Orders are counted by account; weight and bans are the address's.
    const scope = readError(body)?.code === TOO_MANY_ORDERS ? 'Key' : 'Address';
    return { used, pauseMs: retryAfterMs(headers), reason, scope };
  }
  if (status === 503 && readError(body)?.code === SHUTTING_DOWN) {
    return { used, pauseMs: MAINTENANCE_PAUSE_MS, reason: 'Maintenance' };
  }
  return { used };
}
