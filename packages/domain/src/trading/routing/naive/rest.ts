/**
 * Where an order rests that waits for others. The rule, each line deciding where those before it are
 * equal: the lowest maker fee with penalty; the least quantity ahead of it, at its price or better;
 * the narrowest spread; the name. A post-only order goes to no venue where it would trade at once.
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
} from '../../../kernel/index.ts';
import { type Book, otherSide, priceOnTick, quantityOnStep } from '../../../market-data/index.ts';
import type { TimeInForce } from '../../order.ts';
import { bookOf, type RoutingInput, type RoutingVenue } from '../inputs.ts';
import type { RoutingReason } from '../verdict.ts';
import { leastAt, mostAt } from './ladder.ts';
import { penaltyOf, unfitReasons } from './verdict.ts';

export interface Spoken {
  readonly quantity: Decimal;
  /** In quote asset, without and with the fee: what a child that takes there has bound already. */
  readonly notional: Decimal;
  readonly allIn: Decimal;
}

export interface Resting {
  readonly venue: RoutingVenue;
  readonly price: Price;
  readonly quantity: Decimal;
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
  venue: RoutingVenue,
  input: RoutingInput,
  quantity: Decimal,
  spoken: Spoken | undefined,
): Resting | { readonly reasons: readonly RoutingReason[] } {
  const { side, timeInForce, isPostOnly } = input;
  const reasons: RoutingReason[] = [...unfitReasons(venue, input)];
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
  const book = bookOf(venue.book);
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
  const ahead = aheadOf(book, side, price, input.policy.depth);
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

function aheadOf(book: Book, side: 'Buy' | 'Sell', price: Decimal, depth: number): Decimal {
  return book
    .levels(side, depth)
    .filter((level) => takes(otherSide(side), price, level.price))
    .reduce<Decimal>((all, level) => add(all, level.quantity), ZERO);
}

function spreadOf(book: Book): Decimal | null {
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

/** Every way to pick some of the first six, filled by preference and by size of step. */
export function sharedOut(ranked: readonly Resting[], left: Decimal): readonly Resting[] {
  const alone = ranked.filter(({ quantity }) => compare(quantity, left) === 0);
  if (alone.length > 0) return alone.slice(0, 1);
  const [few, others] = [ranked.slice(0, 6), ranked.slice(6)];
  const picks: (readonly Resting[])[] = [[]];
  for (const one of few) picks.push(...picks.map((pick) => [...pick, one]));
  const steps = ({ venue }: Resting): Decimal => venue.terms.stepSize;
  const ways = picks.flatMap((pick) => {
    const coarse = [...pick].sort((a, b) => compare(steps(b), steps(a)));
    return [filled(pick, pick, left), filled(pick, coarse, left)].filter((way) => way !== null);
  });
  const isBetter = (a: Way, b: Way): boolean => {
    for (const one of [total, ...few.map((at) => (way: Way) => way.get(at) ?? ZERO)]) {
      const order = compare(one(a), one(b));
      if (order !== 0) return order > 0;
    }
    return false;
  };
  const best = ways.reduce((a, b) => (isBetter(b, a) ? b : a), new Map<Resting, Decimal>());
  const all = new Map(best);
  for (const one of others) {
    const part = quantityOnStep(one.venue.terms, least(one.quantity, subtract(left, total(all))));
    if (!lessThan(part, one.least)) all.set(one, part);
  }
  return [...all].map(([one, quantity]) => ({ ...one, quantity }));
}

type Way = ReadonlyMap<Resting, Decimal>;

const total = (way: Way): Decimal =>
  [...way.values()].reduce<Decimal>((all, one) => add(all, one), ZERO);

function filled(
  pick: readonly Resting[],
  order: readonly Resting[],
  left: Decimal,
): Map<Resting, Decimal> | null {
  const way = new Map(pick.map((one) => [one, one.least]));
  for (const one of order) {
    const own = way.get(one) ?? ZERO;
    const room = least(subtract(one.quantity, own), subtract(left, total(way)));
    if (signOf(room) > 0) way.set(one, add(own, quantityOnStep(one.venue.terms, room)));
  }
  return lessThan(left, total(way)) ? null : way;
}
