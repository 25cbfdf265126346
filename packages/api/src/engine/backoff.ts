/** How long to wait before the next attempt to connect. */

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** A socket on the same machine: an attempt costs next to nothing, and people wait for the first that succeeds. */
export const DOOR_BACKOFF: Backoff = { firstMs: 50, maxMs: 500 };

/**
 * Doubles with each failure up to the bound; of that, between half and all, so that many processes
 * that lost the same engine do not come back in step.
 * @param failures attempts that failed since the last connection, from 0
 * @param chance from 0 to below 1
 */
export function backoffMs(failures: number, chance: number, { firstMs, maxMs }: Backoff): number {
  const doubled = Math.min(maxMs, firstMs * 2 ** Math.min(failures, 30));
  return Math.round(doubled * (0.5 + chance / 2));
}
