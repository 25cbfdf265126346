/**
 * The line to one venue with one key: what every request goes through, in this order. The breaker
 * may refuse, the pacer gives its turn (cancels first), then it is signed (time stamps and nonces are
 * made as late as possible), sent once, and kept as evidence. It never retries and never throws.
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Evidence, NotSentReason } from '../contract/answer.ts';
import type { Operation } from '../contract/operations.ts';

export interface SignedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface LineRequest {
  readonly operation: Operation;
  /** What it costs, by the name of each of the venue's own budgets: `{weight: 4, orders: 1}`. */
  readonly cost: Readonly<Record<string, number>>;
  /** Called once, when it is this request's turn. What it throws is `NotSupported`. */
  readonly sign: () => SignedRequest;
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number;
  /** Past this nothing is sent any more. */
  readonly notAfter: UtcTime;
  /** Asked when its turn comes and once more just before the first byte leaves; absent it always is. */
  readonly isWanted?: () => boolean;
}

export type LineResult =
  | {
      readonly kind: 'Answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly evidence: Evidence;
    }
  | { readonly kind: 'NotSent'; readonly why: NotSentReason }
  /** Some of it may have left, and no whole answer came. */
  | {
      readonly kind: 'NoAnswer';
      readonly fault: 'Timeout' | 'ConnectionLost' | 'TooLarge';
      readonly evidence: Evidence;
    };

/** What an answer says about the budgets and the health of the line, as the adapter reads it. */
export interface Feedback {
  /** Used so far in the current window, by budget; absent budgets are counted by us alone. */
  readonly used?: Readonly<Record<string, number>>;
  /** Nothing is to be sent before then has passed. */
  readonly pauseMs?: number;
  /** Why; a pause opens the breaker of this key. RateLimited where it is absent. */
  readonly reason?: 'RateLimited' | 'Banned' | 'Maintenance';
  /** Whom a rate limit or a ban means; the whole address where it is absent, as that is stricter. */
  readonly scope?: 'Key' | 'Address';
}

export interface Line {
  call(request: LineRequest): Promise<LineResult>;
  /** Told by the adapter after it has read an answer. */
  feedback(feedback: Feedback): void;
  close(): Promise<void>;
}
