import { type ClOrdId, isEnded } from '../../trading/index.ts';
import { orderOf } from './apply/orders.ts';
import type { EngineState } from './state.ts';

/**
 * Whether an order that was decided is still to be sent, or changed: not once its cancel was decided.
 * Asked while it stands in a venue's line, because a cancel overtakes it there.
 */
export function isToBeMade(state: EngineState, clOrdId: ClOrdId): boolean {
  const order = orderOf(state, clOrdId)?.order;
  return order !== undefined && !order.isCancelAsked && !isEnded(order.ordStatus);
}
