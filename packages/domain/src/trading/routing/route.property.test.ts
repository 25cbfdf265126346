import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  type Decimal,
  decimal,
  multiply,
  ONE,
  type Price,
  type Quantity,
  sum,
  toText,
  ZERO,
} from '../../kernel/index.ts';
import { termsRefusals } from '../../market-data/index.ts';
import type { RoutingInput } from './inputs.ts';
import { betterCost, costOf, type Ladder } from './ladder.ts';
import { counterfactuals, receiptOf, replayReceipt } from './receipt.ts';
import { laddersOf, route } from './route.ts';
import { AT, anInput, aVenue } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** Prices near each other, so that fees decide; steps and minimums as given. */
const inputs = (steps: readonly string[], most: number): fc.Arbitrary<RoutingInput> => {
  const tenths = (max: number) => fc.integer({ min: 1, max }).map((n) => decimal(`${n / 10}`));
  const levels = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 12 })),
    { selector: ([price]) => price, minLength: 1, maxLength: 4 },
  );
  const venue = fc.record({
    levels,
    fee: fc.integer({ min: 0, max: 60 }),
    step: fc.constantFrom(...steps),
    min: fc.constantFrom('0.1', '0.3', '0.5'),
    minNotional: fc.constantFrom(null, '20', '45'),
    free: fc.constantFrom('30', '80', '100000'),
    cap: fc.constantFrom('50', '100000'),
  });
  return fc
    .record({
      venues: fc.array(venue, { minLength: 1, maxLength: most }),
      quantity: tenths(25),
      side: fc.constantFrom('Buy' as const, 'Sell' as const),
      limit: fc.option(fc.integer({ min: 99, max: 105 })),
    })
    .map(({ venues, quantity, side, limit }) => {
      const list = venues.map((one, n) => {
        const taking = one.levels
          .map(([off, size]): [string, string] => [`${100 + off}`, `${size / 10}`])
          .sort(([a], [b]) => (side === 'Buy' ? Number(a) - Number(b) : Number(b) - Number(a)));
        const own = aVenue(`v${n}`, []);
        const isBuy = side === 'Buy';
        return {
          ...own,
          book: {
            kind: 'Good' as const,
            last: 1,
            at: AT,
            bids: isBuy ? [] : taking,
            asks: isBuy ? taking : [],
          },
          fees: { maker: decimal('0'), taker: decimal(`${one.fee / 10_000}`) },
          terms: {
            ...own.terms,
            stepSize: decimal(one.step) as Quantity,
            minQty: decimal(one.min) as Quantity,
            minNotional: one.minNotional === null ? null : decimal(one.minNotional),
          },
          free: isBuy ? decimal(one.free) : decimal(`${Number(one.free) / 100}`),
          capLeft: decimal(one.cap),
        };
      });
      return anInput(list, {
        side,
        quantity: quantity as Quantity,
        limit: limit === null ? null : (decimal(`${limit}`) as Price),
      });
    });
};

const SAME_STEP = inputs(['0.1'], 3);
const MIXED = inputs(['0.1', '0.2', '0.5'], 4);

const feasible = (
  ladder: Ladder,
  quantity: Decimal,
): { cost: ReturnType<typeof costOf> } | null => {
  const cost = costOf(ladder.rungs, quantity);
  const { price } = cost;
  if (price === null || compare(cost.quantity, quantity) !== 0) return null;
  if (termsRefusals(ladder.terms, { quantity, price }).length > 0) return null;
  const spends = multiply(multiply(quantity, price), add(ONE, ladder.takerRate));
  const needs = ladder.side === 'Buy' ? spends : quantity;
  if (compare(needs, ladder.free) > 0) return null;
  return compare(multiply(quantity, price), ladder.capLeft) > 0 ? null : { cost };
};

/** The naive twin: every tenth of every venue tried, without any idea of what is cheap. */
function exhaustive(side: 'Buy' | 'Sell', ladders: readonly Ladder[], wanted: Decimal) {
  let best = { quantity: ZERO, allIn: ZERO };
  const most = Math.round(Number(toText(wanted)) * 10);
  const tryFrom = (n: number, quantity: Decimal, allIn: Decimal) => {
    const more = compare(quantity, best.quantity);
    if (more > 0 || (more === 0 && betterCost(side, allIn, best.allIn) < 0)) {
      best = { quantity, allIn };
    }
    const ladder = ladders[n];
    if (ladder === undefined) return;
    tryFrom(n + 1, quantity, allIn);
    for (let units = 1; units <= most; units += 1) {
      const part = feasible(ladder, decimal(`${units / 10}`));
      if (part === null) continue;
      const all = add(quantity, part.cost.quantity);
      if (compare(all, wanted) <= 0) tryFrom(n + 1, all, add(allIn, part.cost.allIn));
    }
  };
  tryFrom(0, ZERO, ZERO);
  return best;
}

const allInOf = (input: RoutingInput) => {
  const plan = route(input);
  return { plan, allIn: sum(plan.children.map(({ allIn }) => allIn)) };
};

