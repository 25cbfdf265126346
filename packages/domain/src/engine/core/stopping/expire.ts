/** Orders whose time is over by our clock: Day and GoodTillDate where no venue ends them for us. */
import { mapGet, type UtcTime } from '../../../kernel/index.ts';
import { expiryOf, isEnded } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { evictLater } from '../placing/evict-later.ts';
import { worksStill } from '../placing/remainder.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { askCancelOfChild } from './cancel.ts';

/** A parent that waits for its children's end is looked at again so often. */
const EXPIRE_AGAIN_MS = 1_000;

/** Whether a parent's own time is over: of a Day by the cut-off of its client. */
export function isTimeOver(
  { config }: EngineState,
  { order, client }: OrderInMemory,
  at: UtcTime,
): boolean {
  const { placedAt, placement } = order;
  const { timeInForce, expireTime } = placement;
  const cutOffMs = client === null ? 0 : (mapGet(config.clients, client)?.dayCutOffMs ?? 0);
  const due = expiryOf({ timeInForce, placedAt, expireTime }, cutOffMs);
  return due !== null && due <= at;
}

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
  const id = placement.clOrdId;
  if (worksStill(draft.state, parent)) {
    if (!isCancelAsked) {
      draft.add({ type: 'OrderMoved', clOrdId: id, event: { kind: 'CancelAsked', at } });
    }
    again(EXPIRE_AGAIN_MS);
    return;
  }
  draft.add({ type: 'OrderMoved', clOrdId: id, event: { kind: 'Expired', at, cumQty } });
  evictLater(draft, id);
}
