/**
 * What of a child may be sent elsewhere once it has ended. The remainder of an order that may still
 * live at a venue is never moved: it would be bought twice.
 */
import {
  type Decimal,
  err,
  greaterThan,
  least,
  ok,
  type Result,
  signOf,
  subtract,
  type UtcTime,
} from '../kernel/index.ts';
import type { ClOrdId } from './order.ts';
import type { EvidenceId, OrderRequest } from './order-event.ts';
import type { OrderState } from './order-state.ts';
import { isEnded, type OrdStatus } from './order-status.ts';
import { unroutedQty, withChildren } from './parent-order.ts';

export type FailoverRefusal =
  | {
      readonly code: 'Unconfirmed';
      readonly request: OrderRequest;
      readonly since: UtcTime;
      readonly evidence: EvidenceId;
    }
  | { readonly code: 'StillWorks'; readonly ordStatus: OrdStatus }
  /** The venue told of more than was booked: the fills come first. */
  | { readonly code: 'FillsMissing'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'NotAChild'; readonly clOrdId: ClOrdId }
  | { readonly code: 'ParentEnds'; readonly ordStatus: OrdStatus }
  | { readonly code: 'NothingLeft' };

/** In base asset: never more than the child left, and never more than the parent has free. */
export function movableQty(
  child: OrderState,
  parent: OrderState,
  children: readonly OrderState[],
): Result<Decimal, FailoverRefusal> {
  const { clOrdId } = child.placement;
  if (!children.includes(child) || child.placement.parentClOrdId !== parent.placement.clOrdId) {
    return err({ code: 'NotAChild', clOrdId });
  }
  for (const request of ['New', 'Cancel', 'Replace'] as const) {
    const doubt = child.unconfirmed[request];
    if (doubt !== undefined) return err({ code: 'Unconfirmed', request, ...doubt });
  }
  const { ordStatus, cumQty, toldCumQty } = child;
  if (!isEnded(ordStatus)) return err({ code: 'StillWorks', ordStatus });
  if (toldCumQty !== null && greaterThan(toldCumQty, cumQty)) {
    return err({ code: 'FillsMissing', limit: toldCumQty, actual: cumQty });
  }
  const whole = withChildren(parent, children);
  const goesOn = whole.ordStatus === 'New' || whole.ordStatus === 'PartiallyFilled';
  if (!goesOn) return err({ code: 'ParentEnds', ordStatus: whole.ordStatus });
  const quantity = least(subtract(child.orderQty, cumQty), unroutedQty(whole, children));
  return signOf(quantity) > 0 ? ok(quantity) : err({ code: 'NothingLeft' });
}
