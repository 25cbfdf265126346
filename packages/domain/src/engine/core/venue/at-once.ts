/** What a person wants to know now, before its turn: a question more, and nothing but a question. */
import { mapEach, mapGet } from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { ClOrdId, OrderRequest } from '../../../trading/index.ts';
import { orderOf } from '../apply/orders.ts';
import type { Draft } from '../draft.ts';
import { askNow } from './confirm.ts';
import { takeSnapshot } from './reconcile.ts';

/**
 * Asks about each request of the order, or of its children, that has no proven outcome and no question
 * under way.
 * @returns how many questions left; null for an order that is not here.
 */
export function askAtOnce(draft: Draft, clOrdId: ClOrdId): number | null {
  const found = orderOf(draft.state, clOrdId);
  if (found === undefined) return null;
  const ids = new Set([found.order.placement.clOrdId as string, ...found.children]);
  const open: { readonly id: string; readonly request: OrderRequest }[] = [];
  mapEach(draft.state.confirming, ({ request, askedMs }, key) => {
    const id = key.slice(0, key.indexOf('|'));
    if (ids.has(id) && askedMs === null) open.push({ id, request });
  });
  open.sort((a, b) => (a.id + a.request < b.id + b.request ? -1 : 1));
  for (const { id, request } of open) askNow(draft, id, request);
  return open.length;
}

/** False where there is no such account, or nothing can be asked because it has no key. */
export function compareNow(draft: Draft, venueAccount: VenueAccountId): boolean {
  const terms = mapGet(draft.state.config.venueAccounts, venueAccount);
  if (terms === undefined || terms.key === null) return false;
  takeSnapshot(draft, venueAccount, 'Timer');
  return true;
}
