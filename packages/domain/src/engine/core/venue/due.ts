/** What time alone brings: questions, requests without an answer, fills that nobody claimed. */
import { addMs, mapEach, mapGet } from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import { type ClOrdId, isEnded, type OrderRequest } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { advance, startConfirming } from './confirm.ts';
import { evictOrder } from './ends.ts';
import { askFills, giveUpOverdue } from './fills.ts';
import { recheckLater } from './later.ts';
import { childOf, childrenWhere, isMissingSomething } from './orders.ts';
import { takeSnapshot } from './reconcile.ts';
import { ANSWER_MS } from './rules.ts';

/**
 * What of unconfirmed requests is due, and orders without an answer for 5 s become unconfirmed: each
 * time `TimeCame`.
 */
export function confirmDue(draft: Draft): void {
  const open: { readonly clOrdId: string; readonly request: OrderRequest }[] = [];
  mapEach(draft.state.confirming, ({ request }, key) => {
    open.push({ clOrdId: key.slice(0, key.indexOf('|')), request });
  });
  open.sort((a, b) => (a.clOrdId + a.request < b.clOrdId + b.request ? -1 : 1));
  for (const { clOrdId, request } of open) advance(draft, clOrdId, request);
  const before = addMs(draft.moment.at, -ANSWER_MS);
  const silent = childrenWhere(
    draft.state,
    ({ order }) =>
      !order.isAcknowledged &&
      !isEnded(order.ordStatus) &&
      order.unconfirmed.New === undefined &&
      order.placedAt <= before,
  );
  for (const { order } of silent) {
    startConfirming(draft, order.placement.clOrdId, 'New', null);
  }
  const accounts: VenueAccountId[] = [];
  mapEach(draft.state.early, (_, venueAccount) => accounts.push(venueAccount));
  for (const venueAccount of accounts.sort()) giveUpOverdue(draft, venueAccount);
}

/** Of the agenda's `Evict`: a parent with its children, or again later while something is missing. */
export function evict(draft: Draft, subject: ClOrdId): void {
  evictOrder(draft, subject);
}

/** Of the agenda's `Recheck`: an order whose fills or fees are missing, or a venue account to compare. */
export function recheck(draft: Draft, subject: string): void {
  const terms = mapGet(draft.state.config.venueAccounts, subject as VenueAccountId);
  if (terms !== undefined) {
    if (terms.key !== null) takeSnapshot(draft, terms.id, 'Timer');
    return;
  }
  const child = childOf(draft.state, subject);
  if (child === undefined) return;
  const { order } = child;
  const isWorking = !isEnded(order.ordStatus);
  if (isWorking && order.isCancelAsked) startConfirming(draft, subject, 'Cancel', null);
  const isMissing = isMissingSomething(draft.state, child);
  if (!isMissing && !isWorking) return;
  askFills(draft, child);
  if (isMissing) recheckLater(draft, subject);
}
