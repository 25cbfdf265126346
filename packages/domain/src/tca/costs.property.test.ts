import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  type Decimal,
  decimal,
  equals,
  fromUnits,
  multiply,
  negate,
  subtract,
  sum,
  toUnits,
  ZERO,
} from '../kernel/index.ts';
import type { Side } from '../market-data/index.ts';
import { costsOf, shortfallOf } from './costs.ts';
import type { OrderFacts } from './facts.ts';

interface Fill {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly mid: Decimal;
  readonly later: Decimal;
  readonly fee: Decimal;
}

const units = (least: number, most: number, scale: number) =>
  fc.integer({ min: least, max: most }).map((n) => fromUnits(BigInt(n), scale));
const price = units(1_000, 200_000_00, 2);
const fill: fc.Arbitrary<Fill> = fc.record({
  quantity: units(1, 500_000, 4),
  price,
  mid: price,
  later: price,
  fee: units(-500, 50_000, 3),
});
const story = fc.record({
  side: fc.constantFrom<Side>('Buy', 'Sell'),
  fills: fc.array(fill, { maxLength: 6 }),
  unfilled: units(0, 900_000, 4),
  decision: price,
  arrival: price,
  end: price,
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

const over = (fills: readonly Fill[], value: (one: Fill) => Decimal) => sum(fills.map(value));

function factsOf({ side, fills, unfilled, decision, arrival, end }: Story): OrderFacts {
  const filled = over(fills, ({ quantity }) => quantity);
  const notional = over(fills, (one) => multiply(one.quantity, one.price));
  const mids = over(fills, (one) => multiply(one.quantity, one.mid));
  const later = over(fills, (one) => multiply(one.quantity, one.later));
  return {
    side,
    orderQty: add(filled, unfilled),
    isEnded: true,
    filled,
    notional,
    fees: over(fills, ({ fee }) => fee),
    decision,
    arrival,
    end,
    bid: null,
    ask: null,
    atFill: { quantity: filled, notional, mids },
    after: [{ afterMs: 1_000, quantity: filled, notional, mids, later }],
    interval: null,
    expected: null,
  };
}

/** What a portfolio is worth at the end that traded at these prices, from nothing. */
function gainAt(side: Side, end: Decimal, trades: readonly Pick<Fill, 'quantity' | 'price'>[]) {
  return sum(
    trades.map(({ quantity, price: paid }) => {
      const gain = multiply(quantity, subtract(end, paid));
      return side === 'Buy' ? gain : negate(gain);
    }),
  );
}

describe('an order’s shortfall', () => {
  test('is what the paper portfolio gained less what the real one did, to the last digit', () => {
    fc.assert(
      fc.property(story, (told) => {
        const facts = factsOf(told);
        const { side, fills, decision, end } = told;
        const paper = gainAt(side, end, [{ quantity: facts.orderQty, price: decision }]);
        const real = subtract(
          gainAt(side, end, fills),
          over(fills, ({ fee }) => fee),
        );
        expect(shortfallOf(facts).total).toEqual(subtract(paper, real));
      }),
    );
  });

  test('is delay, execution, opportunity and fees, and nothing else', () => {
    fc.assert(
      fc.property(story, (told) => {
        const made = shortfallOf(factsOf(told));
        const parts = [made.delay, made.execution, made.opportunity, made.fees];
        expect(made.total).toEqual(sum(parts.map((part) => part ?? ZERO)));
      }),
    );
  });

  test('before fees has the other sign for the other side', () => {
    fc.assert(
      fc.property(story, (told) => {
        const bought = shortfallOf(factsOf({ ...told, side: 'Buy' })).beforeFees ?? ZERO;
        const sold = shortfallOf(factsOf({ ...told, side: 'Sell' })).beforeFees ?? ZERO;
        expect(equals(bought, negate(sold))).toBe(true);
      }),
    );
  });

  test('has no opportunity where all of it was traded, whatever the end was', () => {
    fc.assert(
      fc.property(story, (told) => {
        const facts = { ...factsOf({ ...told, unfilled: ZERO }), end: null };
        expect(shortfallOf(facts).opportunity).toEqual(ZERO);
        expect(shortfallOf(facts).total).not.toBeNull();
      }),
    );
  });

  test('is not known, and never nought, while a figure that it needs is not', () => {
    fc.assert(
      fc.property(
        story.filter(({ fills, unfilled }) => fills.length > 0 && !equals(unfilled, ZERO)),
        fc.constantFrom('decision', 'arrival', 'end', 'fees'),
        (told, missing) => {
          const made = shortfallOf({ ...factsOf(told), [missing]: null });
          expect(made.total).toBeNull();
        },
      ),
    );
  });
});

describe('an order’s spread', () => {
  test('is what its dealer kept and what the market moved: effective is realised and impact', () => {
    fc.assert(
      fc.property(
        story.filter(({ fills }) => fills.length > 0),
        (told) => {
          const { effectiveBps, markouts } = costsOf(factsOf(told));
          const [first] = markouts;
          const whole = add(first?.impactBps ?? ZERO, first?.realisedBps ?? ZERO);
          // Each of the three is rounded by itself.
          const apart = toUnits(subtract(effectiveBps ?? ZERO, whole), 4);
          expect(apart >= -1n && apart <= 1n).toBe(true);
        },
      ),
    );
  });

  test('agrees with a sum over fills, one by one, in whole units', () => {
    fc.assert(
      fc.property(
        story.filter(({ fills }) => fills.length > 0),
        (told) => {
          const mids = told.fills.reduce(
            (n, f) => n + toUnits(f.quantity, 4) * toUnits(f.mid, 2),
            0n,
          );
          const paid = told.fills.reduce(
            (n, f) => n + toUnits(f.quantity, 4) * toUnits(f.price, 2),
            0n,
          );
          const apart = told.side === 'Buy' ? paid - mids : mids - paid;
          const found = toUnits(costsOf(factsOf(told)).effectiveBps ?? decimal('0'), 4);
          const exact = apart * 2n * 100_000_000n;
          const off = found * mids - exact;
          expect((off < 0n ? -off : off) * 2n <= mids).toBe(true);
        },
      ),
    );
  });
});
