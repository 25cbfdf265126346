/** What follows of the end of a child: its hold is free, its rest goes elsewhere, its parent may end. */
import { isZero, mapGet } from '../../../kernel/index.ts';
import { forget, type HoldId, release } from '../../../ledger/index.ts';
import {
  type ClOrdId,
  isEnded,
  missingQtyOf,
  movableQty,
  type OrderState,
  unroutedQty,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { evictLater, routeRemainder } from '../placing/index.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { isTimeOver } from '../stopping/expire.ts';
import { evenBlock } from './blocks.ts';
import { recheckLater } from './later.ts';
import { alert, childOf, feesMissing, move } from './orders.ts';
import { MOST_ROUNDS } from './rules.ts';

const holdsOf = ({ holds, order }: OrderInMemory): readonly HoldId[] =>
  holds.length > 0 ? holds : [order.placement.clOrdId as unknown as HoldId];

/** After anything happened to a child. While fills of it are missing, its hold stays. */
export function settle(draft: Draft, clOrdId: string): void {
  settleChild(draft, clOrdId);
  const parent = childOf(draft.state, clOrdId)?.order.placement.parentClOrdId ?? null;
  if (parent !== null) evenBlock(draft, parent);
}

function settleChild(draft: Draft, clOrdId: string): void {
  const child = childOf(draft.state, clOrdId);
  if (child === undefined) return;
  const { order } = child;
  const parent = parentOf(draft.state, child);
  acceptParent(draft, child, parent);
  if (!isEnded(order.ordStatus)) return;
  if (!isZero(missingQtyOf(order))) {
    recheckLater(draft, clOrdId);
    return;
  }
  for (const id of holdsOf(child)) {
    const released = release(draft.state.ledger, id);
    if (!released.ok) continue;
    draft.add(...released.value.map((event) => ({ type: 'LedgerMoved' as const, event })));
  }
  if (parent === undefined) evictLater(draft, order.placement.clOrdId);
  else settleParent(draft, parent.order.placement.clOrdId, order);
}

function parentOf(state: EngineState, { order }: OrderInMemory): OrderInMemory | undefined {
  const { parentClOrdId } = order.placement;
  return parentClOrdId === null ? undefined : mapGet(state.orders, parentClOrdId);
}

/** What a venue has taken of it, it has. */
function acceptParent(
  draft: Draft,
  { order }: OrderInMemory,
  parent: OrderInMemory | undefined,
): void {
  if (parent?.order.ordStatus !== 'PendingNew' || !order.isAcknowledged) return;
  move(draft, parent, { kind: 'Accepted', at: draft.moment.at, orderId: null });
}

const childrenOf = (state: EngineState, parent: OrderInMemory): readonly OrderInMemory[] =>
  parent.children.flatMap((id) => mapGet(state.orders, id) ?? []);

const works = ({ order }: OrderInMemory): boolean =>
  !isEnded(order.ordStatus) || !isZero(missingQtyOf(order));

/** `ended`: the child that brought it here. */
function settleParent(draft: Draft, id: ClOrdId, ended: OrderState): void {
  const parent = mapGet(draft.state.orders, id);
  if (parent === undefined) return;
  const children = childrenOf(draft.state, parent);
  const isWorked = children.some(works);
  const { order } = parent;
  if (isEnded(order.ordStatus)) {
    if (!isWorked) evictLater(draft, id);
    return;
  }
  if (endsHere(draft, parent)) {
    if (!isWorked) endParent(draft, parent);
    return;
  }
  if (order.replacing !== null) {
    if (!isWorked) routeRemainder(draft, id, 'Amended');
  } else {
    failOver(draft, parent, children, ended);
  }
  const after = mapGet(draft.state.orders, id);
  if (after !== undefined && isEnded(after.order.ordStatus)) evictLater(draft, id);
}

/** Its rest goes nowhere else: it was canceled, its time is over, or it takes what is there at once. */
function endsHere(draft: Draft, parent: OrderInMemory): boolean {
  const { order } = parent;
  const { timeInForce } = order.placement;
  if (order.isCancelAsked) return true;
  if (timeInForce === 'ImmediateOrCancel' || timeInForce === 'FillOrKill') return true;
  return isTimeOver(draft.state, parent, draft.moment.at);
}

function endParent(draft: Draft, parent: OrderInMemory): void {
  const { at } = draft.moment;
  const { order } = parent;
  const { cumQty } = order;
  const kind = isTimeOver(draft.state, parent, at) ? 'Expired' : 'Canceled';
  move(draft, parent, { kind, at, cumQty });
  evictLater(draft, order.placement.clOrdId);
}

/** What of the child may be sent elsewhere is routed again with all checks, so many times. */
function failOver(
  draft: Draft,
  parent: OrderInMemory,
  children: readonly OrderInMemory[],
  ended: OrderState,
): void {
  const { at } = draft.moment;
  const { clOrdId } = parent.order.placement;
  if (parent.order.ordStatus === 'PendingNew') {
    move(draft, parent, { kind: 'Accepted', at, orderId: null });
  }
  const now = mapGet(draft.state.orders, clOrdId) ?? parent;
  const states = children.map(({ order }) => order);
  const child = states.find(({ placement }) => placement.clOrdId === ended.placement.clOrdId);
  if (child === undefined || !movableQty(child, now.order, states).ok) return;
  const dead = states.filter((one) => isEnded(one.ordStatus) && one.ordStatus !== 'Filled');
  if (dead.length <= MOST_ROUNDS) {
    routeRemainder(draft, clOrdId, 'Failover');
    return;
  }
  if (!children.some(works)) endWithoutRoute(draft, now, states);
}

function endWithoutRoute(
  draft: Draft,
  parent: OrderInMemory,
  children: readonly OrderState[],
): void {
  const { at } = draft.moment;
  const { cumQty, placement } = parent.order;
  const rest = String(unroutedQty(parent.order, children));
  const detail = `${rest} came back from venues ${children.length} times.`;
  const reason = { code: 'NoRoute', detail } as const;
  if (isZero(cumQty)) {
    move(draft, parent, { kind: 'Rejected', at, rejection: { by: 'Engine', reason } });
  } else {
    move(draft, parent, { kind: 'Canceled', at, cumQty });
  }
  alert(draft, 'NoRoute', 'Warning', { venueAccount: null, subject: placement.clOrdId });
}

/** Gone from memory with its holds, unless something of it is missing yet: then later. */
export function evictOrder(draft: Draft, subject: ClOrdId): void {
  const entry = mapGet(draft.state.orders, subject);
  if (entry === undefined) return;
  const all = [entry, ...childrenOf(draft.state, entry)];
  if (all.some((one) => !isEnded(one.order.ordStatus))) return;
  const isMissing = all.some((one) => {
    const child = childOf(draft.state, one.order.placement.clOrdId);
    return child !== undefined && (works(child) || feesMissing(draft.state, child));
  });
  if (isMissing) {
    evictLater(draft, subject);
    return;
  }
  evenBlock(draft, subject);
  for (const id of all.flatMap(holdsOf)) {
    const forgotten = forget(draft.state.ledger, id);
    if (!forgotten.ok) continue;
    draft.add(...forgotten.value.map((event) => ({ type: 'LedgerMoved' as const, event })));
  }
  draft.add({ type: 'OrderEvicted', clOrdId: subject });
}
