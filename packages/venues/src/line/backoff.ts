/**
 * Full jitter: anywhere between nothing and `first x 2^attempt`, so that a thousand clients cut off
 * together do not come back together.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** `attempt` counts from 0; `chance` is from 0 to below 1. Whole milliseconds. */
export function backoffMs(backoff: Backoff, attempt: number, chance: number): number {
  const widest = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(attempt, 30));
  return Math.floor(widest * chance);
}
