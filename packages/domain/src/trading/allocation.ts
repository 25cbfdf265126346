/**
 * Division of a block order's fills among the accounts it was placed for, by a rule that was sealed
 * before the first child order left.
 *
 * - Quantity. Each fill is divided so that what every account has of the whole block is its share of
 *   all that was filled. Shares are by the sealed weights; a unit is 10^-quantityScale. First the
 *   whole units each account is behind, then one each to those furthest behind (largest remainder),
 *   the smaller account id first when two are equally far.
 * - What was given stays given. Plain largest remainder can take a unit back when more is filled (the
 *   Alabama paradox; Balinski and Young, "Fair Representation", 1982), so units are added to what
 *   accounts have, never dealt out anew. Nobody is ever a unit ahead of his share; whenever every
 *   share of a fill is a unit or more, the result is the plain largest remainder of the whole, and a
 *   block that is filled to the end with shares in whole units gives everybody exactly his share.
 * - Notional. Of each fill, in proportion to the quantities of that fill: its price is everybody's.
 *   Average prices then differ by what a unit of quantity explains, and `averagePrices` says what
 *   evens them out to the last unit; that takes from some to give to others, so it is booked once, as
 *   entries of its own, when the block has ended.
 * - Fees and rebates. As the notional. Both by largest remainder, the smaller account id first.
 *
 * Parts always add up to the fill: quantity, notional (rounded half-even to 18 decimals) and fee,
 * exactly. A venue that fills more than the block is divided too: it has happened.
 */
import {
  type AccountId,
  add,
  allocate,
  type ClientId,
  type Decimal,
  divide,
  err,
  fromUnits,
  invariant,
  isZero,
  type Money,
  money,
  multiply,
  NUMERIC_SCALE,
  ok,
  type Price,
  type Quantity,
  type Result,
  roundTo,
  scaleOf,
  signOf,
  subtract,
  sum,
  toPrice,
  toUnits,
  unwrap,
  ZERO,
} from '../kernel/index.ts';
import type { PreAllocation } from './pre-allocation.ts';

/** What one account has of a block so far. */
export interface Share {
  readonly account: AccountId;
  readonly client: ClientId;
  readonly cumQty: Decimal;
  /** In quote asset. */
  readonly notional: Decimal;
}

export interface Allocation {
  readonly pre: PreAllocation;
  readonly cumQty: Decimal;
  readonly notional: Decimal;
  /** In the order of account ids. */
  readonly shares: readonly Share[];
}

export interface BlockFill {
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  /** What the venue took; negative is a rebate. */
  readonly fee: Money | null;
}

/** One account's part of one fill. Accounts that get nothing of it have no leg. */
export interface AllocatedLeg {
  readonly account: AccountId;
  readonly client: ClientId;
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  readonly notional: Decimal;
  readonly fee: Money | null;
  /** Ours, in quote asset, as it was booked with the fill. */
  readonly commission?: Decimal;
}

export type FillRefusal =
  | { readonly code: 'NotTraded' }
  /** Finer than the units of the sealed rule. */
  | { readonly code: 'NotInUnits'; readonly limit: number; readonly actual: number };

export function startAllocation(pre: PreAllocation): Allocation {
  const shares = pre.legs.map(({ account, client }) => ({
    account,
    client,
    cumQty: ZERO,
    notional: ZERO,
  }));
  return { pre, cumQty: ZERO, notional: ZERO, shares };
}

export interface AllocatedFill {
  readonly allocation: Allocation;
  readonly legs: readonly AllocatedLeg[];
}

export function allocateFill(
  before: Allocation,
  { lastQty, lastPx, fee }: BlockFill,
): Result<AllocatedFill, FillRefusal> {
  const { quantityScale, notionalScale } = before.pre;
  if (signOf(lastQty) <= 0) return err({ code: 'NotTraded' });
  if (scaleOf(lastQty) > quantityScale) {
    return err({ code: 'NotInUnits', limit: quantityScale, actual: scaleOf(lastQty) });
  }
  const parts = quantityParts(before, lastQty);
  const exact = roundTo(multiply(lastQty, lastPx), NUMERIC_SCALE, 'HalfEven');
  const notionals = partsOf(exact, parts, notionalScale);
  const fees = fee === null ? null : partsOf(fee.amount, parts, notionalScale);
  const legs = before.shares.map(({ account, client }, index) => ({
    account,
    client,
    lastQty: at(parts, index) as Quantity,
    lastPx,
    notional: at(notionals, index),
    fee: fee === null || fees === null ? null : money(at(fees, index), fee.asset),
  }));
  return ok({
    allocation: {
      ...before,
      cumQty: add(before.cumQty, lastQty),
      notional: add(before.notional, exact),
      shares: before.shares.map((share, index) => ({
        ...share,
        cumQty: add(share.cumQty, at(parts, index)),
        notional: add(share.notional, at(notionals, index)),
      })),
    },
    legs: legs.filter((leg) => !isZero(leg.lastQty)),
  });
}

