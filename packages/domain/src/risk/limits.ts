/**
 * Limits: what is approved, where it applies, how much of it a shard may use, and how it tightens while
 * markets are wild. Every limit that applies is checked; none replaces another.
 */
import type { ProposalId } from '../access/index.ts';
import {
  add,
  compareTimes,
  type Decimal,
  divide,
  err,
  greaterThan,
  type Id,
  lessThan,
  multiply,
  ok,
  type Result,
  roundTo,
  signOf,
  subtract,
  sum,
  type UtcTime,
  ZERO,
} from '../kernel/index.ts';
import type { InstrumentId } from '../market-data/index.ts';

export type LimitId = Id<'LimitId'>;

export const LIMIT_LEVELS = [
  'firm',
  'client',
  'account',
  'strategy',
  'instrument',
  'venue',
] as const;
export type LimitLevel = (typeof LIMIT_LEVELS)[number];

/** Above the client: more than one shard uses it, each its allotment. */
export const SHARED_LEVELS: ReadonlySet<LimitLevel> = new Set(['firm', 'instrument', 'venue']);

interface KindRule {
  /** Money is in the firm's currency of valuation, Quantity in base asset, Ratio 1 for the whole. */
  readonly unit: 'Money' | 'Quantity' | 'Ratio' | 'Count' | 'Milliseconds';
  /** It tightens with volatility. */
  readonly isDynamic: boolean;
}

/** Of every kind a lower value is the stricter one. */
export const LIMIT_KINDS = {
  PriceCollar: { unit: 'Ratio', isDynamic: false },
  PriceCollarPeriod: { unit: 'Ratio', isDynamic: false },
  FatFingerValue: { unit: 'Money', isDynamic: false },
  FatFingerVolume: { unit: 'Quantity', isDynamic: false },
  /** So many times the median order. */
  FatFingerMedian: { unit: 'Ratio', isDynamic: false },
  MessageRate: { unit: 'Count', isDynamic: false },
  RepeatedExecution: { unit: 'Count', isDynamic: false },
  /** Equal orders closer to each other than this are one order sent twice: here more is stricter. */
  DuplicateOrder: { unit: 'Milliseconds', isDynamic: false },
  Position: { unit: 'Money', isDynamic: true },
  Concentration: { unit: 'Ratio', isDynamic: true },
  GrossExposure: { unit: 'Money', isDynamic: true },
  NetExposure: { unit: 'Money', isDynamic: true },
  Leverage: { unit: 'Ratio', isDynamic: true },
  OrderValue: { unit: 'Money', isDynamic: true },
  DailyLoss: { unit: 'Money', isDynamic: false },
  DrawdownFromPeak: { unit: 'Ratio', isDynamic: false },
  DrawdownFromStart: { unit: 'Ratio', isDynamic: false },
  ValueAtRisk: { unit: 'Money', isDynamic: false },
  VarBreaches: { unit: 'Count', isDynamic: false },
  DailyVolumeShare: { unit: 'Ratio', isDynamic: true },
  VenueCounterparty: { unit: 'Money', isDynamic: false },
  StalePrice: { unit: 'Milliseconds', isDynamic: false },
} as const satisfies Readonly<Record<string, KindRule>>;
export type LimitKind = keyof typeof LIMIT_KINDS;

export interface Limit {
  readonly id: LimitId;
  readonly level: LimitLevel;
  /** The id on that level; `firm` for the firm. */
  readonly scope: string;
  /** Narrows it to one instrument; null: whatever is traded. */
  readonly instrument: InstrumentId | null;
  readonly kind: LimitKind;
  readonly value: Decimal;
  /** In force from this moment on, and until (not including) that one. */
  readonly from: UtcTime;
  readonly until: UtcTime | null;
  readonly approval: ProposalId;
}

/**
 * What is counted up over all orders, so that shards that each keep within a part keep within the whole
 * together. Of one order, of a price or of a share of what a shard has itself, the whole limit holds in
 * each shard.
 */
const SUMMED_KINDS: ReadonlySet<LimitKind> = new Set([
  'Position',
  'GrossExposure',
  'NetExposure',
  'ValueAtRisk',
  'DailyLoss',
  'VenueCounterparty',
  'DailyVolumeShare',
  'MessageRate',
] as const);

/** More than one shard uses it up: each has an allotment of it. */
export const isShared = ({ level, kind }: Pick<Limit, 'level' | 'kind'>): boolean =>
  SHARED_LEVELS.has(level) && SUMMED_KINDS.has(kind);

/** `level|scope|kind|instrument`, with nothing after the last `|` for whatever is traded. */
export type LimitKey = string;

/** What a limit is known by while its versions, and their ids, come and go. */
export const limitKeyOf = ({
  level,
  scope,
  kind,
  instrument,
}: Pick<Limit, 'level' | 'scope' | 'kind' | 'instrument'>): LimitKey =>
  `${level}|${scope}|${kind}|${instrument ?? ''}`;

/** Where an order stands on each level. */
export type Scopes = Readonly<Record<Exclude<LimitLevel, 'strategy'>, string>> & {
  readonly strategy: string | null;
};

function appliesTo(limit: Limit, scopes: Scopes, at: UtcTime): boolean {
  return (
    scopes[limit.level] === limit.scope &&
    (limit.instrument === null || limit.instrument === scopes.instrument) &&
    compareTimes(limit.from, at) <= 0 &&
    (limit.until === null || compareTimes(at, limit.until) < 0)
  );
}

