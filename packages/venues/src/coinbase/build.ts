/**
 * Orders in Coinbase's words. What the venue would refuse is refused here, before anything is sent. The
 * same order is always the same text: sent again, it is answered with the order that is there.
 */
import { err, ok, type Result, toText } from '@ultrathink/domain/kernel';
import { type Side, type TermsRefusal, termsRefusals } from '@ultrathink/domain/market-data';
import type { OrderTerms, VenueOrder, VenueOrderId } from '@ultrathink/domain/trading';
import type { VenueInstrument } from '../contract/capabilities.ts';

/** What stands in `NotSupported`. */
export type NotBuilt = string;

type Settings = Readonly<Record<string, string | boolean>>;

export interface NewOrderBody {
  /** In these letters: ccxt would send a random id of its own in place of any other spelling. */
  readonly client_order_id: string;
  readonly product_id: string;
  readonly side: 'BUY' | 'SELL';
  /** One, by its name. */
  readonly order_configuration: Readonly<Record<string, Settings>>;
}

/** The body of `POST /orders`. */
export function newOrderBody(
  order: VenueOrder,
  listed: VenueInstrument,
): Result<NewOrderBody, NotBuilt> {
  const refusal = shapeRefusal(order, listed) ?? figuresRefusal(order, listed);
  if (refusal !== null) return err(refusal);
  const configuration = configurationOf(order);
  if (configuration === null) return err(`${order.terms.ordType} orders have no words here`);
  return ok({
    client_order_id: order.clOrdId,
    product_id: listed.symbol,
    side: order.side === 'Buy' ? 'BUY' : 'SELL',
    order_configuration: configuration,
  });
}

function configurationOf(order: VenueOrder): NewOrderBody['order_configuration'] | null {
  const { terms, orderQty, side } = order;
  const base_size = toText(orderQty);
  switch (terms.ordType) {
    case 'Market':
      return { market_market_ioc: { base_size } };
    case 'Limit':
      return limitOf(order, { base_size, limit_price: toText(terms.price) });
    case 'StopLimit':
    case 'LimitIfTouched': {
      const settings = {
        base_size,
        limit_price: toText(terms.price),
        stop_price: toText(terms.stopPx),
        stop_direction: directionOf(terms.ordType, side),
      };
      return order.expireTime === null
        ? { stop_limit_stop_limit_gtc: settings }
        : { stop_limit_stop_limit_gtd: { ...settings, end_time: order.expireTime } };
    }
    case 'Stop':
    case 'MarketIfTouched':
      return null;
  }
}

function limitOf(order: VenueOrder, settings: Settings): NewOrderBody['order_configuration'] {
  const { timeInForce, isPostOnly: post_only, expireTime } = order;
  if (timeInForce === 'ImmediateOrCancel') return { sor_limit_ioc: settings };
  if (timeInForce === 'FillOrKill') return { limit_limit_fok: settings };
  return expireTime === null
    ? { limit_limit_gtc: { ...settings, post_only } }
    : { limit_limit_gtd: { ...settings, end_time: expireTime, post_only } };
}

/** Towards where the price has to move: a stop waits for it to get worse, a take-profit for better. */
function directionOf(ordType: OrderTerms['ordType'], side: Side): string {
  const isUp = (ordType === 'StopLimit') === (side === 'Buy');
  return isUp ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN';
}

function shapeRefusal(order: VenueOrder, { can, symbol }: VenueInstrument): NotBuilt | null {
  const { ordType } = order.terms;
  const times = can.ordTypes[ordType];
  if (times === undefined) return `${symbol} has no ${ordType} orders`;
  if (!times.includes(order.timeInForce)) {
    return `${symbol} has no ${ordType} orders ${order.timeInForce}`;
  }
  const isDated = order.timeInForce === 'GoodTillDate';
  if (isDated !== (order.expireTime !== null)) return 'GoodTillDate orders alone have an end';
  if (!order.isPostOnly) return null;
  const isResting = order.timeInForce === 'GoodTillCancel' || isDated;
  return ordType === 'Limit' && isResting ? null : 'a post-only order is Limit, and rests';
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

export interface EditBody {
  readonly order_id: VenueOrderId;
  readonly price: string;
  readonly size: string;
}

/**
 * The body of `POST /orders/edit`, which changes limit orders that rest until they are canceled, and of
 * them price and size alone. A size that is left out would be read as zero.
 */
export function editBody(
  orderId: VenueOrderId,
  to: VenueOrder,
  listed: VenueInstrument,
): Result<EditBody, NotBuilt> {
  const { terms } = to;
  if (terms.ordType !== 'Limit' || to.timeInForce !== 'GoodTillCancel') {
    return err('only Limit orders GoodTillCancel are changed in place');
  }
  const refusal = shapeRefusal(to, listed) ?? figuresRefusal(to, listed);
  if (refusal !== null) return err(refusal);
  return ok({ order_id: orderId, price: toText(terms.price), size: toText(to.orderQty) });
}