function at(parts: readonly Decimal[], index: number): Decimal {
  const part = parts[index];
  invariant(part !== undefined, 'A division has fewer parts than accounts.');
  return part;
}

/** By largest remainder, in units of the scale or of the whole where that is finer. */
function partsOf(whole: Decimal, weights: readonly Decimal[], scale: number): readonly Decimal[] {
  return unwrap(allocate(whole, weights, Math.max(scale, scaleOf(whole))));
}

/** How far an account is behind its share, in units times the whole weight. */
interface Claim {
  given: bigint;
  behind: bigint;
}

function quantityParts({ pre, cumQty, shares }: Allocation, lastQty: Decimal): readonly Decimal[] {
  const scale = Math.max(...pre.legs.map(({ weight }) => scaleOf(weight)));
  const weights = pre.legs.map(({ weight }) => toUnits(weight, scale));
  const whole = weights.reduce((a, b) => a + b, 0n);
  const filled = toUnits(add(cumQty, lastQty), pre.quantityScale);
  const claims = shares.map((share, index): Claim => {
    const due = filled * (weights[index] ?? 0n);
    const behind = due - toUnits(share.cumQty, pre.quantityScale) * whole;
    const given = behind > 0n ? behind / whole : 0n;
    return { given, behind: behind - given * whole };
  });
  const dealt = claims.reduce((total, { given }) => total + given, 0n);
  deal(claims, toUnits(lastQty, pre.quantityScale) - dealt, whole);
  return claims.map(({ given }) => fromUnits(given, pre.quantityScale));
}

/**
 * Deals out what is left, a unit each, to those furthest behind; or, when accounts that are ahead
 * leave too little for all whole units, takes them from those least behind. Fewer units than accounts
 * either way, and claims stand in the order of account ids.
 */
function deal(claims: readonly Claim[], rest: bigint, whole: bigint): void {
  const order = claims.toSorted((a, b) =>
    a.behind === b.behind ? 0 : a.behind > b.behind ? -1 : 1,
  );
  if (rest >= 0n) {
    const next = order.slice(0, Number(rest));
    for (const claim of next) give(claim, 1n, whole);
    return;
  }
  for (let missing = -rest; missing > 0n; missing -= 1n) {
    const least = claims
      .toReversed()
      .filter(({ given }) => given > 0n)
      .reduce((a, b) => (b.behind < a.behind ? b : a));
    give(least, -1n, whole);
  }
}

function give(claim: Claim, units: bigint, whole: bigint): void {
  claim.given += units;
  claim.behind -= units * whole;
}

/** AvgPx (6) of quantity and notional, rounded half-even to `scale`; null where nothing was traded. */
export function averagePriceOf(
  { cumQty, notional }: Pick<Share, 'cumQty' | 'notional'>,
  scale: number,
): Price | null {
  if (isZero(cumQty)) return null;
  return unwrap(toPrice(divide(notional, cumQty, scale, 'HalfEven')));
}

export interface Evening {
  readonly account: AccountId;
  /** The whole block's notional in proportion to what the account has of it. */
  readonly notional: Decimal;
  /** What that is more than it was booked with; over all accounts zero. */
  readonly change: Decimal;
}

/** What gives every account the block's own average price, to a unit of 10^-notionalScale. */
export function averagePrices({ pre, notional, shares }: Allocation): readonly Evening[] {
  const quantities = shares.map(({ cumQty }) => cumQty);
  if (isZero(sum(quantities))) return [];
  const even = partsOf(notional, quantities, pre.notionalScale);
  return shares.map((share, index) => ({
    account: share.account,
    notional: at(even, index),
    change: subtract(at(even, index), share.notional),
  }));
}
