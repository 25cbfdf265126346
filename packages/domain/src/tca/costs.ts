/**
 * What one order cost. Positive is a cost to whoever gave the order, on both sides; whatever needs a
 * figure that is not known is null, and never nought.
 *
 * - Implementation shortfall: a paper portfolio that traded all of it at the price of the decision, less
 *   the real one (A. Perold, "The implementation shortfall: paper versus reality", Journal of Portfolio
 *   Management, 1988). Its parts as in W. Wagner and M. Edwards, "Best execution", Financial Analysts
 *   Journal, 1993: delay, execution, opportunity; commission stands apart.
 * - Effective spread, realised spread and price impact: R. Huang and H. Stoll, "Dealer versus auction
 *   markets", Journal of Financial Economics, 1996; twice the distance to the mid, as 17 CFR 242.600
 *   (Rule 605) has it. The mid is that of the moment in which the fill was booked.
 * - Markout: how far the mid has moved in favour of the order so long after each fill.
 */
import {
  add,
  type Decimal,
  decimal,
  divide,
  isZero,
  multiply,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../kernel/index.ts';
import { against, bps, worse } from './bps.ts';
import type { BesideLater, OrderFacts } from './facts.ts';

/** In quote asset. */
export interface Shortfall {
  /** Of what was traded: from the decision to when the first child left. */
  readonly delay: Decimal | null;
  /** Of what was traded: against the mid when the first child left. */
  readonly execution: Decimal | null;
  /** Of what was not: from the decision to the end. Null while it may still trade. */
  readonly opportunity: Decimal | null;
  /** Delay, execution and opportunity: what was lost before commission. */
  readonly beforeFees: Decimal | null;
  readonly fees: Decimal | null;
  readonly total: Decimal | null;
  /** Of the paper portfolio: the whole order at the price of the decision. */
  readonly paper: Decimal | null;
  /** What was traded, at the mid when the first child left. */
  readonly traded: Decimal | null;
}

export interface Markout {
  readonly afterMs: number;
  /** Of the price; positive is in favour of the order. */
  readonly bps: Decimal | null;
  /** Of each: with `realised` it is the effective spread of the same fills. */
  readonly impactBps: Decimal | null;
  readonly realisedBps: Decimal | null;
}

/** What was expected when it was decided, and what came of as much. */
export interface EstimateAndResult {
  readonly quantity: Decimal;
  /** Per unit with fees, in quote asset. */
  readonly expectedPx: Decimal;
  readonly actualPx: Decimal | null;
  /** Positive: it came dearer than expected. */
  readonly dearerBps: Decimal | null;
}

export interface OrderCosts {
  readonly avgPx: Decimal | null;
  readonly shortfall: Shortfall;
  /** `beforeFees` and `total` of the paper portfolio, the rest of what was traded. */
  readonly inBps: Readonly<
    Record<'delay' | 'execution' | 'opportunity' | 'beforeFees' | 'fees' | 'total', Decimal | null>
  >;
  readonly vwap: Decimal | null;
  /** Against the market's average of the same minutes. */
  readonly vwapBps: Decimal | null;
  /** Share of what the market traded meanwhile. */
  readonly participation: Decimal | null;
  readonly effectiveBps: Decimal | null;
  readonly quotedBps: Decimal | null;
  /** Effective over quoted: under 1 is inside the spread. Null where the books crossed. */
  readonly effectiveOverQuoted: Decimal | null;
  readonly markouts: readonly Markout[];
  readonly estimate: EstimateAndResult | null;
}

const PRICE_SCALE = 18;
const RATIO_SCALE = 6;
const TWO = decimal('2');

export function costsOf(facts: OrderFacts): OrderCosts {
  const { side, filled, notional, interval } = facts;
  const shortfall = shortfallOf(facts);
  const avgPx = perUnit(notional, filled);
  const vwap = interval === null ? null : perUnit(interval.turnover, interval.volume);
  const effective = twice(worse(side, facts.atFill.notional, facts.atFill.mids));
  const effectiveBps = bps(effective, facts.atFill.mids);
  const quotedBps = quotedOf(facts);
  return {
    avgPx,
    shortfall,
    inBps: shortfallInBps(shortfall),
    vwap,
    vwapBps: bps(worse(side, avgPx, vwap), vwap),
    participation: ratio(filled, interval?.volume ?? null),
    effectiveBps,
    quotedBps,
    effectiveOverQuoted: ratio(effectiveBps, quotedBps),
    markouts: facts.after.map((later) => markoutOf(side, later)),
    estimate: estimateOf(facts),
  };
}

export function shortfallOf(facts: OrderFacts): Shortfall {
  const { side, orderQty, filled, notional, fees, decision, arrival } = facts;
  const left = subtract(orderQty, filled);
  const atDecision = times(filled, decision);
  const traded = times(filled, arrival);
  const delay = isZero(filled) ? ZERO : worse(side, traded, atDecision);
  const execution = isZero(filled) ? ZERO : worse(side, notional, traded);
  const opportunity = opportunityOf(facts, left);
  const beforeFees = sumOf(delay, execution, opportunity);
  return {
    delay,
    execution,
    opportunity,
    beforeFees,
    fees,
    total: sumOf(beforeFees, fees),
    paper: times(orderQty, decision),
    traded,
  };
}

/** More than was asked for leaves nothing open, and less than nothing is no gain. */
function opportunityOf({ side, isEnded, decision, end }: OrderFacts, left: Decimal) {
  if (signOf(left) <= 0) return ZERO;
  return isEnded ? worse(side, times(left, end), times(left, decision)) : null;
}

function shortfallInBps(shortfall: Shortfall): OrderCosts['inBps'] {
  const { delay, execution, opportunity, beforeFees, fees, total, paper, traded } = shortfall;
  return {
    delay: bps(delay, traded),
    execution: bps(execution, traded),
    opportunity: bps(opportunity, paper),
    beforeFees: bps(beforeFees, paper),
    fees: bps(fees, traded),
    total: bps(total, paper),
  };
}

/** Null where the best bid is not under the best ask: venues whose books cross quote no spread. */
function quotedOf({ bid, ask }: OrderFacts): Decimal | null {
  if (bid === null || ask === null) return null;
  const spread = subtract(ask, bid);
  return signOf(spread) > 0 ? bps(twice(spread), add(bid, ask)) : null;
}

function markoutOf(side: OrderFacts['side'], later: BesideLater): Markout {
  const { afterMs, notional, mids } = later;
  return {
    afterMs,
    bps: bps(against(side, subtract(later.later, notional)), notional),
    impactBps: bps(twice(worse(side, later.later, mids)), mids),
    realisedBps: bps(twice(worse(side, notional, later.later)), mids),
  };
}

/** Compared per unit: a part that rested, or came in another round, is no part of the estimate. */
function estimateOf({ side, expected, filled, notional, fees }: OrderFacts) {
  if (expected === null) return null;
  const expectedPx = perUnit(expected.allIn, expected.quantity);
  if (expectedPx === null) return null;
  const allIn = fees === null ? null : add(notional, against(side, fees));
  const actualPx = allIn === null ? null : perUnit(allIn, filled);
  const dearerBps = bps(worse(side, actualPx, expectedPx), expectedPx);
  return { quantity: expected.quantity, expectedPx, actualPx, dearerBps };
}

const times = (quantity: Decimal, price: Decimal | null): Decimal | null =>
  price === null ? null : multiply(quantity, price);

const twice = (value: Decimal | null): Decimal | null => times(TWO, value);

/** Null as soon as one part is not known. */
function sumOf(...parts: readonly (Decimal | null)[]): Decimal | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : sum(known);
}

function perUnit(total: Decimal, quantity: Decimal): Decimal | null {
  return signOf(quantity) > 0 ? divide(total, quantity, PRICE_SCALE, 'HalfEven') : null;
}

function ratio(part: Decimal | null, whole: Decimal | null): Decimal | null {
  if (part === null || whole === null || signOf(whole) <= 0) return null;
  return divide(part, whole, RATIO_SCALE, 'HalfEven');
}
