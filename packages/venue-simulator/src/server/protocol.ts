/** What a venue's protocol gives the server, and what the server gives it. */
import type { Operation, StreamKind } from './faults.ts';

export interface Incoming {
  readonly method: string;
  /** Without the venue's prefix and without the query. */
  readonly path: string;
  /** As it came, without the question mark: signatures cover these very bytes. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the socket. */
  readonly address: string;
}

export interface Outgoing {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a protocol is told about the faults that struck a request and concern its meaning. */
export interface Twist {
  /** Events younger than this are not seen, in ms. */
  readonly readLagMs: number;
  readonly isHalfReplace: boolean;
  /** Of its fee, what a fill that is asked for tells. */
  readonly feePercent: number;
}

/** A fee as a question is answered with it. */
export function feeTold(fee: bigint, { feePercent }: Twist): bigint {
  return (fee * BigInt(feePercent)) / 100n;
}

export type Trouble =
  | { readonly kind: 'RateLimited' | 'Banned'; readonly retryAfterSeconds: number }
  | { readonly kind: 'ServerError'; readonly status: number }
  | { readonly kind: 'Maintenance' }
  | { readonly kind: 'FailsAfterEffect' };

/** One connection of a stream, as a protocol sees it. */
export interface StreamLine {
  /** Through the faults of this kind of stream. */
  send(message: unknown, kind: StreamKind): void;
  close(code: number, reason: string): void;
  /** For faults that strike one customer. */
  setOwner(owner: string): void;
}

export interface StreamHandler {
  onMessage(text: string): void;
  onClose(): void;
}

export interface Protocol {
  /** Also the first part of its paths: `binance`. */
  readonly name: string;
  /** Answered before anything is checked, so that faults know whom they strike. */
  describe(incoming: Incoming): { readonly operation: Operation; readonly owner: string | null };
  /** Has its effect at once and whole. */
  answer(incoming: Incoming, twist: Twist): Outgoing;
  /** What this venue says when it is in trouble. */
  trouble(trouble: Trouble): Outgoing;
  /** Undefined for a path that is no stream. */
  connect(incoming: Incoming, line: StreamLine): StreamHandler | undefined;
}
