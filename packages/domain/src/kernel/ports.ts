/** What the core needs from outside and gets as an argument: time, ids, digests. */
import type { AnyId } from './ids.ts';
import type { UtcTime } from './utc-time.ts';

export interface Clock {
  /** The time of day; it may be set back. */
  now(): UtcTime;
  /** Milliseconds since an unnamed start, never going back: for durations and deadlines only. */
  monotonicMs(): number;
}

export interface Ids {
  /** A fresh UUIDv7, greater than any this source gave before: `ids.next<CommandId>()`. */
  next<T extends AnyId>(): T;
}

/** SHA-256 or another hash of exactly these bytes. Servers pass node:crypto. */
export type Digest = (bytes: Uint8Array) => Uint8Array;
