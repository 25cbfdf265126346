/**
 * The decision on an order: routed by the books, every child through every check, funds for all of them.
 * All or nothing: where one child is refused none is placed. A preview is this, and nothing else.
 */
import { decimal, greaterThan, type Price, signOf, ZERO } from '../../../kernel/index.ts';
import type { VenueId } from '../../../market-data/index.ts';
import { type CheckPolicy, limitPriceOf, stopPriceOf } from '../../../risk/index.ts';
import {
  protectionOf,
  type RoutedChild,
  type RoutingInput,
  type RoutingPlan,
  type RoutingPolicy,
  type RoutingReceipt,
  receiptOf,
  releasedTerms,
  route,
  type TimeInForce,
  unroutedText,
} from '../../../trading/index.ts';
import { rulesOf } from '../rules.ts';
import {
  type Candidate,
  type Judged,
  judgeAll,
  noRoute,
  orderToCheck,
  placed,
  refused,
  type Tools,
} from './children.ts';
import { cushioned } from './cushion.ts';
import { type Asked, worstPriceOf } from './facts.ts';
import { gated, isForbidden, rejectionOf } from './gate.ts';
import { bestVenue, capGapAt, routingInputOf } from './route.ts';
import { type Sight, venueOf } from './sight.ts';

export function judge(sight: Sight, tools: Tools): Judged {
  const { policy, routing } = sight.state.config;
  if (policy === null || routing === null) {
    return refused(sight, [], noRoute('No policy of checks or of routing is in force.'), null);
  }
  if ('stopPx' in sight.work.terms) {
    return judgeNative(sight, tools, policy, routing) ?? judgeWaiting(sight, policy);
  }
  const input = routingInputOf(sight, routing, tools.digest);
  const { plan, receipt } = receiptOf(input, tools.digest);
  if (plan.children.length === 0 || isShort(sight, input, plan)) {
    const { decisions } = judgedWhole(sight, policy, false);
    // What a check knows to be forbidden says more than that no venue would have it.
    const rejection = isForbidden(decisions)
      ? rejectionOf(decisions)
      : noRoute(detailOf(sight, input, plan));
    return refused(sight, decisions, rejection, receipt);
  }
  return judgeCushioned(sight, tools, policy, plan.children.map(candidateOf), receipt);
}

/** A cushion makes an order dearer than it is: what is refused for that alone leaves without one. */
function judgeCushioned(
  sight: Sight,
  tools: Tools,
  policy: CheckPolicy,
  candidates: readonly Candidate[],
  receipt: RoutingReceipt | null,
): Judged {
  const { routing } = sight.state.config;
  const isCushioned = routing?.cushionBps !== undefined && limitPriceOf(sight.work.terms) === null;
  if (!isCushioned) return judgeAll(sight, tools, policy, candidates, receipt);
  const further = candidates.map((one) => cushioned(sight, routing, one));
  const judged = judgeAll(sight, tools, policy, further, receipt);
  const isMoved = further.some((one, n) => one !== candidates[n]);
  return judged.decision.verdict === 'Placed' || !isMoved
    ? judged
    : judgeAll(sight, tools, policy, candidates, receipt);
}

/** Closes a position at the venue where it is held: nothing to choose, the same gate. */
export function judgeAt(sight: Sight, tools: Tools, venue: VenueId): Judged {
  const { policy } = sight.state.config;
  const here = venueOf(sight, venue);
  const { side, quantity } = sight.work;
  const price = here === null ? null : worstPriceOf(here.book, side, quantity);
  const tif = here?.can.ordTypes.Market?.[0];
  if (policy === null || here === null || price === null) {
    return refused(sight, [], noRoute(`${venue}: no price to close at`), null);
  }
  const isMarket = tif !== undefined;
  const candidate: Candidate = {
    venue,
    quantity,
    terms: isMarket ? { ordType: 'Market' } : { ordType: 'Limit', price },
    timeInForce: tif ?? 'ImmediateOrCancel',
    isPostOnly: false,
    price,
  };
  return judgeCushioned(sight, tools, policy, [candidate], null);
}

const candidateOf = (routed: RoutedChild): Candidate => ({
  venue: routed.venue,
  quantity: routed.quantity,
  terms:
    routed.ordType === 'Limit' ? { ordType: 'Limit', price: routed.price } : { ordType: 'Market' },
  timeInForce: routed.timeInForce,
  isPostOnly: routed.isPostOnly,
  price: routed.price,
});

/** Characters of an explanation that is read by people. */
const MOST_DETAIL = 500;

