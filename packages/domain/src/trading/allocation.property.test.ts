import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type AccountId,
  type AnyId,
  type Asset,
  type ClientId,
  type Decimal,
  decimal,
  equals,
  fromUnits,
  type Id,
  money,
  multiply,
  type PersonId,
  type Price,
  parseId,
  type Quantity,
  sum,
  toUnits,
  unwrap,
} from '../kernel/index.ts';
import type { InstrumentId } from '../market-data/index.ts';
import {
  type Allocation,
  allocateFill,
  averagePriceOf,
  averagePrices,
  type BlockFill,
  startAllocation,
} from './allocation.ts';
import {
  type PreAllocationId,
  type PreAllocationTerms,
  preAllocationDigest,
  preAllocationText,
  sealable,
} from './pre-allocation.ts';

const id = <T extends AnyId>(n: number): T =>
  unwrap(parseId<T>(`01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`));
const BNB = 'BNB' as Asset;

const qty = (units: bigint, scale = 8) => fromUnits(units, scale) as Quantity;

const terms = (
  weights: readonly Decimal[],
  more: Partial<PreAllocationTerms> = {},
): PreAllocationTerms => ({
  id: id<PreAllocationId>(1),
  order: id<Id<'ClOrdId'>>(2),
  instrument: 'BTC/EUR' as InstrumentId,
  side: 'Buy',
  orderQty: qty(100_000_000n),
  method: 'ProRata',
  legs: weights.map((weight, n) => ({
    account: id<AccountId>(100 + n),
    client: id<ClientId>(500 + n),
    weight,
  })),
  quantityScale: 8,
  notionalScale: 8,
  version: 1,
  reallocation: null,
  ...more,
});

const started = (weights: readonly bigint[]): Allocation =>
  startAllocation(unwrap(sealable(terms(weights.map((weight) => fromUnits(weight, 2))))));

const fillOf = (units: bigint, px = '50000', fee = '0'): BlockFill => ({
  lastQty: qty(units),
  lastPx: decimal(px) as Price,
  fee: money(decimal(fee), BNB),
});

const weightLists = fc.array(fc.bigInt({ min: 1n, max: 5000n }), { minLength: 1, maxLength: 20 });
const unitLists = fc.array(fc.bigInt({ min: 1n, max: 60n }), { minLength: 1, maxLength: 25 });
const bigUnitLists = fc.array(fc.bigInt({ min: 1n, max: 10n ** 14n }), {
  minLength: 1,
  maxLength: 10,
});
const fees = fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n });
const prices = fc.bigInt({ min: 1n, max: 10n ** 8n });

const inUnits = (allocation: Allocation) =>
  allocation.shares.map(({ cumQty }) => toUnits(cumQty, 8));

/** One unit at a time, each to whoever is furthest behind his share of the whole after this fill. */
function twin(weights: readonly bigint[], fills: readonly bigint[]): readonly bigint[] {
  const whole = weights.reduce((a, b) => a + b, 0n);
  const given = weights.map(() => 0n);
  let filled = 0n;
  for (const units of fills) {
    filled += units;
    for (let unit = 0n; unit < units; unit += 1n) {
      let next = 0;
      const behind = (n: number) => filled * (weights[n] ?? 0n) - (given[n] ?? 0n) * whole;
      for (let n = 1; n < weights.length; n += 1) if (behind(n) > behind(next)) next = n;
      given[next] = (given[next] ?? 0n) + 1n;
    }
  }
  return given;
}

const afterAll = (weights: readonly bigint[], fills: readonly bigint[]): Allocation =>
  fills.reduce(
    (state, units) => unwrap(allocateFill(state, fillOf(units))).allocation,
    started(weights),
  );

test('agrees with the naive twin that deals out one unit after the other', () => {
  fc.assert(
    fc.property(weightLists, unitLists, (weights, fills) => {
      expect(inUnits(afterAll(weights, fills))).toEqual(twin(weights, fills));
    }),
    {
      numRuns: 500,
      // Small accounts are ahead, and the last unit can't be everybody's who is a whole one behind.
      examples: [
        [
          [9n, 9n, 1n, 1n, 1n],
          [2n, 1n, 3n, 2n, 2n, 3n, 1n],
        ],
      ],
    },
  );
});

