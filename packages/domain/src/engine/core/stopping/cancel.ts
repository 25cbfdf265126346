/** Asking venues to cancel, without waiting for any of them. */
import { addMs, mapGet, type UtcTime } from '../../../kernel/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { SentRef } from '../effect.ts';
import type { OrderInMemory } from '../state.ts';

/** A cancel that has waited longer than this is asked for anew rather than sent. */
const CANCEL_SENDABLE_MS = 10_000;

function sentRefOf({ order }: OrderInMemory): SentRef {
  const { clOrdIds, orderId, placement, placedAt } = order;
  const clOrdId = clOrdIds.at(-1) ?? placement.clOrdId;
  return { clOrdId, orderId, instrument: placement.instrument, sentAt: placedAt };
}

/** Asked again where it was asked before: what is canceled twice is canceled once. */
export function askCancelOfChild(draft: Draft, memory: OrderInMemory): void {
  const { order, venueAccount } = memory;
  if (isEnded(order.ordStatus) || venueAccount === null) return;
  const { at } = draft.moment;
  const { clOrdId } = order.placement;
  draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'CancelAsked', at } });
  const notAfter: UtcTime = addMs(at, CANCEL_SENDABLE_MS);
  draft.perform({ kind: 'CancelOrder', venueAccount, order: sentRefOf(memory), notAfter });
}

export function hasWorkingChild(draft: Draft, parent: OrderInMemory): boolean {
  return parent.children.some((id) => {
    const child = mapGet(draft.state.orders, id);
    return child !== undefined && !isEnded(child.order.ordStatus);
  });
}

/** Nothing is routed for it any more; without a working child it ends here. */
export function askCancelOfParent(draft: Draft, parent: OrderInMemory): void {
  const { at } = draft.moment;
  const { clOrdId } = parent.order.placement;
  if (isEnded(parent.order.ordStatus)) return;
  if (!parent.order.isCancelAsked) {
    draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'CancelAsked', at } });
  }
  if (hasWorkingChild(draft, parent)) return;
  const { cumQty } = parent.order;
  draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'Canceled', at, cumQty } });
}
