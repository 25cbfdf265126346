/**
 * Commercial tiers: what a client's size gets him, and what it costs. A tier says nothing of what the
 * law lets a client do; that is his regulatory category, a field of its own.
 *
 * Rows are in force for a span of time. For each tier the spans follow each other without a gap or an
 * overlap, so at every moment from the first on there is exactly one row. A row is never edited: a
 * change ends the last one and begins another, from a moment that is still to come, and names the
 * proposal that others agreed to.
 */

import type { ProposalId } from '../access/index.ts';
import {
  type Asset,
  type Brand,
  compareTimes,
  type Decimal,
  decimal,
  divide,
  err,
  greaterThan,
  invariant,
  lessThan,
  multiply,
  ONE,
  ok,
  type Result,
  signOf,
  type UtcTime,
} from '../kernel/index.ts';

export const COMMERCIAL_TIERS = [
  'Retail',
  'Professional',
  'EligibleCounterparty',
  'Institutional',
  'PrimeBrokerage',
  'Sovereign',
] as const;
export type CommercialTier = (typeof COMMERCIAL_TIERS)[number];

export const SERVICE_LEVELS = [
  'Basic',
  'Premium',
  'Private',
  'Institutional',
  'WhiteGlove',
] as const;
export type ServiceLevel = (typeof SERVICE_LEVELS)[number];

export interface TierTerms {
  /** In US dollars. */
  readonly maxPosition: Decimal;
  /** A ceiling, of which the product and the regime may allow less: spot is 1. */
  readonly maxLeverage: Decimal;
  /** Of the notional of each fill. */
  readonly commissionBps: Decimal;
  /** In US dollars. */
  readonly minBalance: Decimal;
  readonly serviceLevel: ServiceLevel;
}

export interface TierRow extends TierTerms {
  readonly tier: CommercialTier;
  /** First moment. */
  readonly from: UtcTime;
  /** First moment at which it no longer holds; null: until it is changed. */
  readonly until: UtcTime | null;
  /** Null for the table a firm starts with, and for nothing later. */
  readonly approval: ProposalId | null;
}

/** The asset in which tiers are told. */
export const TIER_ASSET: Asset = 'USD' as Asset;

const terms = (
  maxPosition: string,
  maxLeverage: string,
  commissionBps: string,
  minBalance: string,
  serviceLevel: ServiceLevel,
): TierTerms => ({
  maxPosition: decimal(maxPosition),
  maxLeverage: decimal(maxLeverage),
  commissionBps: decimal(commissionBps),
  minBalance: decimal(minBalance),
  serviceLevel,
});

/** What a firm starts with. */
export const STARTING_TIERS: Readonly<Record<CommercialTier, TierTerms>> = {
  Retail: terms('100000', '2', '25', '10000', 'Basic'),
  Professional: terms('1000000', '4', '20', '100000', 'Premium'),
  EligibleCounterparty: terms('10000000', '10', '15', '1000000', 'Private'),
  Institutional: terms('100000000', '20', '10', '10000000', 'Institutional'),
  PrimeBrokerage: terms('500000000', '50', '5', '50000000', 'WhiteGlove'),
  Sovereign: terms('1000000000', '100', '3', '100000000', 'WhiteGlove'),
};

/** Rows that were checked together, each tier's in the order of time. */
export type TierTable = Brand<Readonly<Record<CommercialTier, readonly TierRow[]>>, 'TierTable'>;

const AMOUNTS = ['maxPosition', 'maxLeverage', 'commissionBps', 'minBalance'] as const;
export type TierAmount = (typeof AMOUNTS)[number];

export type TierRefusal =
  | { readonly code: 'NoRow'; readonly tier: CommercialTier }
  | { readonly code: 'EndsBeforeItBegins'; readonly tier: CommercialTier; readonly from: UtcTime }
  /** Between two rows, or after the last one: some row must be in force from then on. */
  | { readonly code: 'Gap'; readonly tier: CommercialTier; readonly from: UtcTime }
  | { readonly code: 'Overlap'; readonly tier: CommercialTier; readonly from: UtcTime }
  | { readonly code: 'NoApproval'; readonly tier: CommercialTier; readonly from: UtcTime }
  | {
      readonly code: 'AmountOutOfBounds';
      readonly tier: CommercialTier;
      readonly field: TierAmount;
      readonly limit: Decimal;
      readonly actual: Decimal;
    }
  /** What has been in force stays as it was. */
  | { readonly code: 'NotInTheFuture'; readonly limit: UtcTime; readonly actual: UtcTime }
  /** A change that is to come stands already; this one would come before it. */
  | { readonly code: 'BeforeTheLast'; readonly limit: UtcTime; readonly actual: UtcTime }
  | { readonly code: 'TooManyRows'; readonly limit: number; readonly actual: number };

/** A change a month for eighty years. */
export const MAX_TIER_ROWS = 1000;

