/** What is put right of a block moves between its accounts and nowhere else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type Asset,
  absolute,
  add,
  type ClientId,
  type Decimal,
  decimal,
  divide,
  equals,
  fromUnits,
  greaterThan,
  isZero,
  money,
  multiply,
  signOf,
  subtract,
  sum,
  unwrap,
  ZERO,
} from '../kernel/index.ts';
import type { InstrumentId, VenueAccountId } from '../market-data/index.ts';
import { type BlockPart, blockShares, dividedAnew, evenings, withChanges } from './block-book.ts';
import type { ClOrdId } from './order.ts';
import { type PreAllocation, type PreAllocationId, sealable } from './pre-allocation.ts';

const ACCOUNTS = [1, 2, 3, 4, 5].map((n) => `account-${n}` as AccountId);
const PLACES = [1, 2, 3].map((n) => `place-${n}` as VenueAccountId);
const FEE_ASSETS = ['USD', 'BNB', 'BTC'] as Asset[];
const clientOf = (account: AccountId) => `client-of-${account}` as ClientId;

const weights = fc
  .uniqueArray(
    fc.record({ account: fc.constantFrom(...ACCOUNTS), weight: fc.integer({ min: 1, max: 997 }) }),
    { minLength: 1, maxLength: 5, selector: ({ account }) => account },
  )
  .map((legs) =>
    legs.map(({ account, weight }) => ({
      account,
      client: clientOf(account),
      weight: decimal(String(weight)),
    })),
  );

const rule = (legs: PreAllocation['legs']): PreAllocation =>
  unwrap(
    sealable({
      id: '01a1ee56-5e00-7000-8000-0000000000f1' as PreAllocationId,
      order: '01a1ee56-5e00-7000-8000-0000000000f2' as ClOrdId,
      instrument: 'BTC/USD' as InstrumentId,
      side: 'Buy',
      orderQty: decimal('1000000') as never,
      method: 'ProRata',
      legs,
      quantityScale: 8,
      notionalScale: 2,
      version: 1,
      reallocation: null,
    }),
  );

const part: fc.Arbitrary<BlockPart> = fc
  .record({
    account: fc.constantFrom(...ACCOUNTS),
    place: fc.constantFrom(...PLACES),
    quantity: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    price: fc.bigInt({ min: 1n, max: 10n ** 7n }),
    fees: fc.uniqueArray(
      fc.record({
        asset: fc.constantFrom(...FEE_ASSETS),
        amount: fc.bigInt({ min: -1000n, max: 100_000n }),
      }),
      { maxLength: 2, selector: ({ asset }) => asset },
    ),
    commission: fc.bigInt({ min: 0n, max: 10_000n }),
  })
  .map(({ account, place, quantity, price, fees, commission }) => ({
    account,
    client: clientOf(account),
    place,
    quantity: fromUnits(quantity, 8),
    notional: multiply(fromUnits(quantity, 8), fromUnits(price, 2)),
    fees: fees.map(({ asset, amount }) => money(fromUnits(amount, 8), asset)),
    commission: fromUnits(commission, 8),
  }));

const books = fc
  .array(part, { minLength: 1, maxLength: 20 })
  .map((parts) => withChanges([], parts));

const COMMISSION = decimal('0.001');
const commissionOn = (_: AccountId, notional: Decimal): Decimal => multiply(notional, COMMISSION);

const totals = (parts: readonly BlockPart[]) => ({
  quantity: sum(parts.map((one) => one.quantity)),
  notional: sum(parts.map((one) => one.notional)),
});
const at = (place: VenueAccountId) => (one: BlockPart) => one.place === place;

function expectNothingMovesAt(changes: readonly BlockPart[]): void {
  for (const place of PLACES) {
    const here = changes.filter(at(place));
    expect(isZero(totals(here).quantity)).toBe(true);
    expect(isZero(totals(here).notional)).toBe(true);
    for (const asset of FEE_ASSETS) {
      const fees = here.flatMap((one) => one.fees.filter((fee) => fee.asset === asset));
      expect(isZero(sum(fees.map(({ amount }) => amount)))).toBe(true);
    }
  }
}

/** Of each account: what it paid is quantity times average, within one unit of the notional's scale. */
function expectOneAverage(parts: readonly BlockPart[], unit: Decimal): void {
  const { quantity, notional } = totals(parts);
  for (const share of blockShares(parts)) {
    const exact = divide(multiply(share.cumQty, notional), quantity, 18, 'HalfEven');
    const off = absolute(subtract(share.notional, exact));
    expect(greaterThan(off, unit), `${share.account} is off by ${off}`).toBe(false);
  }
}

