/** A new run. */
import { mapEntries } from '../../../kernel/index.ts';
import { isEnded, type OrderRequest } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { stopTurnedOff } from '../placing/index.ts';
import { advance, beginConfirming, startConfirming } from '../venue/confirm.ts';
import { compareDaily } from '../venue/daily.ts';
import { type Child, childOf, childrenWhere } from '../venue/orders.ts';
import { takeSnapshot } from '../venue/reconcile.ts';

/**
 * What has no answer may have been sent: it is unconfirmed. No new order leaves by an account until it
 * agrees with our books.
 */
export function onStarted(draft: Draft, input: Extract<Input, { kind: 'Started' }>): void {
  const { at, ms } = draft.moment;
  const { run, epoch, rules } = input;
  draft.add({ type: 'RunStarted', at, ms, run, epoch, ...(rules !== undefined && { rules }) });
  for (const [venueAccount, { key }] of mapEntries(draft.state.config.venueAccounts)) {
    const why = 'A new run compares first.';
    draft.add({ type: 'VenueAccountReconciling', at, venueAccount, why });
    if (key !== null) takeSnapshot(draft, venueAccount, 'Start');
  }
  stopTurnedOff(draft);
  compareDaily(draft);
  askAgain(draft);
  // Of many that work few wait for an answer: those alone are put in order.
  const waiting = childrenWhere(draft.state, (child) => openRequests(child).length > 0);
  for (const { order } of waiting) {
    const id = order.placement.clOrdId;
    const child = childOf(draft.state, id);
    if (child === undefined) continue;
    for (const request of openRequests(child)) startConfirming(draft, id, request, null);
  }
}

/** What was in doubt before is so still. A cancel may be sent again; nothing else of before may. */
function askAgain(draft: Draft): void {
  for (const [key, { request }] of mapEntries(draft.state.confirming)) {
    const child = childOf(draft.state, key.slice(0, key.indexOf('|')));
    if (child === undefined) continue;
    if (request === 'Cancel') beginConfirming(draft, child, request);
    advance(draft, child.order.placement.clOrdId, request);
  }
}

const NONE: readonly OrderRequest[] = [];

function openRequests({ order }: Child): readonly OrderRequest[] {
  const isSettled = order.isAcknowledged && !order.isCancelAsked && order.replacing === null;
  if (isSettled || isEnded(order.ordStatus)) return NONE;
  const open: OrderRequest[] = [];
  if (!order.isAcknowledged) open.push('New');
  if (order.isCancelAsked) open.push('Cancel');
  if (order.replacing !== null) open.push('Replace');
  return open;
}
