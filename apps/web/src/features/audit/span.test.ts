import { expect, it } from 'vitest';
import { isWithin, spanOf } from './span.ts';

const hour = (at: number) => `2026-11-21T${String(at).padStart(2, '0')}:00:00.000Z`;
const buckets = [8, 9, 10].map((at) => ({ from: hour(at), to: hour(at + 1), count: at }));

it('a span brushed from right to left is the same span', () => {
  expect(spanOf(buckets, 2, 0)).toEqual({ from: hour(8), to: hour(11) });
  expect(spanOf(buckets, 0, 2)).toEqual(spanOf(buckets, 2, 0));
});

it('a press on one bucket is the span of that bucket', () => {
  expect(spanOf(buckets, 1, 1)).toEqual({ from: hour(9), to: hour(10) });
  expect(spanOf(buckets, 5, 5)).toBeNull();
});

it('a bucket that only touches the span is not in it', () => {
  const span = { from: hour(9), to: hour(10) };
  expect(buckets.map((bucket) => isWithin(bucket, span))).toEqual([false, true, false]);
});
