import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const BACKOFF = { firstMs: 250, mostMs: 30_000 };

describe('Backoff', () => {
  it('is anywhere up to twice as wide as before, and never wider than its most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, chance) => {
          const waitMs = backoffMs(BACKOFF, attempt, chance);
          const widest = Math.min(30_000, 250 * 2 ** attempt);
          expect(Number.isInteger(waitMs)).toBe(true);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThan(widest);
          expect(waitMs).toBe(Math.floor(widest * chance));
        },
      ),
    );
  });
});
