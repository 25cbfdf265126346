/** Orders in Binance's words. What the venue would refuse is refused here, before anything is sent. */
import { err, ok, type Result, toText } from '@ultrathink/domain/kernel';
import { type TermsRefusal, termsRefusals } from '@ultrathink/domain/market-data';
import type { OrderTerms, TimeInForce, VenueOrder } from '@ultrathink/domain/trading';
import type { OrderRef } from '../contract/execution-client.ts';
import type { VenueInstrument } from '../contract/index.ts';

export type Parameters = Readonly<Record<string, string>>;

/** What stands in `NotSupported`. */
export type NotBuilt = string;

const TYPES: Readonly<Record<OrderTerms['ordType'], string>> = {
  Market: 'MARKET',
  Limit: 'LIMIT',
  Stop: 'STOP_LOSS',
  StopLimit: 'STOP_LOSS_LIMIT',
  MarketIfTouched: 'TAKE_PROFIT',
  LimitIfTouched: 'TAKE_PROFIT_LIMIT',
};

const TIMES: Readonly<Partial<Record<TimeInForce, string>>> = {
  GoodTillCancel: 'GTC',
  ImmediateOrCancel: 'IOC',
  FillOrKill: 'FOK',
};

/** Parameters of a new order, as `POST /api/v3/order` and the second leg of a replacement take them. */
export function orderParameters(
  order: VenueOrder,
  listed: VenueInstrument,
): Result<Parameters, NotBuilt> {
  const refusal = shapeRefusal(order, listed) ?? figuresRefusal(order, listed);
  if (refusal !== null) return err(refusal);
  const { terms } = order;
  return ok({
    symbol: listed.symbol,
    side: order.side === 'Buy' ? 'BUY' : 'SELL',
    type: order.isPostOnly ? 'LIMIT_MAKER' : TYPES[terms.ordType],
    quantity: toText(order.orderQty),
    newClientOrderId: order.clOrdId,
    newOrderRespType: 'FULL',
    ...('price' in terms ? { price: toText(terms.price) } : {}),
    ...('stopPx' in terms ? { stopPrice: toText(terms.stopPx) } : {}),
    ...timeInForce(order),
  });
}

/** Only what rests at a price, and is no post-only order, takes a time in force. */
function timeInForce({ terms, isPostOnly, timeInForce: time }: VenueOrder): Parameters {
  const text = TIMES[time];
  return 'price' in terms && !isPostOnly && text !== undefined ? { timeInForce: text } : {};
}

function shapeRefusal(order: VenueOrder, { can, symbol }: VenueInstrument): NotBuilt | null {
  const { ordType } = order.terms;
  const times = can.ordTypes[ordType];
  if (times === undefined) return `${symbol} has no ${ordType} orders`;
  if (!times.includes(order.timeInForce)) {
    return `${symbol} has no ${ordType} orders ${order.timeInForce}`;
  }
  if (order.expireTime !== null) return `${symbol} has no orders that expire at a time`;
  if (!order.isPostOnly) return null;
  if (!can.postOnly) return `${symbol} has no post-only orders`;
  const isPlain = ordType === 'Limit' && order.timeInForce === 'GoodTillCancel';
  return isPlain ? null : `a post-only order is Limit and GoodTillCancel`;
}

function figuresRefusal(order: VenueOrder, { terms }: VenueInstrument): NotBuilt | null {
  const price = 'price' in order.terms ? order.terms.price : null;
  const stop = 'stopPx' in order.terms ? order.terms.stopPx : null;
  const quantity = order.orderQty;
  const refusals = [
    ...termsRefusals(terms, { quantity, price }),
    ...termsRefusals(terms, { quantity, price: stop }).filter(isOfPrice),
  ];
  if (refusals.length === 0) return null;
  return refusals
    .map(({ code, limit, actual }) => `${code}: limit ${limit}, actual ${actual}`)
    .join('; ');
}

const isOfPrice = ({ code }: TermsRefusal): boolean => code === 'PriceNotOnTick';

/**
 * The order that is meant. With both ids the venue looks it up by its own and then compares ours, so
 * that an id of ours that was used again never names another order.
 */
export function nameParameters({ clOrdId, orderId }: OrderRef, symbol: string): Parameters {
  const own = { symbol, origClientOrderId: clOrdId };
  return orderId === null ? own : { ...own, orderId };
}

export function replaceParameters({ clOrdId, orderId }: OrderRef, to: Parameters): Parameters {
  return {
    ...to,
    // The old order still working is worse than the new one missing.
    cancelReplaceMode: 'STOP_ON_FAILURE',
    cancelOrigClientOrderId: clOrdId,
    ...(orderId === null ? {} : { cancelOrderId: orderId }),
  };
}
