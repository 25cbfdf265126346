/**
 * What a venue's answer proves. Unknown is not No: whatever is on no list is `Unconfirmed` for an
 * act and `NoInformation` for a question, and neither is ever taken for "nothing happened".
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Operation } from './operations.ts';

/**
 * One exchange with a venue, kept for the order: what left, what came, when. Secrets are masked
 * before it is made; `request.body` is otherwise the bytes as they went out.
 */
export interface Evidence {
  readonly operation: Operation;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  /** Null when nothing came. */
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  } | null;
  readonly sentAt: UtcTime;
  /** From the first byte out to the last byte in, on a clock that does not jump. */
  readonly durationMs: number;
  /** How the line ended when nothing came. */
  readonly fault: string | null;
}

/** Why no byte of a request left this machine. */
export type NotSentReason =
  | { readonly code: 'ConnectFailed'; readonly detail: string }
  /** The breaker of this key is open, until then. */
  | { readonly code: 'CircuitOpen'; readonly until: UtcTime; readonly reason: string }
  /** The budget of the key or the address did not come free in time. */
  | { readonly code: 'NoHeadroom'; readonly waitedMs: number }
  /** The venue takes none of these now: maintenance, cancel only, post only. */
  | { readonly code: 'VenueClosed'; readonly reason: string }
  /** What the venue would refuse is not sent: the type, precision or size is not one of its own. */
  | { readonly code: 'NotSupported'; readonly detail: string }
  /** The caller's time was up before anything was sent. */
  | { readonly code: 'TooLate'; readonly deadline: UtcTime }
  /** While it waited for its turn the caller took it back. */
  | { readonly code: 'NoLongerWanted' };

/** OrdRejReason (103) as far as venues tell it apart. */
export type RejectReason =
  | 'InsufficientFunds'
  | 'UnknownSymbol'
  | 'BelowMinimum'
  | 'AboveMaximum'
  | 'BadPrecision'
  | 'PriceOutOfBand'
  | 'WouldTake'
  | 'WouldNotFill'
  | 'UnsupportedType'
  | 'MarketClosed'
  | 'KeyNotAllowed'
  | 'ClockDiffers'
  | 'TooManyOrders'
  | 'UnknownOrder'
  | 'Malformed'
  | 'Other';

/** An act's proven or unproven outcome. */
export type Outcome<T> =
  | { readonly kind: 'Accepted'; readonly value: T; readonly evidence: Evidence }
  /** Nothing left; the same id may be sent again. */
  | { readonly kind: 'NotSent'; readonly why: NotSentReason }
  /** The venue refused it, by a code that is on the list of proofs. */
  | {
      readonly kind: 'RejectedProven';
      readonly reason: RejectReason;
      /** The venue's own code and words, untouched. */
      readonly code: string;
      readonly text: string;
      readonly evidence: Evidence;
    }
  /** The request was not looked at, because there were too many. */
  | { readonly kind: 'Refused'; readonly retryAfterMs: number; readonly evidence: Evidence }
  /** The venue has an order of this id: ask, and adopt it. Never a reject, never a new id. */
  | { readonly kind: 'Exists'; readonly evidence: Evidence }
  | { readonly kind: 'Unconfirmed'; readonly detail: string; readonly evidence: Evidence };

/** A question's answer. */
export type Answer<T> =
  | { readonly kind: 'Told'; readonly value: T; readonly evidence: Evidence }
  | {
      readonly kind: 'NoInformation';
      readonly detail: string;
      readonly notSent: NotSentReason | null;
      readonly evidence: Evidence | null;
    };
