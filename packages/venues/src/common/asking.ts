/** The two ways in which a request is made, and what an answer to a question says. */
import { addMs, type Clock, type Result } from '@ultrathink/domain/kernel';
import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits } from '../contract/connection.ts';
import type { Urgency } from '../contract/execution-client.ts';
import type { Line, LineResult, SignedRequest } from '../line/index.ts';
import type { CcxtSigned } from './ccxt.ts';
import type { Malformed } from './reading.ts';

/** Everybody's line, and that of the key; without a key everything goes over the first. */
export interface Lines {
  readonly open: Line;
  readonly key: Line | null;
}

export interface AskingParts {
  readonly lines: Lines;
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
}

/** One venue's requests: what they cost, how they are signed, and what is learned of each answer. */
export abstract class Asking<Call> {
  readonly #parts: AskingParts;

  constructor(parts: AskingParts) {
    this.#parts = parts;
  }

  /** An act, of which nothing leaves that is late or no longer wanted. */
  act(call: Call, urgency: Urgency): Promise<LineResult> {
    return this.call(call, urgency, this.#parts.limits.actMs);
  }

  /** A question, answered with what `read` makes of a good answer. */
  async ask<T>(call: Call, read: (body: string) => Result<T, Malformed>): Promise<Answer<T>> {
    return this.answer(await this.question(call), read);
  }

  answer<T>(result: LineResult, read: (body: string) => Result<T, Malformed>): Answer<T> {
    return answerOf(result, read, (body) => this.errorText(body));
  }

  question(call: Call): Promise<LineResult> {
    const { clock, limits } = this.#parts;
    const notAfter = addMs(clock.now(), limits.questionMs);
    return this.call(call, { notAfter }, limits.questionMs);
  }

  protected lineFor(isOpen: boolean): Line {
    const { lines } = this.#parts;
    return isOpen ? lines.open : (lines.key ?? lines.open);
  }

  protected abstract call(call: Call, urgency: Urgency, timeoutMs: number): Promise<LineResult>;

  /** Code and words of an answer that is no good one; null where it tells none. */
  protected abstract errorText(body: string): string | null;
}

/** What ccxt signed, as a request of the line. */
export function signedRequest(
  method: SignedRequest['method'],
  signed: CcxtSigned,
  headers: Readonly<Record<string, string>> = {},
): SignedRequest {
  const own = Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    method,
    url: signed.url,
    headers: { ...headers, ...Object.fromEntries(own) },
    body: signed.body ?? null,
  };
}

function answerOf<T>(
  result: LineResult,
  read: (body: string) => Result<T, Malformed>,
  errorText: (body: string) => string | null,
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
    const error = errorText(result.body);
    return none(`HTTP ${result.status}${error === null ? '' : `, ${error}`}`);
  }
  const told = read(result.body);
  return told.ok ? { kind: 'Told', value: told.value, evidence } : none(told.error.detail);
}
