/** How an order comes to its children: the one door of this folder for the other handlers. */
import type { AccountId, Quantity } from '../../../kernel/index.ts';
import type { InstrumentId, Side, VenueAccountId } from '../../../market-data/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';

export type RouteReason = 'New' | 'Failover' | 'Triggered' | 'Amended';

/**
 * Routes what of a parent nobody works, with every check again. Where nothing comes of it and no child
 * works, the parent ends. An open change of the parent takes effect first, once no child works.
 */
export function routeRemainder(_draft: Draft, _parent: ClOrdId, _why: RouteReason): void {}

/** Asks for the end of a parent: of its working children at their venues, of the rest at once. */
export function cancelParent(_draft: Draft, _parent: ClOrdId): number {
  return 0;
}

/** Closes a position because FLATTEN stands: one reduce-only market order, by the same gate. */
export function placeFlattening(
  _draft: Draft,
  _account: AccountId,
  _venueAccount: VenueAccountId,
  _instrument: InstrumentId,
  _side: Side,
  _quantity: Quantity,
): void {}
