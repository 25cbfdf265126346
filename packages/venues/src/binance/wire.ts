/** One request to Binance: its turn on the line, its signature, and what its answer says of limits. */
import { addMs, type Clock, type Result, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { Malformed } from '../common/reading.ts';
import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits } from '../contract/connection.ts';
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

interface WireParts {
  readonly signer: CcxtSigner;
  readonly lines: { readonly open: Line; readonly key: Line | null };
  readonly clock: Clock;
  readonly venueClock: ClockOffset;
  readonly limits: ConnectionLimits;
  /** The venue said that our time is not its own. */
  readonly onClockRefused: () => void;
}

/** While the venue says that it is being worked on, it is asked this rarely. */
const MAINTENANCE_PAUSE_MS = 5_000;
const CLOCK_REFUSED = -1021;
const SHUTTING_DOWN = -1016;
const TOO_MANY_ORDERS = -1015;

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
    const line = call.api === 'public' ? lines.open : (lines.key ?? lines.open);
    const { operation, weight, orders = 0 } = call;
    const cost = orders === 0 ? { weight } : { weight, orders };
    const sign = () => this.#sign(call);
    const result = await line.call({ operation, cost, sign, timeoutMs, notAfter });
    if (result.kind === 'Answered') this.#learn(line, result);
    return result;
  }

  #sign({ api, method, path, params }: Call): SignedRequest {
    const { signer, limits } = this.#parts;
    const whole = api === 'public' ? params : { ...params, recvWindow: limits.acceptanceMs };
    const signed = signer.sign(path, api, method, whole);
    const headers = Object.entries(signed.headers ?? {}).map(([name, value]) => [
      name,
      String(value),
    ]);
    return {
      method,
      url: signed.url,
      headers: Object.fromEntries(headers),
      body: signed.body ?? null,
    };
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
    return none(`HTTP ${result.status}${error === null ? '' : `, ${error.code} ${error.msg}`}`);
  }
  const told = read(result.body);
  return told.ok ? { kind: 'Told', value: told.value, evidence } : none(told.error.detail);
}
