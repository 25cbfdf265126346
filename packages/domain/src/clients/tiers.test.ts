import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ProposalId } from '../access/index.ts';
import {
  addMs,
  decimal,
  fromEpochMs,
  fromUnits,
  toUnits,
  type UtcTime,
  unwrap,
} from '../kernel/index.ts';
import {
  COMMERCIAL_TIERS,
  changeTier,
  checkTierTable,
  commissionOf,
  STARTING_TIERS,
  startingTierTable,
  type TierRow,
  type TierTable,
  tierAt,
} from './tiers.ts';

const DAY_MS = 86_400_000;
const START = fromEpochMs(1_767_225_600_000);
const day = (n: number): UtcTime => addMs(START, n * DAY_MS);
const APPROVAL = '01900000-0000-7000-8000-000000000001' as ProposalId;

const table = startingTierTable(START);
const rowsOf = (of: TierTable): readonly TierRow[] => COMMERCIAL_TIERS.flatMap((tier) => of[tier]);

describe('the table of tiers', () => {
  it('starts with the six tiers as the firm sells them', () => {
    const told = COMMERCIAL_TIERS.map((tier) => {
      const row = STARTING_TIERS[tier];
      const { maxPosition, maxLeverage, commissionBps, minBalance, serviceLevel } = row;
      return [tier, maxPosition, maxLeverage, commissionBps, minBalance, serviceLevel].join(' ');
    });
    expect(told).toEqual([
      'Retail 100000 2 25 10000 Basic',
      'Professional 1000000 4 20 100000 Premium',
      'EligibleCounterparty 10000000 10 15 1000000 Private',
      'Institutional 100000000 20 10 10000000 Institutional',
      'PrimeBrokerage 500000000 50 5 50000000 WhiteGlove',
      'Sovereign 1000000000 100 3 100000000 WhiteGlove',
    ]);
  });

  it('has exactly one row at every moment, on both sides of a change', () => {
    const change = {
      ...STARTING_TIERS.Retail,
      commissionBps: decimal('30'),
      tier: 'Retail',
      from: day(10),
      approval: APPROVAL,
    } as const;
    const changed = unwrap(changeTier(table, change, day(1)));
    const bpsAt = (at: UtcTime) => String(tierAt(changed, 'Retail', at)?.commissionBps);
    expect(bpsAt(addMs(day(10), -1))).toBe('25');
    expect(bpsAt(day(10))).toBe('30');
    expect(tierAt(changed, 'Retail', addMs(START, -1))).toBeUndefined();
    expect(tierAt(changed, 'Sovereign', day(10))).toEqual(tierAt(table, 'Sovereign', day(10)));
    expect(unwrap(checkTierTable(rowsOf(changed).toReversed()))).toEqual(changed);
  });

  it('is not changed for what has been, nor behind a change that is to come', () => {
    const change = (from: UtcTime) =>
      ({ ...STARTING_TIERS.Retail, tier: 'Retail', from, approval: APPROVAL }) as const;
    expect(changeTier(table, change(day(1)), day(1))).toMatchObject({
      error: [{ code: 'NotInTheFuture' }],
    });
    const changed = unwrap(changeTier(table, change(day(10)), day(1)));
    expect(changeTier(changed, change(day(10)), day(1))).toMatchObject({
      error: [{ code: 'BeforeTheLast' }],
    });
  });

  it('is refused with a gap, an overlap, a missing tier, or a change that nobody approved', () => {
    const codes = (change: (rows: readonly TierRow[]) => readonly TierRow[]) => {
      const checked = checkTierTable(change(rowsOf(table)));
      return checked.ok ? [] : checked.error.map(({ code }) => code);
    };
    const split =
      (until: UtcTime | null, from: UtcTime, approval: ProposalId | null) =>
      (rows: readonly TierRow[]) =>
        rows.flatMap((row) =>
          row.tier === 'Retail'
            ? [
                { ...row, until },
                { ...row, from, approval },
              ]
            : [row],
        );
    expect(codes(split(day(5), day(5), APPROVAL))).toEqual([]);
    expect(codes(split(day(5), day(6), APPROVAL))).toEqual(['Gap']);
    expect(codes(split(day(6), day(5), APPROVAL))).toEqual(['Overlap']);
    expect(codes(split(null, day(5), APPROVAL))).toEqual(['Overlap']);
    expect(codes(split(day(5), day(5), null))).toEqual(['NoApproval']);
    expect(codes((rows) => rows.slice(1))).toEqual(['NoRow']);
    const ends = (until: UtcTime) => (rows: readonly TierRow[]) =>
      rows.map((row) => (row.tier === 'Retail' ? { ...row, until } : row));
    expect(codes(ends(day(5)))).toEqual(['Gap']);
    expect(codes(ends(START))).toEqual(['EndsBeforeItBegins']);
  });

  it('is refused with figures that can only be a slip', () => {
    const slip = (row: Partial<TierRow>) =>
      checkTierTable(rowsOf(table).map((each) => ({ ...each, ...row })));
    expect(slip({ commissionBps: decimal('2500') }).ok).toBe(false);
    expect(slip({ maxLeverage: decimal('0.5') }).ok).toBe(false);
    expect(slip({ minBalance: decimal('-1') }).ok).toBe(false);
    expect(slip({ commissionBps: decimal('0') }).ok).toBe(true);
  });
});

test('a commission is never more than its rate, and less by less than a unit', () => {
  const notional = fc
    .bigInt({ min: 0n, max: 10n ** 38n - 1n })
    .map((units) => fromUnits(units, 18));
  const tier = fc.constantFrom(...COMMERCIAL_TIERS);
  fc.assert(
    fc.property(notional, tier, fc.integer({ min: 0, max: 18 }), (amount, name, scale) => {
      const { commissionBps } = STARTING_TIERS[name];
      const paid = toUnits(commissionOf({ commissionBps }, amount, scale), 18) * 10_000n;
      const owed = toUnits(amount, 18) * BigInt(String(commissionBps));
      expect(paid <= owed).toBe(true);
      expect(owed - paid < 10_000n * 10n ** BigInt(18 - scale)).toBe(true);
    }),
  );
});

test('25 bps of 33,333.33 are 83.33 with two decimals, and of nothing nothing', () => {
  expect(String(commissionOf(STARTING_TIERS.Retail, decimal('33333.33'), 2))).toBe('83.33');
  expect(String(commissionOf(STARTING_TIERS.Retail, decimal('0'), 2))).toBe('0');
  expect(() => commissionOf(STARTING_TIERS.Retail, decimal('-1'), 2)).toThrow('less than nothing');
});
