/** Orders whose time is over by our clock: Day and GoodTillDate where no venue ends them for us. */
import { mapGet } from '../../../kernel/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { askCancelOfChild, hasWorkingChild } from './cancel.ts';

/** A parent that waits for its children's end is looked at again so often. */
const EXPIRE_AGAIN_MS = 1_000;

/** Children are canceled first: what trades until then counts, and the parent ends once none works. */
export function expire(draft: Draft, clOrdId: string, again: (afterMs: number) => void): void {
  const parent = mapGet(draft.state.orders, clOrdId);
  if (parent === undefined || isEnded(parent.order.ordStatus)) return;
  for (const id of parent.children) {
    const child = mapGet(draft.state.orders, id);
    if (child !== undefined && !child.order.isCancelAsked) askCancelOfChild(draft, child);
  }
  const { at } = draft.moment;
  const { placement, cumQty, isCancelAsked } = parent.order;
  if (!hasWorkingChild(draft, parent)) {
    const event = { kind: 'Expired', at, cumQty } as const;
    draft.add({ type: 'OrderMoved', clOrdId: placement.clOrdId, event });
    return;
  }
  if (!isCancelAsked) {
    const event = { kind: 'CancelAsked', at } as const;
    draft.add({ type: 'OrderMoved', clOrdId: placement.clOrdId, event });
  }
  again(EXPIRE_AGAIN_MS);
}
