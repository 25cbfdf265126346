/** Asking venues to cancel, without waiting for any of them. */
import { addMs, type UtcTime } from '../../../kernel/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { SentRef } from '../effect.ts';
import { endUnrouted } from '../placing/remainder.ts';
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

/** Nothing is routed for it any more; where no child works and no fill is missing, it ends here. */
export function askCancelOfParent(draft: Draft, parent: OrderInMemory): void {
  const { at } = draft.moment;
  const { clOrdId } = parent.order.placement;
  if (isEnded(parent.order.ordStatus)) return;
  if (!parent.order.isCancelAsked) {
    draft.add({ type: 'OrderMoved', clOrdId, event: { kind: 'CancelAsked', at } });
  }
  endUnrouted(draft, clOrdId, null);
}
