/** One request to Kraken: its turn on the line, its signature, and what its answer says of limits. */
import { addMs, type Clock, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import type { Malformed } from '../common/reading.ts';
import type { Answer, Evidence } from '../contract/answer.ts';
import type { ConnectionLimits } from '../contract/connection.ts';
import type { Operation } from '../contract/operations.ts';
import type { Line, LineResult, SignedRequest } from '../line/index.ts';
import { type Answered, doubtsTime, isMaintenance, pauseOf } from './outcomes.ts';
import type { Unsigned } from './signer.ts';

export interface Call {
  readonly operation: Operation;
  readonly api: Unsigned['api'];
  /** `AddOrder`. */
  readonly path: string;
  /** Asked for at the moment of signing. */
  readonly params: () => Unsigned['params'];
  readonly cost: Readonly<Record<string, number>>;
}

interface WireParts {
  readonly sign: (asked: Unsigned) => SignedRequest;
  readonly lines: { readonly open: Line; readonly key: Line | null };
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  /** The most of the counter of the key. */
  readonly counterMost: number;
  /** The venue refused a deadline: our idea of its time may be wrong. */
  readonly onTimeDoubted: () => void;
}

/** While the venue says that it is being worked on, it is asked this rarely. */
const MAINTENANCE_PAUSE_MS = 5_000;

export class Wire {
  readonly #parts: WireParts;

  constructor(parts: WireParts) {
    this.#parts = parts;
  }

  /** An act, of which nothing leaves after `notAfter`. */
  act(call: Call, notAfter: UtcTime): Promise<LineResult> {
    return this.#call(call, notAfter, this.#parts.limits.actMs);
  }

  /** A question, answered with what `read` makes of a good answer. */
  async ask<T>(call: Call, read: (body: string) => Result<T, Malformed>): Promise<Answer<T>> {
    const { clock, limits } = this.#parts;
    const notAfter = addMs(clock.now(), limits.questionMs);
    return answerOf(await this.#call(call, notAfter, limits.questionMs), read);
  }

  async #call(call: Call, notAfter: UtcTime, timeoutMs: number): Promise<LineResult> {
    const { lines, sign } = this.#parts;
    const { api, path, params, operation, cost } = call;
    const line = api === 'public' ? lines.open : (lines.key ?? lines.open);
    const request = { operation, cost, timeoutMs, notAfter };
    const result = await line.call({
      ...request,
      sign: () => sign({ api, path, params: params() }),
    });
    if (result.kind === 'Answered') {
      this.#learn(line, api, result);
      if (doubtsTime(result.body)) this.#parts.onTimeDoubted();
    }
    return result;
  }

  /** The counter is the key's own, and full when the venue says so; the public one is the address's. */
  #learn(line: Line, api: Call['api'], answered: Answered): void {
    const scope = api === 'public' ? 'Address' : 'Key';
    const used = api === 'public' ? {} : { counter: this.#parts.counterMost };
    const pause = pauseOf(answered);
    if (pause !== null) line.feedback({ ...pause, scope, used });
    else if (answered.status === 200 && isMaintenance(answered.body)) {
      line.feedback({ pauseMs: MAINTENANCE_PAUSE_MS, reason: 'Maintenance', scope });
    }
  }
}

const nothing = (detail: string, evidence: Evidence | null): Answer<never> => ({
  kind: 'NoInformation',
  detail,
  notSent: null,
  evidence,
});

function answerOf<T>(result: LineResult, read: (body: string) => Result<T, Malformed>): Answer<T> {
  if (result.kind === 'NotSent') {
    const detail = `not sent: ${result.why.code}`;
    return { kind: 'NoInformation', detail, notSent: result.why, evidence: null };
  }
  const { evidence } = result;
  if (result.kind === 'NoAnswer') return nothing(result.fault, evidence);
  if (result.status !== 200) return nothing(`HTTP ${result.status}`, evidence);
  const told = read(result.body);
  if (!told.ok) return nothing(told.error.detail, evidence);
  return { kind: 'Told', value: told.value, evidence };
}
