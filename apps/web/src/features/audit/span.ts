/** Which part of time a chart of buckets stands for, and which of its buckets are chosen. */
import type { TimeBucket } from './model.ts';

export interface TimeSpan {
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** The span from one bucket to another, whichever was touched first. */
export function spanOf(
  buckets: readonly TimeBucket[],
  one: number,
  other: number,
): TimeSpan | null {
  const [first, last] = [buckets[Math.min(one, other)], buckets[Math.max(one, other)]];
  return first === undefined || last === undefined ? null : { from: first.from, to: last.to };
}

/** Whether a bucket lies within the span, wholly or in part. */
export function isWithin(bucket: TimeBucket, span: TimeSpan | null): boolean {
  if (span === null) return false;
  return (
    Date.parse(bucket.from) < Date.parse(span.to) && Date.parse(bucket.to) > Date.parse(span.from)
  );
}
