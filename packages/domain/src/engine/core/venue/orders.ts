/** Finding an order, naming it to its venue, and moving it: what does not fit is a contradiction. */
import { isZero, mapEach, mapGet } from '../../../kernel/index.ts';
import type { Place } from '../../../ledger/index.ts';
import type { InstrumentId, Side, VenueAccountId, VenueId } from '../../../market-data/index.ts';
import {
  applyToOrder,
  isEnded,
  missingQtyOf,
  type OrderContradiction,
  type OrderEvent,
  type OrderRequest,
  type OrderState,
  type VenueOrder,
} from '../../../trading/index.ts';
import { orderAtVenue, orderOf } from '../apply/orders.ts';
import type { Draft } from '../draft.ts';
import type { SentRef } from '../effect.ts';
import type { EngineState, OrderInMemory } from '../state.ts';

export const placeOf = (venueAccount: VenueAccountId): Place => ({
  kind: 'Venue',
  id: venueAccount,
});

export function venueOf(state: EngineState, venueAccount: VenueAccountId | null): VenueId | null {
  if (venueAccount === null) return null;
  return mapGet(state.config.venueAccounts, venueAccount)?.venue ?? null;
}

/** A child that is at a venue, with its account there. */
export type Child = OrderInMemory & { readonly venueAccount: VenueAccountId };

export function childOf(state: EngineState, clOrdId: string): Child | undefined {
  const found = orderOf(state, clOrdId);
  return found !== undefined && isChild(found) ? found : undefined;
}

const isChild = (memory: OrderInMemory): memory is Child => memory.venueAccount !== null;

/** Whose fill or report it is: by our name of it, else by the venue's. */
export function toldOf(
  state: EngineState,
  venueAccount: VenueAccountId,
  told: { readonly clOrdId: string | null; readonly orderId: string },
): Child | undefined {
  const named = told.clOrdId === null ? undefined : childOf(state, told.clOrdId);
  if (named?.venueAccount === venueAccount) return named;
  const found = orderAtVenue(state, venueAccount, told.orderId);
  return found !== undefined && isChild(found) ? found : undefined;
}

/** Of all orders, in the order of their names: for what is rare, and for what time brings. */
export function childrenWhere(
  { orders }: EngineState,
  test: (child: Child) => boolean,
): readonly Child[] {
  const found: Child[] = [];
  mapEach(orders, (memory) => {
    if (isChild(memory) && test(memory)) found.push(memory);
  });
  return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const nameOf = ({ order }: Child): string => order.placement.clOrdId;

/** An order there whose venue's name we don't know: what is told by that name alone may be its. */
export function mayBeOurs(
  state: EngineState,
  venueAccount: VenueAccountId,
  { instrument, side }: { readonly instrument: InstrumentId; readonly side: Side },
): boolean {
  const found = childrenWhere(
    state,
    ({ venueAccount: there, order }) =>
      there === venueAccount &&
      order.placement.instrument === instrument &&
      order.placement.side === side &&
      !isEnded(order.ordStatus) &&
      (order.orderId === null || order.replacing !== null),
  );
  return found.length > 0;
}

/** The name it is known by at its venue now; while a change is open, `asReplaced` is the new one. */
export function refOf({ order }: OrderInMemory, asReplaced = false): SentRef {
  const { clOrdIds, orderId, placement, placedAt, replacing } = order;
  const { instrument } = placement;
  if (asReplaced && replacing !== null) {
    return { clOrdId: replacing.clOrdId, orderId: null, instrument, sentAt: placedAt };
  }
  const clOrdId = clOrdIds.at(-1) ?? placement.clOrdId;
  return { clOrdId, orderId, instrument, sentAt: placedAt };
}

/** The very order that was sent. */
export function sentOrderOf({ order }: OrderInMemory): VenueOrder {
  const { clOrdId, instrument, side, orderQty, terms } = order.placement;
  const { timeInForce, expireTime, isPostOnly } = order.placement;
  return {
    clOrdId,
    instrument,
    side,
    orderQty,
    terms,
    timeInForce,
    expireTime,
    isPostOnly,
  };
}

export type Moved =
  | { readonly kind: 'Changed' | 'Repeat' | 'LateFill' }
  | { readonly kind: 'Contradicted'; readonly contradiction: OrderContradiction };

/** Only what fits becomes an event; a doubt that this answers is over. */
export function move(draft: Draft, memory: OrderInMemory, event: OrderEvent): Moved {
  const id = memory.order.placement.clOrdId;
  const now = orderOf(draft.state, id);
  if (now === undefined) return { kind: 'Repeat' };
  const applied = applyToOrder(now.order, event);
  if (!applied.ok) return { kind: 'Contradicted', contradiction: applied.error };
  if (applied.value.change === 'Repeat') return { kind: 'Repeat' };
  draft.add({ type: 'OrderMoved', clOrdId: id, event });
  endAnswered(draft, id, applied.value.state);
  return { kind: applied.value.change };
}

const REQUESTS: readonly OrderRequest[] = ['New', 'Cancel', 'Replace'];

export const confirmingKey = (clOrdId: string, request: OrderRequest) => `${clOrdId}|${request}`;

function endAnswered(draft: Draft, id: string, order: OrderState): void {
  for (const request of REQUESTS) {
    const isOpen = mapGet(draft.state.confirming, confirmingKey(id, request)) !== undefined;
    if (!isOpen || order.unconfirmed[request] !== undefined) continue;
    const { clOrdId } = order.placement;
    draft.add({ type: 'ConfirmingEnded', clOrdId, request, how: 'Answered' });
  }
}

/** Requests of it whose outcome is being asked for. */
export function confirmingOf(state: EngineState, clOrdId: string): readonly OrderRequest[] {
  return REQUESTS.filter(
    (request) => mapGet(state.confirming, confirmingKey(clOrdId, request)) !== undefined,
  );
}

/** Fills that were booked without their fee, by execution. */
export function feesMissing(state: EngineState, { order, venueAccount }: Child): boolean {
  return order.fills.some(({ execId }) => {
    const known = mapGet(state.execIds, `${venueAccount}|${execId}`);
    return known !== undefined && known.fee === null;
  });
}

/** Its venue told of more than it told fills for, or of a fill without its fee. */
export const isMissingSomething = (state: EngineState, child: Child): boolean =>
  !isZero(missingQtyOf(child.order)) || feesMissing(state, child);

export function alert(
  draft: Draft,
  code: string,
  severity: 'Info' | 'Warning' | 'Critical',
  of: { readonly venueAccount: VenueAccountId | null; readonly subject: string },
): void {
  const { venueAccount, subject } = of;
  const venue = venueOf(draft.state, venueAccount);
  draft.perform({ kind: 'Alert', code, severity, venue, subject });
}
