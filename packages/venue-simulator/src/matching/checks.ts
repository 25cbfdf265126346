/** Why an order is turned away before it meets the book. */
import { isMultiple, multiply, ONE } from '../kernel/fixed.ts';
import type { Instrument, InstrumentState } from './instrument.ts';
import type { OrderRequest, OrderType, RejectReason } from './order.ts';

const WITH_PRICE: ReadonlySet<OrderType> = new Set(['Limit', 'StopLimit', 'LimitIfTouched']);
const WITH_TRIGGER: ReadonlySet<OrderType> = new Set([
  'Stop',
  'StopLimit',
  'MarketIfTouched',
  'LimitIfTouched',
]);

export function hasPrice(type: OrderType): boolean {
  return WITH_PRICE.has(type);
}

export function hasTrigger(type: OrderType): boolean {
  return WITH_TRIGGER.has(type);
}

export interface MarketFacts {
  readonly instrument: Instrument;
  readonly state: InstrumentState;
  readonly lastPrice: bigint | null;
}

export function rejectReason(
  request: OrderRequest,
  { instrument, state, lastPrice }: MarketFacts,
): RejectReason | undefined {
  if (state === 'Halted') return 'InstrumentHalted';
  if (state === 'CancelOnly') return 'InstrumentCancelOnly';
  return (
    priceReason(request, instrument, lastPrice) ??
    qtyReason(request, instrument) ??
    notionalReason(request, instrument, lastPrice)
  );
}

function priceReason(
  { type, price, stopPrice }: OrderRequest,
  { tickSize, priceBand }: Instrument,
  lastPrice: bigint | null,
): RejectReason | undefined {
  if (hasTrigger(type)) {
    if (stopPrice === null || stopPrice <= 0n) return 'StopPriceMissing';
    if (!isMultiple(stopPrice, tickSize)) return 'PriceNotOnTick';
  }
  if (!hasPrice(type)) return undefined;
  if (price === null || price <= 0n) return 'PriceMissing';
  if (!isMultiple(price, tickSize)) return 'PriceNotOnTick';
  if (priceBand === null || lastPrice === null) return undefined;
  const away = price > lastPrice ? price - lastPrice : lastPrice - price;
  return away > multiply(lastPrice, priceBand) ? 'PriceOutOfBand' : undefined;
}

function qtyReason(
  { type, qty, quoteQty }: OrderRequest,
  { stepSize, minQty, maxQty }: Instrument,
): RejectReason | undefined {
  if (qty === null) {
    return type === 'Market' && quoteQty !== null && quoteQty > 0n ? undefined : 'QtyMissing';
  }
  if (qty <= 0n || qty < minQty) return 'QtyTooSmall';
  if (!isMultiple(qty, stepSize)) return 'QtyNotOnStep';
  return qty > maxQty ? 'QtyTooLarge' : undefined;
}

function notionalReason(
  { qty, quoteQty, price, stopPrice }: OrderRequest,
  { minNotional }: Instrument,
  lastPrice: bigint | null,
): RejectReason | undefined {
  const at = price ?? stopPrice ?? lastPrice;
  const notional = quoteQty ?? (qty === null || at === null ? null : (qty * at) / ONE);
  return notional !== null && notional < minNotional ? 'NotionalTooSmall' : undefined;
}