const UNIT = decimal('0.01');

describe('evening', () => {
  test('gives every account of a block its average to one unit, in money alone, and moves nothing over all', () => {
    fc.assert(
      fc.property(books, weights, (parts, legs) => {
        const changes = evenings({ parts, pre: rule(legs) });
        expectNothingMovesAt(changes);
        for (const change of changes) {
          expect([change.fees, isZero(change.quantity), isZero(change.commission)]).toEqual([
            [],
            true,
            true,
          ]);
        }
        const after = withChanges(parts, changes);
        expectOneAverage(after, UNIT);
        expect(evenings({ parts: after, pre: rule(legs) })).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('dividing anew', () => {
  test('gives every account exactly its share of what was filled, and takes from nobody more than he has there', () => {
    fc.assert(
      fc.property(books, weights, (parts, legs) => {
        const pre = rule(legs);
        const { moved, evened } = dividedAnew({ parts }, pre, commissionOn);
        expectNothingMovesAt(moved);
        expectNothingMovesAt(evened);
        const after = withChanges(parts, [...moved, ...evened]);
        expect(equals(totals(after).quantity, totals(parts).quantity)).toBe(true);
        expect(equals(totals(after).notional, totals(parts).notional)).toBe(true);
        const whole = sum(pre.legs.map(({ weight }) => weight));
        const has = new Map(blockShares(after).map((share) => [share.account, share.cumQty]));
        for (const { account, weight } of pre.legs) {
          const exact = divide(multiply(totals(parts).quantity, weight), whole, 18, 'HalfEven');
          const off = absolute(subtract(has.get(account) ?? ZERO, exact));
          expect(greaterThan(off, fromUnits(1n, 8))).toBe(false);
        }
        const named = new Set(pre.legs.map(({ account }) => account));
        for (const one of after) {
          expect(signOf(one.quantity) >= 0).toBe(true);
          if (!named.has(one.account)) expect(isZero(one.quantity)).toBe(true);
        }
        expectOneAverage(after, UNIT);
      }),
      { numRuns: 100 },
    );
  });

  test('by the rule that it was divided by moves no quantity', () => {
    fc.assert(
      fc.property(books, weights, (parts, legs) => {
        const pre = rule(legs);
        const once = dividedAnew({ parts }, pre, commissionOn);
        const after = withChanges(parts, [...once.moved, ...once.evened]);
        expect(dividedAnew({ parts: after }, pre, commissionOn)).toEqual({ moved: [], evened: [] });
      }),
      { numRuns: 50 },
    );
  });

  test('there and back again takes no more of the venue’s fees with it than was paid', () => {
    fc.assert(
      fc.property(books, weights, weights, (parts, first, second) => {
        const there = dividedAnew({ parts }, rule(first), commissionOn);
        const between = withChanges(parts, [...there.moved, ...there.evened]);
        const back = dividedAnew({ parts: between }, rule(second), commissionOn);
        const after = withChanges(between, [...back.moved, ...back.evened]);
        for (const asset of FEE_ASSETS) {
          const paid = (all: readonly BlockPart[]) =>
            all
              .flatMap(({ fees }) => fees.filter((fee) => fee.asset === asset))
              .reduce((total, { amount }) => add(total, amount), ZERO);
          expect(equals(paid(after), paid(parts))).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
