/** Orders as events leave them: parents follow their children, and figures follow both. */
import {
  add,
  mapDelete,
  mapGet,
  mapSet,
  multiply,
  NUMERIC_SCALE,
  type PersistentMap,
  roundTo,
  type UtcTime,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import {
  type AllocatedLeg,
  applyToOrder,
  isEnded,
  type OrderState,
  placeOrder,
  type Share,
  startAllocation,
  withChildren,
} from '../../../trading/index.ts';
import type { EngineEvent } from '../event.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { withOrderWatched, withTriggerSight } from '../stopping/watching.ts';
import { withEnded, withFillDivided, withRule, withSealed } from './blocks.ts';
import { baseOf, Figures } from './figures.ts';
import { withSent, withSize } from './memory.ts';
import { childrenOf, restake } from './working.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;
type Orders = EngineState['orders'];

/** The order in memory under any name of ours it has had. */
export function orderOf(state: EngineState, clOrdId: string): OrderInMemory | undefined {
  const found = mapGet(state.orders, clOrdId);
  if (found !== undefined) return found;
  const first = mapGet(state.byOrderId, `|${clOrdId}`);
  return first === undefined ? undefined : mapGet(state.orders, first);
}

/** The order in memory that a venue names by its own id. */
export function orderAtVenue(
  state: EngineState,
  venueAccount: VenueAccountId,
  orderId: string,
): OrderInMemory | undefined {
  const clOrdId = mapGet(state.byOrderId, `${venueAccount}|${orderId}`);
  return clOrdId === undefined ? undefined : mapGet(state.orders, clOrdId);
}

const idOf = ({ order }: OrderInMemory): string => order.placement.clOrdId;

const inMemory = (state: EngineState, id: string | null | undefined) =>
  id === null || id === undefined ? undefined : mapGet(state.orders, id);

/** The parent as its children in `orders` make it; it ends when the last of it is traded. */
function followed(orders: Orders, parent: OrderInMemory, at: UtcTime): OrderInMemory {
  const order = withChildren(parent.order, childrenOf(orders, parent));
  const endedAt = isEnded(order.ordStatus) ? (order.endedAt ?? at) : null;
  return { ...parent, order: { ...order, endedAt } };
}

/** The state with these orders, and its figures as they follow from what changed. */
function withOrders(
  state: EngineState,
  orders: Orders,
  changed: readonly string[],
  more: Partial<Pick<EngineState, 'byOrderId'>> = {},
): EngineState {
  const figures = new Figures(state);
  let { watching } = state;
  for (const id of changed) {
    const [before, after] = [mapGet(state.orders, id), mapGet(orders, id)];
    restake(figures, { orders: state.orders, entry: before }, { orders, entry: after });
    watching = withOrderWatched(watching, before, after);
  }
  return { ...state, ...more, orders, watching, risk: figures.done() };
}

export function onParentPlaced(state: EngineState, event: EventOf<'ParentPlaced'>): EngineState {
  const { placement, at, client, strategy, protection } = event;
  const entry: OrderInMemory = {
    order: placeOrder({ kind: 'OrderPlaced', at, placement }),
    client,
    strategy,
    venueAccount: null,
    children: [],
    protection,
    notAfter: null,
    allocation: null,
    holds: [],
  };
  const { clOrdId } = placement;
  const next = withOrders(state, mapSet(state.orders, clOrdId, entry), [clOrdId]);
  return withSize(withSent(next, placement.account, { at, clOrdId }), placement);
}

export function onAllocationSealed(
  state: EngineState,
  event: EventOf<'AllocationSealed'>,
): EngineState {
  const { pre } = event;
  const blocks = withSealed(state, event);
  const entry = mapGet(state.orders, pre.order);
  if (entry === undefined) return { ...state, blocks };
  const allocation =
    entry.allocation === null
      ? startAllocation(pre)
      : withRule(entry.allocation, mapGet(blocks, pre.order), pre);
  const orders = mapSet(state.orders, pre.order, { ...entry, allocation });
  return { ...withOrders(state, orders, [pre.order]), blocks };
}

export function onChildPlaced(state: EngineState, event: EventOf<'ChildPlaced'>): EngineState {
  const { placement, at, venueAccount, notAfter, holds } = event;
  const { clOrdId } = placement;
  const parent = inMemory(state, placement.parentClOrdId);
  const entry: OrderInMemory = {
    order: placeOrder({ kind: 'OrderPlaced', at, placement }),
    client: parent?.client ?? null,
    strategy: parent?.strategy ?? null,
    venueAccount,
    children: [],
    protection: parent?.protection ?? 'EMULATED',
    notAfter,
    allocation: null,
    holds,
  };
  let orders = mapSet(state.orders, clOrdId, entry);
  const changed: string[] = [clOrdId];
  if (parent !== undefined) {
    const raised = { ...parent, children: [...parent.children, clOrdId] };
    orders = mapSet(orders, idOf(parent), followed(orders, raised, at));
    changed.push(idOf(parent));
  }
  return withSent(withOrders(state, orders, changed), placement.account, { at, clOrdId });
}

/** What does not fit changes nothing: who adds the event asks `applyToOrder` first. */
export function onOrderMoved(state: EngineState, moved: EventOf<'OrderMoved'>): EngineState {
  const entry = orderOf(state, moved.clOrdId);
  if (entry === undefined) return state;
  const { event } = moved;
  const applied = applyToOrder(entry.order, event);
  if (!applied.ok || applied.value.change === 'Repeat') return state;
  const after = { ...entry, order: applied.value.state };
  const id = idOf(entry);
  let orders = mapSet(state.orders, id, after);
  const changed = [id];
  const parent = inMemory(state, entry.order.placement.parentClOrdId);
  if (parent !== undefined) {
    orders = mapSet(orders, idOf(parent), followed(orders, parent, event.at));
    changed.push(idOf(parent));
  }
  const byOrderId = named(state.byOrderId, entry, after.order);
  const next = withOrders(state, orders, changed, { byOrderId });
  const isMessage = event.kind === 'ReplaceAsked' && entry.venueAccount !== null;
  const sent = { at: event.at, clOrdId: id };
  return isMessage ? withSent(next, entry.order.placement.account, sent) : next;
}

function named(
  byOrderId: PersistentMap<string, string>,
  before: OrderInMemory,
  after: OrderState,
): PersistentMap<string, string> {
  let names = byOrderId;
  const { venueAccount, order } = before;
  if (venueAccount !== null && after.orderId !== null && order.orderId !== after.orderId) {
    names = mapSet(names, `${venueAccount}|${after.orderId}`, idOf(before));
  }
  const name = after.replacing?.clOrdId;
  if (name !== undefined && name !== order.replacing?.clOrdId) {
    names = mapSet(names, `|${name}`, idOf(before));
  }
  return names;
}

export function onOrderEvicted(
  state: EngineState,
  { clOrdId }: EventOf<'OrderEvicted'>,
): EngineState {
  const entry = mapGet(state.orders, clOrdId);
  if (entry === undefined) return state;
  if (inMemory(state, entry.order.placement.parentClOrdId) !== undefined) return state;
  const gone = [clOrdId, ...entry.children];
  let { orders, byOrderId } = state;
  for (const id of gone) {
    const left = mapGet(state.orders, id);
    if (left === undefined) continue;
    orders = mapDelete(orders, id);
    byOrderId = unnamed(byOrderId, left);
  }
  const isBlock = entry.allocation !== null;
  const blocks = isBlock ? withEnded(state.blocks, clOrdId, entry.order.endedAt) : state.blocks;
  return { ...withOrders(state, orders, gone, { byOrderId }), blocks };
}

function unnamed(
  byOrderId: PersistentMap<string, string>,
  { order, venueAccount }: OrderInMemory,
): PersistentMap<string, string> {
  const names = [...order.clOrdIds, order.replacing?.clOrdId ?? ''].map((name) => `|${name}`);
  if (venueAccount !== null && order.orderId !== null) {
    names.push(`${venueAccount}|${order.orderId}`);
  }
  return names.reduce((all, name) => mapDelete(all, name), byOrderId);
}

export const onTriggerSight = (
  state: EngineState,
  event: EventOf<'TriggerSight'>,
): EngineState => ({
  ...state,
  watching: withTriggerSight(state.watching, mapGet(state.orders, event.clOrdId), event),
});

/** Of a block: its parent keeps what each account has of it so far. */
export function onFillAllocated(state: EngineState, event: EventOf<'FillAllocated'>): EngineState {
  const entry = orderOf(state, event.clOrdId);
  const parent = inMemory(state, entry?.order.placement.parentClOrdId) ?? entry;
  const allocation = parent?.allocation ?? null;
  if (parent === undefined || allocation === null) return state;
  const { fill, legs } = event;
  const notional = roundTo(multiply(fill.lastQty, fill.lastPx), NUMERIC_SCALE, 'HalfEven');
  const next: OrderInMemory = {
    ...parent,
    allocation: {
      ...allocation,
      cumQty: add(allocation.cumQty, fill.lastQty),
      notional: add(allocation.notional, notional),
      shares: allocation.shares.map((share) => shareWith(share, legs)),
    },
  };
  const orders = mapSet(state.orders, idOf(parent), next);
  const figures = new Figures(state);
  const asset = baseOf(parent.order.placement.instrument);
  for (const { account, client, lastQty: traded } of legs) {
    figures.move('account', account, asset, { traded });
    figures.move('client', client, asset, { traded });
  }
  const place = entry?.venueAccount ?? null;
  const blocks =
    place === null ? state.blocks : withFillDivided(state.blocks, idOf(parent), event, place);
  return { ...state, orders, blocks, risk: figures.done() };
}

function shareWith(share: Share, legs: readonly AllocatedLeg[]): Share {
  const leg = legs.find(({ account }) => account === share.account);
  if (leg === undefined) return share;
  return {
    ...share,
    cumQty: add(share.cumQty, leg.lastQty),
    notional: add(share.notional, leg.notional),
  };
}