const BOUNDS: Readonly<Record<TierAmount, readonly [low: Decimal, high: Decimal]>> = {
  maxPosition: [decimal('0'), decimal('1000000000000')],
  maxLeverage: [ONE, decimal('100')],
  // A hundredth of the notional at most: a commission of a percent is a slip of the keyboard.
  commissionBps: [decimal('0'), decimal('100')],
  minBalance: [decimal('0'), decimal('1000000000000')],
};

/** The table of these rows, or everything that is wrong with them. */
export function checkTierTable(
  rows: readonly TierRow[],
): Result<TierTable, readonly TierRefusal[]> {
  const byTier = Map.groupBy(rows, ({ tier }) => tier);
  const sorted = COMMERCIAL_TIERS.map((tier) => ({
    tier,
    list: (byTier.get(tier) ?? []).toSorted((a, b) => compareTimes(a.from, b.from)),
  }));
  const refusals = sorted.flatMap(({ tier, list }) => tierRefusals(tier, list));
  if (refusals.length > 0) return err(refusals);
  return ok(
    Object.fromEntries(sorted.map(({ tier, list }) => [tier, list])) as unknown as TierTable,
  );
}

function tierRefusals(tier: CommercialTier, list: readonly TierRow[]): readonly TierRefusal[] {
  if (list.length === 0) return [{ code: 'NoRow', tier }];
  if (list.length > MAX_TIER_ROWS) {
    return [{ code: 'TooManyRows', limit: MAX_TIER_ROWS, actual: list.length }];
  }
  return list.flatMap((row, index) => [
    ...spanRefusals(row, list[index + 1]),
    ...(index > 0 && row.approval === null
      ? [{ code: 'NoApproval', tier, from: row.from } as const]
      : []),
    ...amountRefusals(tier, row),
  ]);
}

function spanRefusals(
  { tier, from, until }: TierRow,
  next: TierRow | undefined,
): readonly TierRefusal[] {
  if (until !== null && compareTimes(until, from) <= 0) {
    return [{ code: 'EndsBeforeItBegins', tier, from }];
  }
  if (next === undefined) return until === null ? [] : [{ code: 'Gap', tier, from: until }];
  if (until === null || compareTimes(until, next.from) > 0) {
    return [{ code: 'Overlap', tier, from: next.from }];
  }
  return compareTimes(until, next.from) < 0 ? [{ code: 'Gap', tier, from: until }] : [];
}

function amountRefusals(tier: CommercialTier, row: TierTerms): readonly TierRefusal[] {
  return AMOUNTS.flatMap((field): readonly TierRefusal[] => {
    const [low, high] = BOUNDS[field];
    const actual = row[field];
    const limit = lessThan(actual, low) ? low : high;
    const isOut = lessThan(actual, low) || greaterThan(actual, high);
    return isOut ? [{ code: 'AmountOutOfBounds', tier, field, limit, actual }] : [];
  });
}

/** The table a firm starts with, in force from its first moment. */
export function startingTierTable(from: UtcTime): TierTable {
  const rows = COMMERCIAL_TIERS.map(
    (tier): TierRow => ({ ...STARTING_TIERS[tier], tier, from, until: null, approval: null }),
  );
  const table = checkTierTable(rows);
  invariant(table.ok, 'The starting table of tiers is refused by its own check.');
  return table.value;
}

/** The row in force; undefined before the first one. */
export function tierAt(table: TierTable, tier: CommercialTier, at: UtcTime): TierRow | undefined {
  return table[tier].findLast(({ from }) => compareTimes(from, at) <= 0);
}

export interface TierChange extends TierTerms {
  readonly tier: CommercialTier;
  /** After now and after every change that stands already. */
  readonly from: UtcTime;
  readonly approval: ProposalId;
}

/** The table with one more row: the last one ends where the new one begins. */
export function changeTier(
  table: TierTable,
  change: TierChange,
  now: UtcTime,
): Result<TierTable, readonly TierRefusal[]> {
  const { from: actual, tier } = change;
  const last = table[tier].at(-1);
  invariant(last !== undefined, 'A tier has no row.');
  if (compareTimes(actual, now) <= 0) return err([{ code: 'NotInTheFuture', limit: now, actual }]);
  if (compareTimes(actual, last.from) <= 0) {
    return err([{ code: 'BeforeTheLast', limit: last.from, actual }]);
  }
  const changed = [
    ...table[tier].slice(0, -1),
    { ...last, until: actual },
    { ...change, until: null },
  ];
  return checkTierTable(
    COMMERCIAL_TIERS.flatMap((each) => (each === tier ? changed : table[each])),
  );
}

const BPS = decimal('10000');

/**
 * What a tier's client pays for a fill: notional x bps / 10,000, in the asset of the notional,
 * rounded down to `scale` decimals. Down, because it is our own fee: nobody pays more than his rate.
 * @param notional zero or more, as the ledger books it.
 * @throws {InvariantError} for a negative notional: a fill has none.
 */
export function commissionOf(
  { commissionBps }: Pick<TierTerms, 'commissionBps'>,
  notional: Decimal,
  scale: number,
): Decimal {
  invariant(signOf(notional) >= 0, 'A commission was asked for on less than nothing.');
  return divide(multiply(notional, commissionBps), BPS, scale, 'Down');
}
