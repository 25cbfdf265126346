import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromUnits, toUnits } from './decimal.ts';
import { allocate } from './money.ts';
import { unwrap } from './result.ts';

const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 38n }), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0n));
const totals = fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n });

const split = (total: bigint, list: readonly bigint[], scale: number): bigint[] =>
  unwrap(
    allocate(
      fromUnits(total, scale),
      list.map((weight) => fromUnits(weight, 18)),
      scale,
    ),
  ).map((part) => toUnits(part, scale));

test('the parts add up to the whole, exactly', () => {
  fc.assert(
    fc.property(totals, weights, fc.integer({ min: 0, max: 18 }), (total, list, scale) => {
      expect(split(total, list, scale).reduce((a, b) => a + b, 0n)).toBe(total);
    }),
  );
});

test('no part is a whole unit away from its exact share', () => {
  fc.assert(
    fc.property(totals, weights, (total, list) => {
      const whole = list.reduce((a, b) => a + b, 0n);
      split(total, list, 2).forEach((part, index) => {
        const missed = part * whole - total * (list[index] ?? 0n);
        expect(missed < whole && missed > -whole).toBe(true);
      });
    }),
  );
});

/** Largest remainder as one would do it by hand: a unit at a time to whoever is owed most. */
function byHand(total: number, list: readonly number[]): number[] {
  const whole = list.reduce((a, b) => a + b, 0);
  const parts = list.map((weight) => Math.floor((total * weight) / whole));
  const given = new Set<number>();
  while (parts.reduce((a, b) => a + b, 0) < total) {
    let next = -1;
    list.forEach((weight, index) => {
      const owed = (total * weight) % whole;
      const best = next < 0 ? -1 : (total * (list[next] ?? 0)) % whole;
      if (!given.has(index) && owed > best) next = index;
    });
    given.add(next);
    parts[next] = (parts[next] ?? 0) + 1;
  }
  return parts;
}

test('agrees with the naive twin', () => {
  const small = fc
    .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 })
    .filter((list) => list.some((weight) => weight > 0));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), small, (total, list) => {
      expect(split(BigInt(total), list.map(BigInt), 0).map(Number)).toEqual(byHand(total, list));
    }),
  );
});
