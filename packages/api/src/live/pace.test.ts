import { expect, it } from 'vitest';
import { Pace, WRITE_EVERY_MS, WRITES_AT_ONCE } from './pace.ts';

/** When each of so many messages goes out, where there is always one more. */
function writesFrom(pace: Pace, startMs: number, count: number): number[] {
  let nowMs = startMs;
  return Array.from({ length: count }, () => {
    const atMs = nowMs;
    nowMs += pace.wroteAt(atMs);
    return atMs - startMs;
  });
}

it('after a silence the first few go out at once, then one at each beat', () => {
  const pace = new Pace();
  const first = writesFrom(pace, 1_000, WRITES_AT_ONCE + 3);
  const atOnce = Array.from({ length: WRITES_AT_ONCE }, () => 0);
  const beats = [1, 2, 3].map((n) => n * WRITE_EVERY_MS);
  expect(first).toEqual([...atOnce, ...beats]);
  expect(writesFrom(pace, 60_000, WRITES_AT_ONCE + 3)).toEqual(first);
});

it('what comes more slowly than the beat never waits', () => {
  const pace = new Pace();
  for (let n = 0; n < 100; n += 1) expect(pace.wroteAt(n * WRITE_EVERY_MS)).toBe(0);
});

it('over a minute of haste it writes at the beat', () => {
  const pace = new Pace();
  const count = 60_000 / WRITE_EVERY_MS;
  expect(writesFrom(pace, 5, count).at(-1)).toBe(60_000 - WRITES_AT_ONCE * WRITE_EVERY_MS);
});
