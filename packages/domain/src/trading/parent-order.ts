/**
 * A parent's figures are those of its children and nothing else: derived each time, never counted
 * twice. The parent's own events (a cancel, a change, its end) go through `applyToOrder` on what
 * `withChildren` gives.
 */
import { add, type Decimal, greatest, lessThan, signOf, subtract, ZERO } from '../kernel/index.ts';
import { leavesQtyOf, type OrderState } from './order-state.ts';
import { isEnded, statusAfter } from './order-status.ts';

const total = (children: readonly OrderState[], of: (child: OrderState) => Decimal): Decimal =>
  children.reduce((all, child) => add(all, of(child)), ZERO);

/** The parent as its children make it; its status moves by the one table, as fills would move it. */
export function withChildren(parent: OrderState, children: readonly OrderState[]): OrderState {
  const cumQty = total(children, (child) => child.cumQty);
  const notional = total(children, (child) => child.notional);
  const next = {
    ...parent,
    cumQty,
    notional,
    lateQty: total(children, (child) => child.lateQty),
  };
  if (signOf(cumQty) === 0) return next;
  const move = lessThan(cumQty, parent.orderQty) ? 'FillPart' : 'FillRest';
  const ordStatus = statusAfter(parent.ordStatus, move, true) ?? parent.ordStatus;
  return { ...next, ordStatus, isAcknowledged: true };
}

/**
 * What of the parent nobody works yet, in base asset. A child that has ended holds nothing back but
 * the fills its venue told and we have not booked: those may not be sent a second time.
 */
export function unroutedQty(parent: OrderState, children: readonly OrderState[]): Decimal {
  const traded = total(children, (child) => child.cumQty);
  const working = total(children, (child) => add(leavesQtyOf(child), missingQtyOf(child)));
  if (isEnded(parent.ordStatus)) return ZERO;
  return greatest(subtract(parent.orderQty, add(traded, working)), ZERO);
}

/** What the venue said was traded of an ended order and no fill was booked for yet. */
export function missingQtyOf({ toldCumQty, cumQty }: OrderState): Decimal {
  return toldCumQty === null ? ZERO : greatest(subtract(toldCumQty, cumQty), ZERO);
}
