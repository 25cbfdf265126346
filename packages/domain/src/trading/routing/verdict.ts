/** Which venues an order may go to at all; of every other the reasons, each with limit and actual. */
import {
  add,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  isZero,
  least,
  multiply,
  signOf,
  ZERO,
} from '../../kernel/index.ts';
import {
  allInPrice,
  type Exclusion,
  otherSide,
  VENUE_PERMITS,
  type VenueId,
  type VenueState,
} from '../../market-data/index.ts';
import type { OrdType, TimeInForce } from '../order.ts';
import type { RoutingInput, RoutingVenue } from './inputs.ts';
import { isAllowed, Ladder, mostAt } from './ladder.ts';
import type { SeenVenue } from './sight.ts';

export type RoutingReason =
  | { readonly code: 'NotAllowed'; readonly allowed: readonly VenueId[] }
  | { readonly code: 'NotOpen'; readonly state: VenueState }
  | Exclude<Exclusion, { readonly code: 'NotUp' }>
  | { readonly code: 'FeeUnknown' }
  | { readonly code: 'FundsUnknown' }
  | { readonly code: 'CapUnknown' }
  | { readonly code: 'TooSlow'; readonly limit: number; readonly actual: number }
  | { readonly code: 'RefusesTooMuch'; readonly limit: Decimal; readonly actual: Decimal }
  | {
      readonly code: 'NotSupported';
      readonly ordType: OrdType;
      readonly timeInForce: TimeInForce;
      readonly isPostOnly: boolean;
    }
  /** The best price there, against the order's limit: both as the limit counts. */
  | { readonly code: 'BeyondLimit'; readonly limit: Decimal; readonly actual: Decimal | null }
  /** What may be spent and entrusted there, or what is left of the order, is less than it takes. */
  | { readonly code: 'BelowMinimum'; readonly limit: Decimal; readonly actual: Decimal }
  /** A post-only order would trade at once. */
  | { readonly code: 'WouldTake'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'TooManyVenues'; readonly limit: number; readonly actual: number }
  /** Others are cheaper for all of it: the worst price taken, and the best one here, all with fees. */
  | { readonly code: 'Dearer'; readonly limit: Decimal; readonly actual: Decimal }
  /** Nothing of it would fit better: other venues, steps or minimums. */
  | { readonly code: 'NotNeeded' }
  | { readonly code: 'RestsElsewhere'; readonly chosen: VenueId };

const BPS = decimal('0.0001');
const CENT = decimal('0.01');
const WHOLE_BPS = decimal('10000');

/** As a share of the price: what slowness and refusals cost in the comparison. */
export function penaltyOf(venue: RoutingVenue, { policy }: RoutingInput): Decimal {
  const ms = venue.latencyP95Ms ?? policy.latencyMsMax;
  const rejects = venue.rejectRate ?? policy.rejectRateMax;
  const slow = multiply(decimal(String(ms)), multiply(policy.penaltyBpsPer100Ms, CENT));
  return multiply(add(slow, multiply(policy.penaltyBpsOfRejects, rejects)), BPS);
}

/** Whatever makes a venue unfit whether the order takes or rests. */
export function unfitReasons(
  { venue, excluded }: SeenVenue,
  input: RoutingInput,
): readonly RoutingReason[] {
  const { allowedVenues: allowed, policy } = input;
  const reasons: RoutingReason[] = [];
  if (allowed !== null && !allowed.includes(venue.venue)) {
    reasons.push({ code: 'NotAllowed', allowed });
  }
  if (!VENUE_PERMITS[venue.state].newOrders) reasons.push({ code: 'NotOpen', state: venue.state });
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
  seen: SeenVenue,
  input: RoutingInput,
): { readonly ladder: Ladder } | { readonly reasons: readonly RoutingReason[] } {
  const { venue, book } = seen;
  const { side, quantity, limit, timeInForce, isPostOnly, policy } = input;
  const reasons: RoutingReason[] = [...unfitReasons(seen, input)];
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
  const levels = book.side(otherSide(side));
  const counts = policy.limitCounts;
  const ladder = new Ladder({
    venue: venue.venue,
    side,
    terms: venue.terms,
    takerRate: fees.taker,
    penalty: penaltyOf(venue, input),
    free,
    capLeft,
    levels,
    most: policy.depth,
    limit: { price: limit, counts },
  });
  const best = ladder.at(0);
  if (best === undefined) {
    const first = levels.at(0)?.price ?? null;
    const actual =
      first === null || counts === 'Price' ? first : allInPrice(side, first, fees.taker);
    return { reasons: [{ code: 'BeyondLimit', limit: limit ?? ZERO, actual }] };
  }
  const needed = ladder.leastAt(best);
  const isEnough =
    !greaterThan(needed, quantity) && isAllowed(ladder, best.price, fees.taker, needed);
  if (isEnough) return { ladder };
  const actual = least(quantity, mostAt(ladder, best.price, fees.taker));
  return { reasons: [{ code: 'BelowMinimum', limit: needed, actual }] };
}

/** Basis points of a share of a base, to two decimals; null where there is no base. */
export function bpsOf(part: Decimal, base: Decimal): Decimal | null {
  if (isZero(base) || signOf(base) < 0) return null;
  return divide(multiply(part, WHOLE_BPS), base, 2, 'HalfEven');
}
