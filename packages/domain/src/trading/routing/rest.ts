/**
 * Where an order rests that waits for others. The rule, each line deciding where those before it are
 * equal: the lowest maker fee with penalty; the least quantity ahead of it, at its price or better;
 * the narrowest spread; the name. A post-only order goes to no venue where it would trade at once.
 * How it is shared out where one venue can't hold all of it: rest-shares.ts.
 */
import {
  add,
  compare,
  type Decimal,
  divide,
  greaterThan,
  greatest,
  least,
  lessThan,
  ONE,
  type Price,
  signOf,
  subtract,
  ZERO,
} from '../../kernel/index.ts';
import { otherSide, priceOnTick, quantityOnStep } from '../../market-data/index.ts';
import type { TimeInForce } from '../order.ts';
import type { RoutingInput, RoutingVenue } from './inputs.ts';
import { leastAt, mostAt } from './ladder.ts';
import type { Levels, SeenBook, SeenVenue } from './sight.ts';
import { penaltyOf, type RoutingReason, unfitReasons } from './verdict.ts';

export interface Spoken {
  readonly quantity: Decimal;
  /** In quote asset, without and with the fee: what a child that takes there has bound already. */
  readonly notional: Decimal;
  readonly allIn: Decimal;
}

export interface Resting {
  readonly venue: RoutingVenue;
  readonly price: Price;
  /** Of what waits, as much as may rest here. */
  readonly quantity: Decimal;
  /** The venue takes no less. */
  readonly least: Decimal;
  readonly timeInForce: TimeInForce;
  readonly makerRank: Decimal;
  readonly ahead: Decimal;
  /** Null where one side is empty: wider than any. */
  readonly spread: Decimal | null;
}

/** Day and GoodTillDate are kept by us where the venue has none. */
function restingTif({ can }: RoutingVenue, asked: TimeInForce): TimeInForce | undefined {
  const kept = can.ordTypes.Limit ?? [];
  return [asked, 'GoodTillCancel' as const].find((tif) => kept.includes(tif));
}

/** The order's own limit on the venue's tick; with fees counted, no dearer whoever takes whom. */
function restingPrice(
  venue: RoutingVenue,
  input: RoutingInput,
  rates: { maker: Decimal; taker: Decimal },
) {
  const { side, limit, policy } = input;
  if (limit === null) return null;
  if (policy.limitCounts === 'Price') return priceOnTick(venue.terms, side, limit);
  const rate = greatest(rates.maker, rates.taker);
  const share = side === 'Buy' ? add(ONE, rate) : subtract(ONE, rate);
  // A fee that eats all a sale brings leaves no price that is worth the limit.
  if (signOf(share) <= 0) return null;
  return priceOnTick(
    venue.terms,
    side,
    divide(limit, share, 18, side === 'Buy' ? 'Floor' : 'Ceiling'),
  );
}

/** `spoken`: what a child of the same plan takes at this venue. */
export function restingAt(
  seen: SeenVenue,
  input: RoutingInput,
  quantity: Decimal,
  spoken: Spoken | undefined,
): Resting | { readonly reasons: readonly RoutingReason[] } {
  const { venue, book } = seen;
  const { side, timeInForce, isPostOnly } = input;
  const reasons: RoutingReason[] = [...unfitReasons(seen, input)];
  const tif = restingTif(venue, timeInForce);
  if (tif === undefined || (isPostOnly && !venue.can.postOnly)) {
    reasons.push({ code: 'NotSupported', ordType: 'Limit', timeInForce, isPostOnly });
  }
  const { fees, free, capLeft } = venue;
  if (
    reasons.length > 0 ||
    tif === undefined ||
    fees === null ||
    free === null ||
    capLeft === null
  ) {
    return { reasons };
  }
  const price = restingPrice(venue, input, fees);
  if (price === null || signOf(price) <= 0) {
    return { reasons: [{ code: 'BeyondLimit', limit: input.limit ?? ZERO, actual: price }] };
  }
  const opposite = book.best(otherSide(side));
  if (isPostOnly && opposite !== undefined && takes(side, price, opposite.price)) {
    return { reasons: [{ code: 'WouldTake', limit: opposite.price, actual: price }] };
  }
  const funds = {
    side,
    terms: venue.terms,
    free: subtract(free, (side === 'Buy' ? spoken?.allIn : spoken?.quantity) ?? ZERO),
    capLeft: subtract(capLeft, spoken?.notional ?? ZERO),
  };
  const most = mostAt(funds, price, greatest(fees.maker, fees.taker));
  const size = quantityOnStep(venue.terms, least(quantity, most));
  const needed = leastAt(venue.terms, price);
  if (lessThan(size, needed)) {
    return { reasons: [{ code: 'BelowMinimum', limit: needed, actual: size }] };
  }
  const makerRank = add(fees.maker, penaltyOf(venue, input));
  const ahead = aheadOf(book.side(side), side, price, input.policy.depth);
  return {
    venue,
    price,
    quantity: size,
    least: needed,
    timeInForce: tif,
    makerRank,
    ahead,
    spread: spreadOf(book),
  };
}

const takes = (side: 'Buy' | 'Sell', price: Decimal, opposite: Decimal): boolean =>
  side === 'Buy' ? !lessThan(price, opposite) : !greaterThan(price, opposite);

function aheadOf(levels: Levels, side: 'Buy' | 'Sell', price: Decimal, depth: number): Decimal {
  let ahead = ZERO;
  for (let at = 0; at < depth; at += 1) {
    const level = levels.at(at);
    // Best first: those behind it are behind us too.
    if (level === undefined || !takes(otherSide(side), price, level.price)) break;
    ahead = add(ahead, level.quantity);
  }
  return ahead;
}

function spreadOf(book: SeenBook): Decimal | null {
  const [bid, ask] = [book.best('Buy'), book.best('Sell')];
  return bid === undefined || ask === undefined ? null : subtract(ask.price, bid.price);
}

/** By the rule above, the best one first. */
export function inPreference(resting: readonly Resting[]): readonly Resting[] {
  return [...resting].sort(
    (a, b) =>
      compare(a.makerRank, b.makerRank) ||
      compare(a.ahead, b.ahead) ||
      bySpread(a.spread, b.spread) ||
      (a.venue.venue < b.venue.venue ? -1 : 1),
  );
}

function bySpread(a: Decimal | null, b: Decimal | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compare(a, b);
}