/** Every limit that applies to an order, by kind. */
export function limitsFor(
  limits: readonly Limit[],
  scopes: Scopes,
  at: UtcTime,
): ReadonlyMap<LimitKind, readonly Limit[]> {
  const found = new Map<LimitKind, Limit[]>();
  for (const limit of limits) {
    if (!appliesTo(limit, scopes, at)) continue;
    const same = found.get(limit.kind);
    if (same === undefined) found.set(limit.kind, [limit]);
    else same.push(limit);
  }
  return found;
}

// ------------------------------------------------------------------ tightening

export interface Tightening {
  /** Volatility up to which the approved value stands. */
  readonly calm: Decimal;
  /** The least share of the approved value that is ever left: more than 0, at most 1. */
  readonly floor: Decimal;
}

/** Finer than any limit is set; always rounded down, to the strict side. */
const TIGHTENED_SCALE = 8;

/**
 * approved x least(1, greatest(floor, calm / volatility)): at twice the calm volatility half of the limit
 * is left, because the money at risk in one position grows as the volatility does. Never above the
 * approved value. A volatility that is not known leaves the floor.
 */
export function tightened(
  approved: Decimal,
  { calm, floor }: Tightening,
  volatility: Decimal | null,
): Decimal {
  const least = roundTo(multiply(approved, floor), TIGHTENED_SCALE, 'Down');
  const bottom = greaterThan(least, approved) ? approved : least;
  if (volatility === null || signOf(volatility) < 0) return bottom;
  if (!greaterThan(volatility, calm)) return approved;
  const left = divide(multiply(approved, calm), volatility, TIGHTENED_SCALE, 'Down');
  return lessThan(left, bottom) ? bottom : left;
}

/** The limit as it is checked now. Only kinds that are dynamic tighten. */
export function limitNow(limit: Limit, rule: Tightening, volatility: Decimal | null): Limit {
  if (!LIMIT_KINDS[limit.kind].isDynamic) return limit;
  return { ...limit, value: tightened(limit.value, rule, volatility) };
}

interface Tightened {
  readonly rule: Tightening;
  readonly volatility: Decimal | null;
  readonly limits: readonly Limit[];
}
/** By the list that people set: it is another list only when they set another. */
const TIGHTENED = new WeakMap<readonly Limit[], Tightened>();

/** A list of limits as it is checked now; worked out once for each rule and volatility. */
export function limitsNow(
  limits: readonly Limit[],
  rule: Tightening,
  volatility: Decimal | null,
): readonly Limit[] {
  const known = TIGHTENED.get(limits);
  if (known?.rule === rule && known.volatility === volatility) return known.limits;
  const made = limits.map((limit) => limitNow(limit, rule, volatility));
  TIGHTENED.set(limits, { rule, volatility, limits: made });
  return made;
}

// ------------------------------------------------------------------ allotments

/** How one limit above the client is shared out. What is not allotted is the pool's. */
export interface Allotments {
  readonly limit: LimitKey;
  readonly cap: Decimal;
  readonly byShard: ReadonlyMap<number, Decimal>;
}

export type AllotmentPlace = number | 'Pool';

export type MoveRefusal =
  | { readonly code: 'NotPositive' }
  | { readonly code: 'SamePlace' }
  /** Less than that is free where it comes from. */
  | { readonly code: 'NotFree'; readonly limit: Decimal; readonly actual: Decimal };

export const allottedSum = ({ byShard }: Allotments): Decimal => sum([...byShard.values()]);

/** What a place has; of the pool it is what no shard has, negative when the cap was lowered. */
export function allottedAt(allotments: Allotments, place: AllotmentPlace): Decimal {
  if (place === 'Pool') return subtract(allotments.cap, allottedSum(allotments));
  return allotments.byShard.get(place) ?? ZERO;
}

/**
 * Moves a part of a limit from one place to another: the sum never grows beyond the cap, and nothing
 * goes that is in use.
 * @param used what the giving shard needs for positions and orders that it has; of the pool: nothing.
 */
export function moveAllotment(
  allotments: Allotments,
  move: { readonly from: AllotmentPlace; readonly to: AllotmentPlace; readonly amount: Decimal },
  used: Decimal,
): Result<Allotments, MoveRefusal> {
  const { from, to, amount } = move;
  if (signOf(amount) <= 0) return err({ code: 'NotPositive' });
  if (from === to) return err({ code: 'SamePlace' });
  const inUse = from === 'Pool' || signOf(used) < 0 ? ZERO : used;
  const free = subtract(allottedAt(allotments, from), inUse);
  if (greaterThan(amount, free)) return err({ code: 'NotFree', limit: free, actual: amount });
  const byShard = new Map(allotments.byShard);
  if (from !== 'Pool') byShard.set(from, subtract(allottedAt(allotments, from), amount));
  if (to !== 'Pool') byShard.set(to, add(allottedAt(allotments, to), amount));
  return ok({ ...allotments, byShard });
}

/** A limit as one shard sees it: of a shared one its allotment, and nothing where it has none. */
export function limitInShard(limit: Limit, allotted: Decimal | undefined): Limit {
  if (!isShared(limit)) return limit;
  const value = allotted ?? ZERO;
  return lessThan(value, limit.value) ? { ...limit, value } : limit;
}
