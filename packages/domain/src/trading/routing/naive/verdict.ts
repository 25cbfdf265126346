/** Which venues an order may go to at all; of every other the reasons, each with limit and actual. */
import {
  add,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  isZero,
  multiply,
  signOf,
  ZERO,
} from '../../../kernel/index.ts';
import { consolidate, type Exclusion, VENUE_PERMITS } from '../../../market-data/index.ts';
import type { TimeInForce } from '../../order.ts';
import { bookOf, type RoutingInput, type RoutingVenue } from '../inputs.ts';
import type { RoutingReason } from '../verdict.ts';
import { type Ladder, leastAt, mostAt, rungsOf } from './ladder.ts';

const BPS = decimal('0.0001');

/** As a share of the price: what slowness and refusals cost in the comparison. */
export function penaltyOf(venue: RoutingVenue, { policy }: RoutingInput): Decimal {
  const ms = venue.latencyP95Ms ?? policy.latencyMsMax;
  const rejects = venue.rejectRate ?? policy.rejectRateMax;
  const slow = multiply(decimal(String(ms)), multiply(policy.penaltyBpsPer100Ms, decimal('0.01')));
  return multiply(add(slow, multiply(policy.penaltyBpsOfRejects, rejects)), BPS);
}

/** Whatever makes a venue unfit whether the order takes or rests. */
export function unfitReasons(venue: RoutingVenue, input: RoutingInput): readonly RoutingReason[] {
  const { allowedVenues: allowed, policy } = input;
  const reasons: RoutingReason[] = [];
  if (allowed !== null && !allowed.includes(venue.venue)) {
    reasons.push({ code: 'NotAllowed', allowed });
  }
  if (!VENUE_PERMITS[venue.state].newOrders) reasons.push({ code: 'NotOpen', state: venue.state });
  const excluded = exclusionOf(venue, input);
  if (excluded !== null) reasons.push(excluded);
  if (venue.fees === null) reasons.push({ code: 'FeeUnknown' });
  if (venue.free === null) reasons.push({ code: 'FundsUnknown' });
  if (venue.capLeft === null) reasons.push({ code: 'CapUnknown' });
  const { latencyP95Ms: ms, rejectRate } = venue;
  if (ms !== null && ms > policy.latencyMsMax) {
    reasons.push({ code: 'TooSlow', limit: policy.latencyMsMax, actual: ms });
  }
  if (rejectRate !== null && greaterThan(rejectRate, policy.rejectRateMax)) {
    reasons.push({ code: 'RefusesTooMuch', limit: policy.rejectRateMax, actual: rejectRate });
  }
  return reasons;
}

/** The consolidated book's own word on this venue: all venues witness, not only those we may use. */
function exclusionOf(
  { venue, book }: RoutingVenue,
  { at, venues, policy }: RoutingInput,
): Extract<RoutingReason, { code: Exclude<Exclusion['code'], 'NotUp'> }> | null {
  if (book.kind === 'Broken') return { code: 'BookBroken', why: book.why };
  const books = venues.map((one) => ({
    venue: one.venue,
    book: bookOf(one.book),
    isUp: VENUE_PERMITS[one.state].marketData,
    takerRate: one.fees?.taker ?? ZERO,
  }));
  const { parts } = consolidate(books, { at, maxAgeMs: policy.maxAgeMs, depth: 1 });
  const excluded = parts.find((part) => part.venue === venue)?.excluded ?? null;
  return excluded?.code === 'NotUp' ? null : excluded;
}

/** How an order that takes is sent there; null where the venue has no way for it. */
export function takingTerms(
  { can }: RoutingVenue,
  { limit, timeInForce }: RoutingInput,
): { readonly ordType: 'Limit' | 'Market'; readonly timeInForce: TimeInForce } | null {
  const asked = timeInForce === 'FillOrKill' ? 'FillOrKill' : 'ImmediateOrCancel';
  if (can.ordTypes.Limit?.includes(asked)) return { ordType: 'Limit', timeInForce: asked };
  if (limit !== null) return null;
  const tif = can.ordTypes.Market?.includes(asked) ? asked : can.ordTypes.Market?.[0];
  return tif === undefined || asked === 'FillOrKill'
    ? null
    : { ordType: 'Market', timeInForce: tif };
}

/** The rungs an order may take there, or why it can take none. */
export function ladderOf(
  venue: RoutingVenue,
  input: RoutingInput,
): { readonly ladder: Ladder } | { readonly reasons: readonly RoutingReason[] } {
  const { side, quantity, limit, timeInForce, isPostOnly, policy } = input;
  const reasons: RoutingReason[] = [...unfitReasons(venue, input)];
  if (takingTerms(venue, input) === null) {
    reasons.push({
      code: 'NotSupported',
      ordType: limit === null ? 'Market' : 'Limit',
      timeInForce,
      isPostOnly,
    });
  }
  const { fees, free, capLeft } = venue;
  if (reasons.length > 0 || fees === null || free === null || capLeft === null) return { reasons };
  const levels = bookOf(venue.book).levels(side === 'Buy' ? 'Sell' : 'Buy', policy.depth);
  const rates = { taker: fees.taker, penalty: penaltyOf(venue, input) };
  const counts = policy.limitCounts;
  const rungs = rungsOf(side, levels, rates, { price: limit, counts });
  const [best] = rungs;
  if (best === undefined) {
    const [first] = rungsOf(side, levels.slice(0, 1), rates, { price: null, counts });
    const actual = first === undefined ? null : counts === 'Price' ? first.price : first.allIn;
    return { reasons: [{ code: 'BeyondLimit', limit: limit ?? ZERO, actual }] };
  }
  const { venue: name, terms } = venue;
  const ladder = { venue: name, side, terms, takerRate: fees.taker, free, capLeft, rungs };
  const most = mostAt(ladder, best.price, fees.taker);
  const actual = greaterThan(most, quantity) ? quantity : most;
  const needed = leastAt(terms, best.price);
  return greaterThan(needed, actual)
    ? { reasons: [{ code: 'BelowMinimum', limit: needed, actual }] }
    : { ladder };
}

/** Basis points of a share of a base, to two decimals; null where there is no base. */
export function bpsOf(part: Decimal, base: Decimal): Decimal | null {
  if (isZero(base) || signOf(base) < 0) return null;
  return divide(multiply(part, decimal('10000')), base, 2, 'HalfEven');
}
