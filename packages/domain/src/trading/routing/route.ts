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
  type Decimal,
  lessThan,
  multiply,
  type Price,
  type Quantity,
  signOf,
  subtract,
  sum,
  toQuantity,
  unwrap,
  ZERO,
} from '../../kernel/index.ts';
import { allInPrice, type VenueId } from '../../market-data/index.ts';
import type { TimeInForce } from '../order.ts';
import type { RoutingInput } from './inputs.ts';
import { betterCost, type Ladder } from './ladder.ts';
import { inPreference, type Resting, restingAt } from './rest.ts';
import { sharedOut } from './rest-shares.ts';
import { type SeenVenue, type Sight, sightOf } from './sight.ts';
import { isWhole, MOST_COMPARED, NO_SPLIT, type Part, type Split, Splitter } from './split.ts';
import { ladderOf, type RoutingReason, takingTerms } from './verdict.ts';

/**
 * Of the rules that a plan was made by, which its input says: 1 rests at one venue, 2 at as many as hold
 * it. A rule that changes plans gets a number of its own, and the older ones stay to be replayed.
 */
const routingVersion = ({ policy }: RoutingInput): number => (policy.restsAt === 'Several' ? 2 : 1);

export interface RoutedChild {
  readonly venue: VenueId;
  readonly purpose: 'Take' | 'Rest';
  readonly quantity: Quantity;
  readonly ordType: 'Limit' | 'Market';
  /** Limit alone has one on the wire; of a Market order it is the worst price expected. */
  readonly price: Price;
  readonly timeInForce: TimeInForce;
  readonly isPostOnly: boolean;
  /** In quote asset, as the books stood; of what rests, at its own price with the maker fee. */
  readonly notional: Decimal;
  readonly allIn: Decimal;
}

export interface VenueVerdict {
  readonly venue: VenueId;
  readonly verdict: 'Used' | 'Unused' | 'Dropped';
  /** Of one that takes or rests nothing: every reason that holds. */
  readonly reasons: readonly RoutingReason[];
}

export interface RoutingPlan {
  readonly version: number;
  /** Those that take first, each in the order of names. */
  readonly children: readonly RoutedChild[];
  /** Of every venue that was asked, in the order of names. */
  readonly verdicts: readonly VenueVerdict[];
  readonly quantity: Decimal;
  /** What no venue could have: it stays with the parent. */
  readonly unrouted: Decimal;
}

export interface Laddered {
  readonly ladders: readonly Ladder[];
  readonly reasons: ReadonlyMap<VenueId, readonly RoutingReason[]>;
}

/** The venues that can take and the rest with their reasons; the order of names. */
export const laddersOf = (input: RoutingInput): Laddered => laddersIn(sightOf(input));

function laddersIn({ input, venues }: Sight): Laddered {
  const reasons = new Map<VenueId, readonly RoutingReason[]>();
  const found: Ladder[] = [];
  for (const seen of venues) {
    const judged = ladderOf(seen, input);
    if ('ladder' in judged) found.push(judged.ladder);
    else reasons.set(seen.venue.venue, judged.reasons);
  }
  if (found.length <= MOST_COMPARED) return { ladders: found, reasons };
  // Those with the best first price stay.
  const ranked = [...found].sort((a, b) =>
    betterCost(input.side, a.at(0)?.ranked ?? ZERO, b.at(0)?.ranked ?? ZERO),
  );
  const actual = found.length;
  for (const { venue } of ranked.slice(MOST_COMPARED)) {
    reasons.set(venue, [{ code: 'TooManyVenues', limit: MOST_COMPARED, actual }]);
  }
  const kept = new Set(ranked.slice(0, MOST_COMPARED));
  return { ladders: found.filter((ladder) => kept.has(ladder)), reasons };
}

/** A plan with what it was made from: the alternatives to it come from the same ladders. */
export interface Routed {
  readonly plan: RoutingPlan;
  readonly ladders: readonly Ladder[];
  readonly splitter: Splitter;
}

export const route = (input: RoutingInput): RoutingPlan => routed(input).plan;