/** Plans of the first version were explained by codes, and are so when they are decided again. */
function detailOf(sight: Sight, input: RoutingInput, plan: RoutingPlan): string {
  if (plan.version > 1) {
    const gapAt = (venue: VenueId) => capGapAt(sight, venue);
    return unroutedText(input, plan, rulesOf(sight.state) >= 5 ? gapAt : null);
  }
  const venues = plan.verdicts.map(({ venue, verdict, reasons }) => {
    const codes = reasons.map(({ code }) => code).join(', ');
    return `${venue}: ${codes === '' ? verdict : codes}`;
  });
  return `unrouted ${plan.unrouted}; ${venues.join('; ')}`.slice(0, MOST_DETAIL);
}

/** More than any order: with it only the books bound a route. */
const ENOUGH = decimal('1000000000000000000');

/**
 * A new order is not begun with less than it asks for because of funds or caps, nor one that may rest
 * where a part of it could not. What the books alone leave of an order that takes stays with it.
 */
function isShort({ work }: Sight, input: RoutingInput, plan: RoutingPlan): boolean {
  if (work.isCounted || signOf(plan.unrouted) === 0) return false;
  const takesOnly = input.limit === null || !rests(work.timeInForce);
  if (!takesOnly) return true;
  const venues = input.venues.map((venue) => ({
    ...venue,
    free: venue.free === null ? null : ENOUGH,
    capLeft: venue.capLeft === null ? null : ENOUGH,
  }));
  return greaterThan(route({ ...input, venues }).quantity, plan.quantity);
}

const rests = (timeInForce: TimeInForce): boolean =>
  timeInForce !== 'ImmediateOrCancel' && timeInForce !== 'FillOrKill';

/**
 * A stop or if-touched that one venue would hold for us, where the router would use that venue alone and
 * what it may cost is known; null: we watch it ourselves. It works while we are away.
 */
function judgeNative(
  sight: Sight,
  tools: Tools,
  policy: CheckPolicy,
  routing: RoutingPolicy,
): Judged | null {
  const { work } = sight;
  const price = limitPriceOf(work.terms) ?? stopPriceOf(work.terms);
  const isKnown = work.side === 'Sell' || limitPriceOf(work.terms) !== null;
  if (price === null || !isKnown) return null;
  const released = { ...sight, work: { ...work, terms: releasedTerms(work.terms) } };
  const input = routingInputOf(released, routing, tools.digest);
  const { plan, receipt } = receiptOf(input, tools.digest);
  const [only, ...more] = plan.children;
  if (only === undefined || more.length > 0 || signOf(plan.unrouted) > 0) return null;
  const here = venueOf(sight, only.venue);
  const kept = here?.can.ordTypes[work.terms.ordType] ?? [];
  const timeInForce = [work.timeInForce, 'GoodTillCancel' as const].find((one) =>
    kept.includes(one),
  );
  const offered = here?.protection ?? 'NONE';
  const protection = protectionOf({ legs: 'Stop', offered, isWatched: true });
  if (protection !== 'NATIVE_STOP' || timeInForce === undefined) return null;
  const { venue } = only;
  const { quantity, terms } = work;
  const candidate = { venue, quantity, terms, timeInForce, isPostOnly: false, price };
  const judged = judgeAll(sight, tools, policy, [candidate], receipt);
  if (judged.decision.verdict === 'Refused') return null;
  return { ...judged, decision: { ...judged.decision, protection } };
}

/** A stop or if-touched of ours: all checks now, nothing held, and all again when its price comes. */
function judgeWaiting(sight: Sight, policy: CheckPolicy): Judged {
  const { decisions, isApproved } = judgedWhole(sight, policy, true);
  if (!isApproved) return refused(sight, decisions, rejectionOf(decisions), null);
  return { decision: { ...placed(sight, decisions, null), protection: 'EMULATED' }, children: [] };
}

function judgedWhole(sight: Sight, policy: CheckPolicy, isWaiting: boolean) {
  const { clOrdId, quantity, terms, timeInForce, isPostOnly, side } = sight.work;
  const venue = bestVenue(sight);
  const price = limitPriceOf(terms) ?? (ZERO as Price);
  const whole: Candidate = { venue, quantity, terms, timeInForce, isPostOnly, price };
  const order = orderToCheck(sight, clOrdId, whole);
  const asked: Asked = {
    venue,
    side,
    quantity,
    atVenue: quantity,
    messagesBefore: 0,
    part: null,
    heldBefore: ZERO,
    isWaiting,
  };
  const { decisions, approved } = gated(sight, order, asked, policy);
  return { decisions, isApproved: approved !== null };
}
