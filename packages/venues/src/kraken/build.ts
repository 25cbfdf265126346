/**
 * Orders in Kraken's words (docs.kraken.com, spot REST: AddOrder, AmendOrder, CancelOrder). What the
 * venue would refuse is refused here, before anything is sent.
 */
import {
  addMs,
  err,
  ok,
  type Result,
  toEpochMs,
  toText,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { type TermsRefusal, termsRefusals } from '@ultrathink/domain/market-data';
import type { ClOrdId, OrderTerms, TimeInForce, VenueOrder } from '@ultrathink/domain/trading';
import type { VenueInstrument } from '../contract/capabilities.ts';
import type { OrderRef } from '../contract/execution-client.ts';

export type Parameters = Readonly<Record<string, string>>;

/** What stands in `NotSupported`. */
export type NotBuilt = string;

const TYPES: Readonly<Record<OrderTerms['ordType'], string>> = {
  Market: 'market',
  Limit: 'limit',
  Stop: 'stop-loss',
  StopLimit: 'stop-loss-limit',
  MarketIfTouched: 'take-profit',
  LimitIfTouched: 'take-profit-limit',
};

const TIMES: Readonly<Partial<Record<TimeInForce, string>>> = {
  GoodTillCancel: 'GTC',
  ImmediateOrCancel: 'IOC',
  FillOrKill: 'FOK',
  GoodTillDate: 'GTD',
};

/** The venue takes a deadline between these, counted from its own now. */
const DEADLINE_LEAST_MS = 2_000;
const DEADLINE_MOST_MS = 60_000;

/**
 * Past it the matching engine refuses the order by itself: what was not found after that never will
 * be. `venueNow` is the venue's time at the moment of signing, as far as it is known: it is never
 * later than `acceptanceMs` from then, and never sooner than the venue takes it.
 */
export function deadlineOf(
  venueNow: UtcTime,
  uncertaintyMs: number,
  acceptanceMs: number,
): UtcTime {
  const least = DEADLINE_LEAST_MS + uncertaintyMs;
  const most = DEADLINE_MOST_MS - uncertaintyMs;
  return addMs(venueNow, Math.min(Math.max(acceptanceMs - uncertaintyMs, least), most));
}

/** Parameters of AddOrder, but for the deadline, which is made when it is signed. */
export function orderParameters(
  order: VenueOrder,
  listed: VenueInstrument,
): Result<Parameters, NotBuilt> {
  const refusal = shapeRefusal(order, listed) ?? figuresRefusal(order, listed);
  if (refusal !== null) return err(refusal);
  const { terms, side } = order;
  return ok({
    pair: listed.symbol,
    type: side === 'Buy' ? 'buy' : 'sell',
    ordertype: TYPES[terms.ordType],
    volume: toText(order.orderQty),
    ...pricesOf(terms),
    ...timeInForce(order),
    // Fees in quote asset on both sides: the venue's own default for sells is the base asset.
    oflags: order.isPostOnly ? 'fciq,post' : 'fciq',
    cl_ord_id: order.clOrdId,
  });
}

/** Of a triggered order `price` is the trigger and `price2` the limit. */
function pricesOf(terms: OrderTerms): Parameters {
  switch (terms.ordType) {
    case 'Market':
      return {};
    case 'Limit':
      return { price: toText(terms.price) };
    case 'Stop':
    case 'MarketIfTouched':
      return { price: toText(terms.stopPx), trigger: 'last' };
    case 'StopLimit':
    case 'LimitIfTouched':
      return { price: toText(terms.stopPx), price2: toText(terms.price), trigger: 'last' };
  }
}

/** A market order takes at once or not at all: it has no time in force of its own. */
function timeInForce({ terms, timeInForce: time, expireTime }: VenueOrder): Parameters {
  const text = TIMES[time];
  if (terms.ordType === 'Market' || text === undefined) return {};
  return expireTime === null
    ? { timeinforce: text }
    : { timeinforce: text, expiretm: expirySeconds(expireTime) };
}

/** The venue knows whole seconds: it ends within the second before, never after. */
function expirySeconds(expireTime: UtcTime): string {
  return String(Math.floor(toEpochMs(expireTime) / 1000));
}

function shapeRefusal(order: VenueOrder, { can, symbol }: VenueInstrument): NotBuilt | null {
  const { ordType } = order.terms;
  const times = can.ordTypes[ordType];
  if (times === undefined) return `${symbol} has no ${ordType} orders`;
  if (!times.includes(order.timeInForce)) {
    return `${symbol} has no ${ordType} orders ${order.timeInForce}`;
  }
  if ((order.timeInForce === 'GoodTillDate') !== (order.expireTime !== null)) {
    return 'GoodTillDate, and nothing else, has a time at which it expires';
  }
  if (!order.isPostOnly) return null;
  if (!can.postOnly) return `${symbol} has no post-only orders`;
  const rests = order.timeInForce === 'GoodTillCancel' || order.timeInForce === 'GoodTillDate';
  return ordType === 'Limit' && rests ? null : 'a post-only order is Limit, and rests';
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

/** The order that is meant: never `userref`, which several orders may share. */
export function nameParameters(clOrdId: ClOrdId): Parameters {
  return { cl_ord_id: clOrdId };
}

/**
 * Parameters of AmendOrder: quantity and prices change in place, and everything else stays. The venue
 * goes on calling it by the id it came with, whatever `to` is called. `order_qty` is the whole quantity, what was filled included, as OrderQty (38) is.
 */
export function amendParameters(
  order: OrderRef,
  to: VenueOrder,
  listed: VenueInstrument,
): Result<Parameters, NotBuilt> {
  if (to.instrument !== order.instrument) return err('an order keeps its instrument');
  const { terms } = to;
  if (terms.ordType === 'Market') return err('a market order has nothing that could be changed');
  const refusal = shapeRefusal(to, listed) ?? figuresRefusal(to, listed);
  if (refusal !== null) return err(refusal);
  return ok({
    ...nameParameters(order.clOrdId),
    order_qty: toText(to.orderQty),
    ...('price' in terms ? { limit_price: toText(terms.price) } : {}),
    ...('stopPx' in terms ? { trigger_price: toText(terms.stopPx) } : {}),
    ...(to.isPostOnly ? { post_only: 'true' } : {}),
  });
}

const SWITCH_MOST_SECONDS = 86_399;

/** 0 disarms; "it should be less than 86400 seconds". */
export function switchParameters(seconds: number): Result<Parameters, NotBuilt> {
  const isSound = Number.isInteger(seconds) && seconds >= 0 && seconds <= SWITCH_MOST_SECONDS;
  return isSound
    ? ok({ timeout: String(seconds) })
    : err(`a dead man's switch takes 0 to ${SWITCH_MOST_SECONDS} whole seconds`);
}

/** What the matching engine counts against a pair (guide "Spot Trading Limits"). */
export const ADD_COST = 1;
const CANCEL_COSTS = [
  [5_000, 8],
  [10_000, 6],
  [15_000, 5],
  [45_000, 4],
  [90_000, 2],
  [300_000, 1],
] as const;
const AMEND_COSTS = [
  [5_000, 4],
  [10_000, 3],
  [15_000, 2],
] as const;

/** A cancel costs the more, the younger the order is. */
export const cancelCost = (restedMs: number): number => byAge(CANCEL_COSTS, restedMs, 0);
export const amendCost = (restedMs: number): number => byAge(AMEND_COSTS, restedMs, 1);

function byAge(
  costs: readonly (readonly [underMs: number, cost: number])[],
  restedMs: number,
  after: number,
): number {
  return costs.find(([underMs]) => restedMs < underMs)?.[1] ?? after;
}