export function routed(input: RoutingInput): Routed {
  const sight = sightOf(input);
  const { ladders, reasons } = laddersIn(sight);
  const splitter = new Splitter(input.side, ladders, input.quantity);
  return { plan: planOf(sight, ladders, reasons, takingSplit(input, splitter)), ladders, splitter };
}

function planOf(
  { input, venues }: Sight,
  ladders: readonly Ladder[],
  reasons: Laddered['reasons'],
  split: Split,
): RoutingPlan {
  const children = split.parts.map((part) => takingChild(part, input));
  const left = subtract(input.quantity, split.quantity);
  const rest = mayRest(input) && signOf(left) > 0 ? restOf(input, venues, left, children) : null;
  children.push(...(rest?.children ?? []));
  const quantity = sum(children.map((child) => child.quantity));
  const verdicts = venues.map(({ venue: { venue } }): VenueVerdict => {
    if (children.some((child) => child.venue === venue)) {
      return { venue, verdict: 'Used', reasons: [] };
    }
    const ladder = ladders.find((one) => one.venue === venue);
    const dropped = restsOnly(input) ? [] : (reasons.get(venue) ?? []);
    const passed = rest?.reasons.get(venue) ?? [];
    const both = dropped.length > 0 ? withoutRepeats([...dropped, ...passed]) : passed;
    if (ladder === undefined || restsOnly(input)) {
      const isFit = both.every(({ code }) => code === 'RestsElsewhere');
      return { venue, verdict: isFit ? 'Unused' : 'Dropped', reasons: both };
    }
    return { venue, verdict: 'Unused', reasons: [unusedReason(ladder, split, input)] };
  });
  const unrouted = subtract(input.quantity, quantity);
  return { version: routingVersion(input), children, verdicts, quantity, unrouted };
}

function withoutRepeats(reasons: readonly RoutingReason[]): readonly RoutingReason[] {
  const codes = reasons.map(({ code }) => code);
  return reasons.filter(({ code }, n) => codes.indexOf(code) === n);
}

const restsOnly = ({ isPostOnly, takes }: RoutingInput): boolean => isPostOnly || takes === 'Never';

function takingSplit(input: RoutingInput, splitter: Splitter): Split {
  if (restsOnly(input)) return NO_SPLIT;
  if (input.timeInForce !== 'FillOrKill') return splitter.best();
  const whole = splitter.best(1);
  return isWhole(whole, input.quantity) ? whole : NO_SPLIT;
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
function restOf(
  input: RoutingInput,
  venues: readonly SeenVenue[],
  left: Decimal,
  taking: readonly RoutedChild[],
) {
  const reasons = new Map<VenueId, readonly RoutingReason[]>();
  const able: Resting[] = [];
  for (const seen of venues) {
    const { venue } = seen;
    const child = taking.find((one) => one.venue === venue.venue);
    const rate = venue.fees?.taker ?? ZERO;
    const bound = child && {
      quantity: child.quantity,
      notional: multiply(child.quantity, child.price),
      allIn: multiply(child.quantity, allInPrice('Buy', child.price, rate)),
    };
    const judged = restingAt(seen, input, left, bound);
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
  const byName = [...chosen].sort((a, b) => (a.venue.venue < b.venue.venue ? -1 : 1));
  return { children: byName.map((one) => restingChild(one, input)), reasons };
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
  const best = ladder.at(0);
  const worst = split.parts.reduce<Decimal | null>((all, part) => {
    const own = worstTaken(part, side);
    return all === null || (own !== null && betterCost(side, all, own) < 0) ? own : all;
  }, null);
  const isDearer =
    best !== undefined && worst !== null && betterCost(side, worst, best.ranked) <= 0;
  return isDearer ? { code: 'Dearer', limit: worst, actual: best.ranked } : { code: 'NotNeeded' };
}

/** The worst rank of what a part takes. */
function worstTaken({ ladder, cost }: Part, side: RoutingInput['side']): Decimal | null {
  let worst: Decimal | null = null;
  for (let at = 0; ; at += 1) {
    const rung = ladder.at(at);
    if (rung === undefined || !lessThan(subtract(rung.depth, rung.quantity), cost.quantity)) break;
    if (worst === null || betterCost(side, worst, rung.ranked) < 0) worst = rung.ranked;
  }
  return worst;
}
