/** A parent that stands: what of it nobody works is routed again, changed, or ended. */
import {
  isZero,
  lessThan,
  mapGet,
  type Quantity,
  signOf,
  subtract,
} from '../../../kernel/index.ts';
import { limitPriceOf, type StrategyId } from '../../../risk/index.ts';
import {
  type ClOrdId,
  isDegraded,
  isEnded,
  missingQtyOf,
  type OrderRejection,
  type OrderState,
  releasedTerms,
  unroutedQty,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { evictLater } from './evict-later.ts';
import { awaitVenue, isNoneOpen } from './opening.ts';
import { decided, judgeWork, placeChild } from './place.ts';
import { HOUSE, partsOf, type Work } from './work.ts';

export type RouteReason = 'New' | 'Failover' | 'Triggered' | 'Amended' | 'Awaited';

/**
 * Routes what of a parent nobody works, with every check again. Where nothing comes of it and no child
 * works, the parent ends; while no venue is open it waits. An open change of the parent takes effect first, once no child works.
 */
export function routeRemainder(draft: Draft, clOrdId: ClOrdId, why: RouteReason): void {
  const parent = mapGet(draft.state.orders, clOrdId);
  if (parent === undefined || isEnded(parent.order.ordStatus) || parent.order.isCancelAsked) return;
  if (parent.order.replacing !== null) {
    if (worksStill(draft.state, parent)) return;
    takeChange(draft, parent);
  }
  const changed = mapGet(draft.state.orders, clOrdId) ?? parent;
  if (isEnded(changed.order.ordStatus)) return;
  if (isWaiting(changed.order) && why !== 'Amended') {
    watched(draft, changed);
    return;
  }
  const found = workOf(draft.state, changed);
  const isPatient = why === 'Failover' && hasMissed(draft.state, changed);
  const work = found !== null && isPatient ? patient(found) : found;
  if (work === null || (why === 'Failover' && takesOnly(work))) {
    endUnrouted(draft, clOrdId, null);
    return;
  }
  if (!takesOnly(work) && isNoneOpen(draft, work)) {
    awaitVenue(draft, clOrdId, why !== 'Awaited');
    return;
  }
  const judged = judgeWork(draft, work);
  decided(draft, work, judged);
  if (judged.decision.verdict === 'Placed') {
    for (const child of judged.children) placeChild(draft, child);
  } else {
    endUnrouted(draft, clOrdId, judged.decision.rejection);
  }
}

/** The venue that held it does so no more: from now on it is watched by us, and somebody knows. */
function watched(draft: Draft, { protection, order }: OrderInMemory): void {
  if (protection === 'EMULATED' || !isDegraded(protection, 'EMULATED')) return;
  draft.perform({
    kind: 'Alert',
    code: 'ProtectionDegraded',
    severity: 'Warning',
    venue: null,
    subject: `${order.placement.clOrdId} ${protection} EMULATED`,
  });
}

/** So often an order finds nothing of what books showed, before it waits at its limit instead. */
const MOST_MISSED = 2;

/** By the second version of the rules of routing: what the first decided is decided so again. */
function hasMissed(state: EngineState, parent: OrderInMemory): boolean {
  if (state.config.routing?.restsAt !== 'Several') return false;
  const missed = childrenOf(state, parent).filter(
    ({ ordStatus, placement, cumQty }) =>
      isEnded(ordStatus) && placement.timeInForce === 'ImmediateOrCancel' && isZero(cumQty),
  );
  return missed.length >= MOST_MISSED;
}

const patient = (work: Work): Work =>
  takesOnly(work) || limitPriceOf(work.terms) === null ? work : { ...work, isPatient: true };

const takesOnly = ({ timeInForce }: Work): boolean =>
  timeInForce === 'ImmediateOrCancel' || timeInForce === 'FillOrKill';

export const isWaiting = ({ terms, triggeredAt }: OrderState): boolean =>
  'stopPx' in terms && triggeredAt === null;

export function childrenOf(state: EngineState, parent: OrderInMemory): readonly OrderState[] {
  return parent.children.flatMap((id) => mapGet(state.orders, id)?.order ?? []);
}

/** A child that may still trade, or whose trades were told and are not all booked. */
export const worksStill = (state: EngineState, parent: OrderInMemory): boolean =>
  childrenOf(state, parent).some(
    (child) => !isEnded(child.ordStatus) || signOf(missingQtyOf(child)) > 0,
  );

/** More was traded meanwhile than it was to become: it stays as it was, and nothing more is routed. */
function takeChange(draft: Draft, { order }: OrderInMemory): void {
  const { at } = draft.moment;
  const { clOrdId } = order.placement;
  const isTooLate = order.replacing !== null && lessThan(order.replacing.orderQty, order.cumQty);
  if (!isTooLate) {
    draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'Replaced', at } });
    return;
  }
  draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'ReplaceRejected', at } });
  endUnrouted(draft, clOrdId, null);
}

/** The work that is left of a parent; null where there is none. */
export function workOf(state: EngineState, parent: OrderInMemory): Work | null {
  const { order, client, strategy, allocation } = parent;
  const quantity = unroutedQty(order, childrenOf(state, parent));
  if (signOf(quantity) <= 0) return null;
  const { placement, orderQty, cumQty, terms } = order;
  const { account, placedBy, instrument, side, timeInForce, expireTime } = placement;
  const owner = client ?? HOUSE;
  const block = allocation?.pre ?? null;
  return {
    clOrdId: placement.clOrdId,
    account,
    client: owner,
    block,
    parts: partsOf(owner, account, block),
    strategy: strategy as StrategyId | null,
    placedBy,
    isAutomatic: strategy !== null,
    instrument,
    side,
    orderQty,
    terms: isWaiting(order) ? terms : releasedTerms(terms),
    timeInForce,
    expireTime,
    isPostOnly: placement.isPostOnly,
    isReduceOnly: placement.isReduceOnly,
    isFlattening: false,
    quantity: quantity as Quantity,
    leaves: subtract(orderQty, cumQty),
    isCounted: true,
  };
}

/** While a child works the parent does too; then it is refused where nothing of it was traded. */
export function endUnrouted(
  draft: Draft,
  clOrdId: ClOrdId,
  rejection: OrderRejection | null,
): void {
  const parent = mapGet(draft.state.orders, clOrdId);
  if (parent === undefined || isEnded(parent.order.ordStatus)) return;
  if (worksStill(draft.state, parent)) return;
  const { at } = draft.moment;
  const { cumQty } = parent.order;
  const isRefused = rejection !== null && signOf(cumQty) === 0;
  draft.add({
    type: 'OrderMoved',
    clOrdId,
    event: isRefused ? { kind: 'Rejected', at, rejection } : { kind: 'Canceled', at, cumQty },
  });
  evictLater(draft, clOrdId);
}