describe('a route', () => {
  test('with one step for all is the best division there is: the naive twin finds no better', () => {
    fc.assert(
      fc.property(SAME_STEP, (input) => {
        const { plan, allIn } = allInOf(input);
        const best = exhaustive(input.side, laddersOf(input).ladders, input.quantity);
        expect(toText(plan.quantity)).toBe(toText(best.quantity));
        expect(toText(allIn)).toBe(toText(best.allIn));
      }),
      { numRuns: 300 },
    );
  });

  test('never trades less, nor dearer with fees, than the best single venue, whatever the steps', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const { plan, allIn } = allInOf(input);
        for (const ladder of laddersOf(input).ladders) {
          const single = exhaustive(input.side, [ladder], input.quantity);
          const less = compare(plan.quantity, single.quantity);
          expect(less).toBeGreaterThanOrEqual(0);
          if (less === 0)
            expect(betterCost(input.side, single.allIn, allIn)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('adds up, and no child breaks terms, funds, cap or limit; all venues have their verdict', () => {
    fc.assert(
      fc.property(MIXED, fc.boolean(), fc.boolean(), (base, counts, rests) => {
        const policy = {
          ...base.policy,
          limitCounts: counts ? ('AllIn' as const) : ('Price' as const),
        };
        const input: RoutingInput = {
          ...base,
          policy,
          timeInForce: rests ? 'GoodTillCancel' : 'ImmediateOrCancel',
        };
        const plan = route(input);
        const all = sum(plan.children.map(({ quantity }) => quantity));
        expect(toText(all)).toBe(toText(plan.quantity));
        expect(toText(add(all, plan.unrouted))).toBe(toText(input.quantity));
        expect(plan.verdicts.map(({ venue }) => venue)).toEqual(
          input.venues.map(({ venue }) => venue).sort(),
        );
        for (const { verdict, reasons } of plan.verdicts) {
          expect(reasons.length > 0).toBe(verdict !== 'Used');
        }
        for (const venue of input.venues) {
          const own = plan.children.filter((child) => child.venue === venue.venue);
          const taker = venue.fees?.taker ?? ZERO;
          for (const { quantity, price, purpose } of own) {
            expect(termsRefusals(venue.terms, { quantity, price })).toEqual([]);
            if (input.limit === null) continue;
            const rate =
              input.side === 'Buy' ? add(ONE, taker) : add(ONE, multiply(taker, decimal('-1')));
            const isAllIn = counts || purpose === 'Rest';
            const judged = isAllIn && counts ? multiply(price, rate) : price;
            expect(betterCost(input.side, input.limit, judged)).toBeGreaterThanOrEqual(0);
          }
          const notional = sum(own.map(({ quantity, price }) => multiply(quantity, price)));
          expect(compare(notional, venue.capLeft ?? ZERO)).toBeLessThanOrEqual(0);
          const needs =
            input.side === 'Buy'
              ? multiply(notional, add(ONE, taker))
              : sum(own.map(({ quantity }) => quantity));
          expect(compare(needs, venue.free ?? ZERO)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is the same however its venues are listed, and each time it is asked', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const text = JSON.stringify(route(input));
        expect(JSON.stringify(route({ ...input, venues: [...input.venues].reverse() }))).toBe(text);
      }),
    );
  });
});

describe('a routing receipt', () => {
  test('replays to the same plan, byte for byte', () => {
    fc.assert(
      fc.property(MIXED, (input) => {
        const { plan, receipt } = receiptOf(input, sha256);
        const stored = JSON.parse(JSON.stringify(receipt)) as typeof receipt;
        const again = replayReceipt(stored, sha256);
        expect(again.ok).toBe(true);
        expect(again.ok && JSON.stringify(again.value)).toBe(JSON.stringify(plan));
      }),
    );
  });

  test('is refused when any byte of it was changed, hashes made anew included', () => {
    const FIELDS = [
      'snapshot',
      'feeTableVersion',
      'plan',
      'alternatives',
      'snapshotHash',
      'hash',
    ] as const;
    fc.assert(
      fc.property(MIXED, fc.constantFrom(...FIELDS), fc.nat(), (input, field, n) => {
        const { receipt } = receiptOf(input, sha256);
        const text = receipt[field];
        const at = n % text.length;
        const other = text[at] === '1' ? '2' : '1';
        const forged = { ...receipt, [field]: text.slice(0, at) + other + text.slice(at + 1) };
        expect(replayReceipt(forged, sha256).ok).toBe(false);
      }),
    );
  });

  test('no single venue is cheaper than the plan was, by its own alternatives', () => {
    fc.assert(
      fc.property(SAME_STEP, (input) => {
        const { plan, receipt } = receiptOf(input, sha256);
        const got = {
          quantity: plan.quantity,
          notional: sum(plan.children.map(({ notional }) => notional)),
          fees: sum(
            plan.children.map(({ allIn, notional }) =>
              input.side === 'Buy'
                ? add(allIn, multiply(notional, decimal('-1')))
                : add(notional, multiply(allIn, decimal('-1'))),
            ),
          ),
        };
        const only = JSON.parse(receipt.alternatives) as {
          quantity: string;
          dearerBps: string | null;
        }[];
        const whole = only.filter(({ quantity }) => quantity === toText(plan.quantity));
        for (const { dearerBps } of whole) expect(Number(dearerBps)).toBeGreaterThanOrEqual(0);
        for (const one of counterfactuals(input, got)) {
          if (one.savedBps === null || one.price === null) continue;
          const single = exhaustive(
            input.side,
            laddersOf(input).ladders.filter((l) => l.venue === one.venue),
            input.quantity,
          );
          if (toText(single.quantity) !== toText(plan.quantity)) continue;
          expect(compare(one.savedBps, ZERO)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
