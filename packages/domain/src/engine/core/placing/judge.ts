/**
 * The decision on an order: routed by the books, every child through every check, funds for all of them.
 * All or nothing: where one child is refused none is placed. A preview is this, and nothing else.
 */
import {
  add,
  canonicalDigest,
  type Decimal,
  type Digest,
  decimal,
  greaterThan,
  type Price,
  type Quantity,
  signOf,
  sum,
  toText,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import { applyToLedger, type HolderAccount, type HoldId, reserve } from '../../../ledger/index.ts';
import type { VenueAccountId, VenueId } from '../../../market-data/index.ts';
import {
  type CheckPolicy,
  limitPriceOf,
  type OrderToCheck,
  type RiskApproved,
  type RiskDecision,
} from '../../../risk/index.ts';
import {
  type ClOrdId,
  type OrderPlacement,
  type OrderRejection,
  type OrderTerms,
  type RoutedChild,
  type RoutingInput,
  type RoutingPlan,
  type RoutingReceipt,
  receiptOf,
  route,
  type TimeInForce,
  type VenueOrder,
} from '../../../trading/index.ts';
import type { OrderDecision } from '../event.ts';
import type { FreshIds } from '../fresh-ids.ts';
import { type Asked, worstPriceOf } from './facts.ts';
import { gated, isForbidden, rejectionOf } from './gate.ts';
import { feeRateAt, heldFor, worstCost } from './money.ts';
import { bestVenue, hexOf, routingInputOf } from './route.ts';
import { type Sight, venueOf } from './sight.ts';

export interface HoldPlan {
  readonly hold: HoldId;
  readonly account: HolderAccount;
  readonly amount: Decimal;
}

export interface ChildPlan {
  readonly placement: OrderPlacement;
  readonly venueAccount: VenueAccountId;
  readonly approved: RiskApproved<OrderToCheck>;
  readonly holds: readonly HoldPlan[];
  /** SHA-256 of the canonical order as an adapter gets it, hexadecimal. */
  readonly payloadHash: string;
}

export interface Judged {
  readonly decision: OrderDecision;
  /** None of one that was refused, or that waits for its price. */
  readonly children: readonly ChildPlan[];
}

export interface Tools {
  readonly ids: FreshIds;
  readonly digest: Digest;
}

interface Candidate {
  readonly venue: VenueId;
  readonly quantity: Quantity;
  readonly terms: OrderTerms;
  readonly timeInForce: TimeInForce;
  readonly isPostOnly: boolean;
  /** Of a market order the worst one expected. */
  readonly price: Price;
}

export function judge(sight: Sight, tools: Tools): Judged {
  const { policy, routing } = sight.state.config;
  if (policy === null || routing === null) {
    return refused(sight, [], noRoute('No policy of checks or of routing is in force.'), null);
  }
  if ('stopPx' in sight.work.terms) return judgeWaiting(sight, policy);
  const input = routingInputOf(sight, routing, tools.digest);
  const { plan, receipt } = receiptOf(input, tools.digest);
  if (plan.children.length === 0 || isShort(sight, input, plan)) {
    const { decisions } = judgedWhole(sight, policy, false);
    // What a check knows to be forbidden says more than that no venue would have it.
    const rejection = isForbidden(decisions) ? rejectionOf(decisions) : noRoute(detailOf(plan));
    return refused(sight, decisions, rejection, receipt);
  }
  return judgeAll(sight, tools, policy, plan.children.map(candidateOf), receipt);
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
  return judgeAll(sight, tools, policy, [candidate], null);
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

const noRoute = (detail: string): OrderRejection => ({
  by: 'Engine',
  reason: { code: 'NoRoute', detail },
});

/** Characters of an explanation that is read by people. */
const MOST_DETAIL = 500;

function detailOf({ verdicts, unrouted }: RoutingPlan): string {
  const venues = verdicts.map(({ venue, verdict, reasons }) => {
    const codes = reasons.map(({ code }) => code).join(', ');
    return `${venue}: ${codes === '' ? verdict : codes}`;
  });
  return `unrouted ${unrouted}; ${venues.join('; ')}`.slice(0, MOST_DETAIL);
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

function orderToCheck(sight: Sight, clOrdId: ClOrdId, candidate: Candidate): OrderToCheck {
  const { work, usable } = sight;
  const { venue, quantity, terms, timeInForce, isPostOnly } = candidate;
  return {
    clOrdId,
    client: work.client,
    account: work.account,
    strategy: work.strategy,
    venue,
    venueKey: usable.get(venue)?.terms.key ?? 'none',
    isFlattening: work.isFlattening,
    instrument: work.instrument,
    side: work.side,
    orderQty: quantity,
    terms,
    timeInForce,
    expireTime: timeInForce === 'GoodTillDate' ? work.expireTime : null,
    isPostOnly,
  };
}

interface Tried {
  readonly decisions: readonly RiskDecision[];
  readonly plan: Omit<ChildPlan, 'holds'> | null;
  readonly holds: readonly Omit<HoldPlan, 'hold'>[];
}

function judgeAll(
  sight: Sight,
  tools: Tools,
  policy: CheckPolicy,
  candidates: readonly Candidate[],
  receipt: RoutingReceipt | null,
): Judged {
  const heldAt = new Map<VenueId, Decimal>();
  const tried = candidates.map((candidate, n): Tried => {
    const { venue, quantity } = candidate;
    const heldBefore = heldAt.get(venue) ?? ZERO;
    const atVenue = sum(candidates.filter((one) => one.venue === venue).map((c) => c.quantity));
    const asked: Asked = {
      ...{ venue, quantity, atVenue, heldBefore, messagesBefore: n },
      ...{ side: sight.work.side, part: null, isWaiting: false },
    };
    const one = tryChild(sight, tools, policy, candidate, asked);
    heldAt.set(venue, add(heldBefore, one.cost));
    return one;
  });
  const decisions = tried.flatMap((one) => one.decisions);
  const children = tried.flatMap(({ plan, holds }): ChildPlan[] =>
    plan === null ? [] : [{ ...plan, holds: withIds(sight, tools, plan, holds) }],
  );
  if (children.length < tried.length) {
    return refused(sight, decisions, rejectionOf(decisions), receipt);
  }
  const lack = lackOf(sight, children);
  if (lack !== null) return refused(sight, decisions, lack, receipt);
  return { decision: placed(sight, decisions, receipt), children };
}

function tryChild(
  sight: Sight,
  tools: Tools,
  policy: CheckPolicy,
  candidate: Candidate,
  asked: Asked,
): Tried & { readonly cost: Decimal } {
  const { venue, quantity, price } = candidate;
  const order = orderToCheck(sight, tools.ids.next<ClOrdId>(), candidate);
  const { decisions, approved } = gated(sight, order, asked, policy);
  const cost = worstCost(sight.work.side, quantity, price, feeRateAt(sight, venue) ?? ZERO);
  const venueAccount = sight.usable.get(venue)?.terms.id;
  if (approved === null || venueAccount === undefined) {
    return { decisions, plan: null, holds: [], cost };
  }
  const plan = {
    placement: placementOf(sight, approved),
    venueAccount,
    approved,
    payloadHash: payloadHashOf(approved, tools.digest),
  };
  return { decisions, plan, holds: heldFor(sight, venueAccount, cost), cost };
}

/** Of one beneficiary the order's own id; of a block the ids after it, one of each part. */
function withIds(
  { work }: Sight,
  { ids }: Tools,
  { placement }: Pick<ChildPlan, 'placement'>,
  holds: readonly Omit<HoldPlan, 'hold'>[],
): readonly HoldPlan[] {
  const own = placement.clOrdId as string as HoldId;
  return holds.map((one) => ({ ...one, hold: work.block === null ? own : ids.next<HoldId>() }));
}

function placementOf({ work }: Sight, order: OrderToCheck): OrderPlacement {
  return {
    clOrdId: order.clOrdId,
    level: 'Child',
    parentClOrdId: work.clOrdId,
    account: work.account,
    placedBy: work.placedBy,
    venue: order.venue,
    instrument: order.instrument,
    side: order.side,
    orderQty: order.orderQty,
    terms: order.terms,
    timeInForce: order.timeInForce,
    expireTime: order.expireTime,
    isPostOnly: order.isPostOnly,
    isReduceOnly: work.isReduceOnly,
  };
}

/** What an adapter is told of an order, and nothing of whose it is. */
export function payloadHashOf(order: VenueOrder, digest: Digest): string {
  const { clOrdId, instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly } = order;
  const told = { clOrdId, instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly };
  // Decimals write themselves as text.
  const plain: unknown = JSON.parse(JSON.stringify(told));
  return hexOf(unwrap(canonicalDigest(plain, digest)));
}

/** Whether the ledger would hold all of it: rounding to units may ask for more than a check counted. */
function lackOf({ state }: Sight, children: readonly ChildPlan[]): OrderRejection | null {
  let { ledger } = state;
  for (const { holds } of children) {
    for (const { hold, account, amount } of holds) {
      const reserved = reserve(ledger, hold, account, amount);
      if (!reserved.ok) {
        const { error } = reserved;
        const figures =
          error.code === 'NotFree'
            ? { limit: toText(error.limit), actual: toText(error.actual) }
            : { limit: null, actual: null };
        const refusals = [{ check: 'FreeBalance', code: 'OverLimit', ...figures }];
        return { by: 'Risk', refusals };
      }
      ledger = reserved.value.reduce(applyToLedger, ledger);
    }
  }
  return null;
}

function refused(
  { work }: Sight,
  decisions: readonly RiskDecision[],
  rejection: OrderRejection,
  receipt: RoutingReceipt | null,
): Judged {
  const { clOrdId } = work;
  const decision: OrderDecision = {
    ...{ clOrdId, verdict: 'Refused', rejection, decisions, receipt, protection: 'NONE' },
  };
  return { decision, children: [] };
}

const placed = (
  { work }: Sight,
  decisions: readonly RiskDecision[],
  receipt: RoutingReceipt | null,
): OrderDecision => ({
  ...{ clOrdId: work.clOrdId, verdict: 'Placed', rejection: null, decisions, receipt },
  protection: 'NONE',
});
