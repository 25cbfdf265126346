/** Orders and fills for tests of trading. */
import {
  type AccountId,
  type Decimal,
  decimal,
  fromEpochMs,
  type Price,
  type Quantity,
} from '../kernel/index.ts';
import type { InstrumentId, VenueId } from '../market-data/index.ts';
import type { ClOrdId, VenueFill } from './order.ts';
import type { EvidenceId, OrderEvent, OrderPlacement } from './order-event.ts';
import { applyToOrder, type OrderState, placeOrder } from './order-state.ts';

export const AT = fromEpochMs(1_795_000_000_000);
export const EVIDENCE = 'evidence-1' as EvidenceId;
export const qty = (value: string | Decimal): Quantity =>
  (typeof value === 'string' ? decimal(value) : value) as Quantity;
export const px = (value: string): Price => decimal(value) as Price;

export function aPlacement(change: Partial<OrderPlacement> = {}): OrderPlacement {
  return {
    clOrdId: 'child-1' as ClOrdId,
    level: 'Child',
    parentClOrdId: 'parent-1' as ClOrdId,
    account: 'account-1' as AccountId,
    placedBy: null,
    venue: 'kraken' as VenueId,
    instrument: 'BTC/EUR' as InstrumentId,
    side: 'Buy',
    orderQty: qty('10'),
    terms: { ordType: 'Limit', price: px('100') },
    timeInForce: 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
    ...change,
  };
}

export const anOrder = (change: Partial<OrderPlacement> = {}): OrderState =>
  placeOrder({ kind: 'OrderPlaced', at: AT, placement: aPlacement(change) });

export function aFill(execId: string, lastQty: string, lastPx = '100'): VenueFill {
  return {
    execId,
    orderId: 'V1',
    clOrdId: null,
    instrument: 'BTC/EUR' as InstrumentId,
    side: 'Buy',
    lastQty: qty(lastQty),
    lastPx: px(lastPx),
    fee: null,
    isMaker: null,
    at: AT,
  };
}

export const filledBy = (execId: string, lastQty: string, lastPx?: string): OrderEvent => ({
  kind: 'Filled',
  at: AT,
  fill: aFill(execId, lastQty, lastPx),
});
export const ACCEPTED: OrderEvent = { kind: 'Accepted', at: AT, orderId: 'V1' };
export const CANCEL_ASKED: OrderEvent = { kind: 'CancelAsked', at: AT };
export const canceledAt = (cumQty: string): OrderEvent => ({
  kind: 'Canceled',
  at: AT,
  cumQty: decimal(cumQty),
});

/** Every event has to fit. */
export function played(state: OrderState, ...events: readonly OrderEvent[]): OrderState {
  return events.reduce((order, event) => {
    const applied = applyToOrder(order, event);
    if (!applied.ok) throw new Error(`${event.kind}: ${JSON.stringify(applied.error)}`);
    return applied.value.state;
  }, state);
}
