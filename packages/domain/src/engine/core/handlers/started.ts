/** A new run. */
import { mapEntries } from '../../../kernel/index.ts';
import { isEnded, type OrderRequest } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { Input } from '../input.ts';
import { advance, startConfirming } from '../venue/confirm.ts';
import { type Child, childOf } from '../venue/orders.ts';
import { takeSnapshot } from '../venue/reconcile.ts';

/**
 * What has no answer may have been sent: it is unconfirmed. No new order leaves by an account until it
 * agrees with our books.
 */
export function onStarted(draft: Draft, { run, epoch }: Extract<Input, { kind: 'Started' }>): void {
  const { at, ms } = draft.moment;
  draft.add({ type: 'RunStarted', at, ms, run, epoch });
  for (const [venueAccount, { key }] of mapEntries(draft.state.config.venueAccounts)) {
    const why = 'A new run compares first.';
    draft.add({ type: 'VenueAccountReconciling', at, venueAccount, why });
    if (key !== null) takeSnapshot(draft, venueAccount, 'Start');
  }
  for (const [, { request }, clOrdId] of openConfirming(draft)) advance(draft, clOrdId, request);
  for (const [id] of mapEntries(draft.state.orders)) {
    const child = childOf(draft.state, id);
    if (child === undefined || isEnded(child.order.ordStatus)) continue;
    for (const request of openRequests(child)) startConfirming(draft, id, request, null);
  }
}

const openConfirming = (draft: Draft) =>
  mapEntries(draft.state.confirming).map(
    ([key, confirming]) => [key, confirming, key.split('|')[0] ?? ''] as const,
  );

function openRequests({ order }: Child): readonly OrderRequest[] {
  const open: OrderRequest[] = [];
  if (!order.isAcknowledged) open.push('New');
  if (order.isCancelAsked) open.push('Cancel');
  if (order.replacing !== null) open.push('Replace');
  return open;
}
