/**
 * The route of an order over venues: pure, total and deterministic. What can be taken within the
 * limit is taken by orders that don't rest, one a venue, each limited at the worst price it takes;
 * what may wait rests at one venue, or at several where the policy says so and none can hold all
 * of it. Every venue has its verdict.
 *
 * - FillOrKill goes to one venue that has all of it, or nowhere: halves on two venues can't be one.
 * - Post-only never takes; ImmediateOrCancel and an order at the market never rest.
 * - Nothing exceeds what may be spent, or entrusted, at the child's own price with the taker fee.
 */
import {
  add,
  type Decimal,
  lessThan,
  multiply,
  type Price,
  signOf,
  subtract,
  toQuantity,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import { allInPrice, type VenueId } from '../../../market-data/index.ts';
import type { RoutingInput, RoutingVenue } from '../inputs.ts';
import type { RoutedChild, RoutingPlan, VenueVerdict } from '../route.ts';
import type { RoutingReason } from '../verdict.ts';
import { betterCost, type Ladder } from './ladder.ts';
import { inPreference, type Resting, restingAt, sharedOut } from './rest.ts';
import { bestSplit, isWhole, MOST_COMPARED, type Part, type Split } from './split.ts';
import { ladderOf, takingTerms } from './verdict.ts';

/** The venues that can take and the rest with their reasons; the order of names. */
export function laddersOf(input: RoutingInput): {
  readonly ladders: readonly Ladder[];
  readonly reasons: ReadonlyMap<VenueId, readonly RoutingReason[]>;
} {
  const reasons = new Map<VenueId, readonly RoutingReason[]>();
  const found: Ladder[] = [];
  for (const venue of venuesByName(input)) {
    const judged = ladderOf(venue, input);
    if ('ladder' in judged) found.push(judged.ladder);
    else reasons.set(venue.venue, judged.reasons);
  }
  if (found.length <= MOST_COMPARED) return { ladders: found, reasons };
  // Those with the best first price stay.
  const ranked = [...found].sort((a, b) =>
    betterCost(input.side, a.rungs[0]?.ranked ?? ZERO, b.rungs[0]?.ranked ?? ZERO),
  );
  const actual = found.length;
  for (const { venue } of ranked.slice(MOST_COMPARED)) {
    reasons.set(venue, [{ code: 'TooManyVenues', limit: MOST_COMPARED, actual }]);
  }
  const kept = new Set(ranked.slice(0, MOST_COMPARED));
  return { ladders: found.filter((ladder) => kept.has(ladder)), reasons };
}

const venuesByName = ({ venues }: RoutingInput): readonly RoutingVenue[] =>
  [...venues].sort((a, b) => (a.venue < b.venue ? -1 : 1));

export function route(input: RoutingInput): RoutingPlan {
  const { ladders, reasons } = laddersOf(input);
  const split = takingSplit(input, ladders);
  const children = split.parts.map((part) => takingChild(part, input));
  const left = subtract(input.quantity, split.quantity);
  const rest = mayRest(input) && signOf(left) > 0 ? restOf(input, left, children) : null;
  children.push(...(rest?.children ?? []));
  const quantity = children.reduce<Decimal>((all, child) => add(all, child.quantity), ZERO);
  const verdicts = venuesByName(input).map(({ venue }): VenueVerdict => {
    if (children.some((child) => child.venue === venue)) {
      return { venue, verdict: 'Used', reasons: [] };
    }
    const ladder = ladders.find((one) => one.venue === venue);
    const dropped = input.isPostOnly ? [] : (reasons.get(venue) ?? []);
    const passed = rest?.reasons.get(venue) ?? [];
    const both = dropped.length > 0 ? withoutRepeats([...dropped, ...passed]) : passed;
    if (ladder === undefined || input.isPostOnly) {
      const isFit = both.every(({ code }) => code === 'RestsElsewhere');
      return { venue, verdict: isFit ? 'Unused' : 'Dropped', reasons: both };
    }
    return { venue, verdict: 'Unused', reasons: [unusedReason(ladder, split, input)] };
  });
  const unrouted = subtract(input.quantity, quantity);
  const version = input.policy.restsAt === 'Several' ? 2 : 1;
  return { version, children, verdicts, quantity, unrouted };
}

function withoutRepeats(reasons: readonly RoutingReason[]): readonly RoutingReason[] {
  const codes = reasons.map(({ code }) => code);
  return reasons.filter(({ code }, n) => codes.indexOf(code) === n);
}

function takingSplit(input: RoutingInput, ladders: readonly Ladder[]): Split {
  const none: Split = { parts: [], quantity: ZERO, ranked: ZERO };
  if (input.isPostOnly) return none;
  if (input.timeInForce !== 'FillOrKill') return bestSplit(input.side, ladders, input.quantity);
  const whole = bestSplit(input.side, ladders, input.quantity, 1);
  return isWhole(whole, input.quantity) ? whole : none;
}

function mayRest({ limit, timeInForce }: RoutingInput): boolean {
  return limit !== null && timeInForce !== 'ImmediateOrCancel' && timeInForce !== 'FillOrKill';
}

function takingChild({ ladder, cost }: Part, input: RoutingInput): RoutedChild {
  const venue = input.venues.find((one) => one.venue === ladder.venue);
  const terms = venue === undefined ? null : takingTerms(venue, input);
  return {
    venue: ladder.venue,
    purpose: 'Take',
    quantity: unwrap(toQuantity(cost.quantity)),
    ordType: terms?.ordType ?? 'Limit',
    price: cost.price ?? (ZERO as Price),
    timeInForce: terms?.timeInForce ?? 'ImmediateOrCancel',
    isPostOnly: false,
    notional: cost.notional,
    allIn: cost.allIn,
  };
}

/** The children that rest, and of every other venue why it does not. */
function restOf(input: RoutingInput, left: Decimal, taking: readonly RoutedChild[]) {
  const reasons = new Map<VenueId, readonly RoutingReason[]>();
  const able: Resting[] = [];
  for (const venue of venuesByName(input)) {
    const child = taking.find((one) => one.venue === venue.venue);
    const rate = venue.fees?.taker ?? ZERO;
    const bound = child && {
      quantity: child.quantity,
      notional: multiply(child.quantity, child.price),
      allIn: multiply(child.quantity, allInPrice('Buy', child.price, rate)),
    };
    const judged = restingAt(venue, input, left, bound);
    if ('reasons' in judged) reasons.set(venue.venue, judged.reasons);
    else able.push(judged);
  }
  const ranked = inPreference(able);
  const chosen = input.policy.restsAt === 'Several' ? sharedOut(ranked, left) : ranked.slice(0, 1);
  const [best] = chosen;
  if (best === undefined) return { children: [], reasons };
  for (const { venue } of able) {
    reasons.set(venue.venue, [{ code: 'RestsElsewhere', chosen: best.venue.venue }]);
  }
  const children = chosen.map((one) => restingChild(one, input));
  return { children: children.sort((a, b) => (a.venue < b.venue ? -1 : 1)), reasons };
}

function restingChild({ venue, price, quantity, timeInForce }: Resting, input: RoutingInput) {
  const notional = multiply(quantity, price);
  return {
    venue: venue.venue,
    purpose: 'Rest',
    quantity: unwrap(toQuantity(quantity)),
    ordType: 'Limit',
    price,
    timeInForce,
    isPostOnly: input.isPostOnly,
    notional,
    allIn: allInPrice(input.side, notional, venue.fees?.maker ?? ZERO),
  } satisfies RoutedChild;
}

/** Why a venue that could have had a part has none. */
function unusedReason(ladder: Ladder, split: Split, { side }: RoutingInput): RoutingReason {
  const [best] = ladder.rungs;
  const taken = split.parts.flatMap(({ ladder: { rungs }, cost }) =>
    rungs.filter(({ depth, quantity }) => lessThan(subtract(depth, quantity), cost.quantity)),
  );
  const worst = taken.reduce<Decimal | null>(
    (all, { ranked }) => (all === null || betterCost(side, all, ranked) < 0 ? ranked : all),
    null,
  );
  const isDearer =
    best !== undefined && worst !== null && betterCost(side, worst, best.ranked) <= 0;
  return isDearer ? { code: 'Dearer', limit: worst, actual: best.ranked } : { code: 'NotNeeded' };
}