test('everything adds up to each fill, exactly: quantity, notional and fees, rebates too', () => {
  const fill = fc.record({ units: fc.bigInt({ min: 1n, max: 10n ** 14n }), px: prices, fee: fees });
  fc.assert(
    fc.property(weightLists, fc.array(fill, { maxLength: 12 }), (weights, fills) => {
      let state = started(weights);
      for (const { units, px, fee } of fills) {
        const told: BlockFill = {
          lastQty: qty(units),
          lastPx: fromUnits(px, 3) as Price,
          fee: money(fromUnits(fee, 9), BNB),
        };
        const { allocation, legs } = unwrap(allocateFill(state, told));
        state = allocation;
        expect(equals(sum(legs.map(({ lastQty }) => lastQty)), told.lastQty)).toBe(true);
        const notional = multiply(told.lastQty, told.lastPx);
        expect(equals(sum(legs.map((leg) => leg.notional)), notional)).toBe(true);
        expect(
          equals(sum(legs.map((leg) => leg.fee?.amount ?? decimal('9'))), fromUnits(fee, 9)),
        ).toBe(true);
      }
      expect(equals(sum(state.shares.map(({ cumQty }) => cumQty)), state.cumQty)).toBe(true);
      expect(equals(sum(state.shares.map((share) => share.notional)), state.notional)).toBe(true);
    }),
  );
});

test('what was given is never taken back, and nobody is a unit ahead of his share', () => {
  fc.assert(
    fc.property(weightLists, fc.oneof(unitLists, bigUnitLists), (weights, fills) => {
      const whole = weights.reduce((a, b) => a + b, 0n);
      let state = started(weights);
      for (const units of fills) {
        const before = inUnits(state);
        state = unwrap(allocateFill(state, fillOf(units))).allocation;
        const filled = toUnits(state.cumQty, 8);
        inUnits(state).forEach((given, n) => {
          expect(given >= (before[n] ?? 0n)).toBe(true);
          expect(given * whole < filled * (weights[n] ?? 0n) + whole).toBe(true);
        });
      }
    }),
  );
});

test('fills that give every account a unit or more end where the whole divided at once ends', () => {
  fc.assert(
    fc.property(weightLists, bigUnitLists, (weights, parts) => {
      const whole = weights.reduce((a, b) => a + b, 0n);
      const fills = parts.map((units) => units + whole);
      const total = fills.reduce((a, b) => a + b, 0n);
      expect(inUnits(afterAll(weights, fills))).toEqual(inUnits(afterAll(weights, [total])));
    }),
  );
});

test('a block of fixed amounts that is filled to the end gives everybody exactly his amount', () => {
  const cut = fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 30 });
  fc.assert(
    fc.property(weightLists, cut, (amounts, cuts) => {
      const total = amounts.reduce((a, b) => a + b, 0n);
      const pre = sealable(
        terms(
          amounts.map((units) => qty(units)),
          { method: 'Fixed', orderQty: qty(total) },
        ),
      );
      let state = startAllocation(unwrap(pre));
      let rest = total;
      for (const wanted of cuts) {
        const units = BigInt(wanted) % (rest + 1n);
        if (units === 0n) continue;
        state = unwrap(allocateFill(state, fillOf(units))).allocation;
        rest -= units;
      }
      if (rest > 0n) state = unwrap(allocateFill(state, fillOf(rest))).allocation;
      expect(inUnits(state)).toEqual(amounts);
    }),
  );
});

test('the block’s average price is everybody’s after evening out, which gives what it takes', () => {
  const fill = fc.record({ units: fc.bigInt({ min: 1n, max: 10n ** 12n }), px: prices });
  fc.assert(
    fc.property(weightLists, fc.array(fill, { minLength: 1, maxLength: 8 }), (weights, fills) => {
      const state = fills.reduce((before, { units, px }) => {
        const told = { lastQty: qty(units), lastPx: fromUnits(px, 2) as Price, fee: null };
        return unwrap(allocateFill(before, told)).allocation;
      }, started(weights));
      const even = averagePrices(state);
      expect(equals(sum(even.map(({ change }) => change)), decimal('0'))).toBe(true);
      expect(equals(sum(even.map(({ notional }) => notional)), state.notional)).toBe(true);
      const filled = toUnits(state.cumQty, 18);
      even.forEach(({ notional }, n) => {
        const mine = toUnits(state.shares[n]?.cumQty ?? decimal('0'), 18);
        const missed = toUnits(notional, 18) * filled - toUnits(state.notional, 18) * mine;
        const unit = filled * 10n ** 10n;
        expect(missed < unit && missed > -unit).toBe(true);
      });
    }),
  );
});

