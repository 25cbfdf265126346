import { expect, it } from 'vitest';
import { opensOf } from './bars.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNTIL = Date.UTC(2026, 10, 22, 10, 41, 17);
const opens = opensOf({ fromMs: UNTIL - 90 * 24 * HOUR, untilMs: UNTIL });

it('covers the months without a gap and without anything twice, up to the last whole minute', () => {
  const [first] = opens;
  expect(first?.atMs).toBeLessThanOrEqual(UNTIL - 90 * 24 * HOUR);
  for (const [n, { atMs, lengthMs }] of opens.entries()) {
    const next = opens[n + 1]?.atMs ?? UNTIL - (UNTIL % MINUTE);
    expect(atMs + lengthMs).toBe(next);
    expect(atMs % lengthMs).toBe(0);
  }
});

it.each([
  [MINUTE, 11],
  [15 * MINUTE, 95],
])('of the end there is no bar longer than %i ms in the last %i hours', (lengthMs, hours) => {
  const late = opens.filter(({ atMs }) => atMs >= UNTIL - hours * HOUR);
  expect(Math.max(...late.map((one) => one.lengthMs))).toBe(lengthMs);
});
