import { mapGet } from '../../kernel/index.ts';
import type { VenueAccountId } from '../../market-data/index.ts';
import { type ClOrdId, isEnded, type VenueFill } from '../../trading/index.ts';
import { orderAtVenue, orderOf } from './apply/orders.ts';
import type { EngineState } from './state.ts';

/**
 * Whether an order that was decided is still to be sent, or changed: not once its cancel was decided.
 * Asked while it stands in a venue's line, because a cancel overtakes it there.
 */
export function isToBeMade(state: EngineState, clOrdId: ClOrdId): boolean {
  const order = orderOf(state, clOrdId)?.order;
  return order !== undefined && !order.isCancelAsked && !isEnded(order.ordStatus);
}

/** Whether nobody here knows whose fill it is, nor has booked it: our rows may. */
export function isOfNobody(
  state: EngineState,
  venueAccount: VenueAccountId,
  fill: Pick<VenueFill, 'execId' | 'clOrdId' | 'orderId'>,
): boolean {
  if (mapGet(state.execIds, `${venueAccount}|${fill.execId}`) !== undefined) return false;
  const named = fill.clOrdId === null ? undefined : orderOf(state, fill.clOrdId);
  return named === undefined && orderAtVenue(state, venueAccount, fill.orderId) === undefined;
}