describe('the division of a fill', () => {
  it('gives the unit left over to the largest remainder, and of two alike to the smaller account', () => {
    expect(inUnits(afterAll([1n, 1n, 1n], [10n]))).toEqual([4n, 3n, 3n]);
    expect(inUnits(afterAll([100n, 300n], [2n]))).toEqual([1n, 1n]);
    // The plain largest remainder of 26 is 8, 8, 5, 2, 2 and 1: two would have to give one back.
    const small = [150_000n, 150_000n, 90_000n, 50_000n, 50_000n, 20_000n];
    const at25 = inUnits(afterAll(small, [25n]));
    expect(at25).toEqual([7n, 7n, 4n, 3n, 3n, 1n]);
    expect(inUnits(afterAll(small, [25n, 1n]))).toEqual([8n, 7n, 4n, 3n, 3n, 1n]);
  });

  it('has no leg for who gets nothing, and is refused for nothing and for parts of a unit', () => {
    const { legs } = unwrap(allocateFill(started([1n, 1n]), fillOf(1n)));
    expect(legs).toHaveLength(1);
    expect(allocateFill(started([1n]), fillOf(0n))).toMatchObject({ error: { code: 'NotTraded' } });
    const fine = { ...fillOf(1n), lastQty: qty(1n, 9) };
    expect(allocateFill(started([1n]), fine)).toEqual({
      ok: false,
      error: { code: 'NotInUnits', limit: 8, actual: 9 },
    });
  });

  it('has the average price of what was traded, and none of nothing', () => {
    const first = unwrap(allocateFill(started([1n]), fillOf(10n, '100'))).allocation;
    const second = unwrap(allocateFill(first, fillOf(20n, '103'))).allocation;
    expect(String(averagePriceOf(second, 2))).toBe('102');
    expect(averagePriceOf(started([1n]), 2)).toBeNull();
    expect(averagePrices(started([1n]))).toEqual([]);
  });
});

describe('a sealed pre-allocation', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  const three = [decimal('1'), decimal('2'), decimal('3')];

  it('has the same bytes whatever order its legs were named in, and others when anything differs', () => {
    const hash = (of: PreAllocationTerms) =>
      Buffer.from(unwrap(preAllocationDigest(unwrap(sealable(of)), sha256))).toString('hex');
    const one = terms(three);
    expect(hash({ ...one, legs: one.legs.toReversed() })).toBe(hash(one));
    expect(hash({ ...one, side: 'Sell' })).not.toBe(hash(one));
    expect(hash(terms([decimal('1'), decimal('2'), decimal('3.1')]))).not.toBe(hash(one));
    expect(unwrap(preAllocationText(unwrap(sealable(one))))).toContain('"weight":"3"');
  });

  it('adds up: fixed amounts to the block, percentages to a hundred', () => {
    const code = (of: PreAllocationTerms) => {
      const sealed = sealable(of);
      return sealed.ok ? 'Sealed' : sealed.error.code;
    };
    expect(code(terms(three, { method: 'Percentage' }))).toBe('DoesNotAddUp');
    expect(code(terms(['50', '49.99'].map(decimal), { method: 'Percentage' }))).toBe(
      'DoesNotAddUp',
    );
    expect(code(terms(['50', '50'].map(decimal), { method: 'Percentage' }))).toBe('Sealed');
    expect(code(terms(three, { method: 'Fixed' }))).toBe('DoesNotAddUp');
    expect(code(terms(three, { method: 'Fixed', orderQty: decimal('6') as Quantity }))).toBe(
      'Sealed',
    );
    expect(code(terms([]))).toBe('LegCount');
    expect(code(terms([decimal('1'), decimal('0')]))).toBe('NoWeight');
    const [leg] = terms(three).legs;
    expect(code(terms([], { legs: leg === undefined ? [] : [leg, leg] }))).toBe('SameAccountTwice');
    expect(code(terms(three, { orderQty: qty(1n, 9) }))).toBe('NotInUnits');
    expect(code(terms(three, { quantityScale: 19 }))).toBe('ScaleOutOfRange');
    expect(code(terms(three, { orderQty: decimal('0') as Quantity }))).toBe('NothingToAllocate');
  });

  it('is changed only with a reason, the hash of what it replaces, and two different people', () => {
    const [ada, bob] = [id<PersonId>(1), id<PersonId>(2)];
    const agreed = {
      reason: 'The mandate of one client was suspended.',
      replaces: 'a'.repeat(64),
      approvers: [ada, bob],
    } as const;
    const second = { version: 2, reallocation: agreed };
    expect(sealable(terms(three, second)).ok).toBe(true);
    const refused = [
      { version: 2, reallocation: null },
      { version: 1, reallocation: agreed },
      { ...second, reallocation: { ...agreed, approvers: [ada, ada] as const } },
      { ...second, reallocation: { ...agreed, reason: 'why not' } },
      { ...second, reallocation: { ...agreed, replaces: 'the first one' } },
    ];
    for (const change of refused) {
      expect(sealable(terms(three, change))).toEqual({ ok: false, error: { code: 'NotAgreed' } });
    }
  });
});
