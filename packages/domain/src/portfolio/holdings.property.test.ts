import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decimal, fromUnits, sum, toUnits, ZERO } from '../kernel/index.ts';
import { type HeldAmount, holdingsOf } from './holdings.ts';

const amount: fc.Arbitrary<HeldAmount> = fc.record({
  asset: fc.constantFrom('BTC', 'ETH', 'USD'),
  balance: fc.integer({ min: -1_000, max: 100_000 }).map((n) => fromUnits(BigInt(n), 3)),
  held: fc.integer({ min: 0, max: 500 }).map((n) => fromUnits(BigInt(n), 3)),
});
const RATES = new Map([
  ['BTC', decimal('100')],
  ['ETH', decimal('10')],
  ['USD', decimal('1')],
]);

describe('what somebody has', () => {
  test('is worth what its parts are, in whatever order they stand', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 12 }), (amounts) => {
        const found = holdingsOf(amounts, RATES);
        expect(holdingsOf(amounts.toReversed(), RATES)).toEqual(found);
        expect(sum(found.holdings.map(({ value }) => value ?? ZERO))).toEqual(found.total);
        const naive = amounts.reduce((total, { asset, balance }) => {
          return total + toUnits(balance, 3) * toUnits(RATES.get(asset) ?? ZERO, 0);
        }, 0n);
        expect(toUnits(found.total ?? ZERO, 3)).toBe(naive);
      }),
    );
  });

  it('is not known in all when a part has no price, and says what is', () => {
    const held = { balance: decimal('2'), held: ZERO };
    const found = holdingsOf(
      [
        { asset: 'XYZ', ...held },
        { asset: 'BTC', ...held },
      ],
      RATES,
    );
    expect(found.total).toBeNull();
    expect(found.valued).toEqual(decimal('200'));
    expect(found.holdings.map(({ asset, share }) => [asset, share])).toEqual([
      ['BTC', null],
      ['XYZ', null],
    ]);
  });
});
