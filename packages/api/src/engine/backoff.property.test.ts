import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs, DOOR_BACKOFF } from './backoff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('waits at least half the first wait and never more than the bound, however often it failed', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), chance, (failures, draw) => {
      const wait = backoffMs(failures, draw, DOOR_BACKOFF);
      expect(wait).toBeGreaterThanOrEqual(DOOR_BACKOFF.firstMs / 2);
      expect(wait).toBeLessThanOrEqual(DOOR_BACKOFF.maxMs);
    }),
  );
});

it('waits longer with each failure, until the bound', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => backoffMs(n, 0.999_999, DOOR_BACKOFF));
  expect(waits).toEqual([50, 100, 200, 400, 500, 500, 500, 500]);
});
