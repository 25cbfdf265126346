/** Orders of one customer over Binance's private endpoints. */
import { formatFixed } from '../kernel/fixed.ts';
import {
  type CustomerTrade,
  isOpen,
  type Order,
  type OrderRequest,
  type Report,
  type Side,
} from '../matching/index.ts';
import { feeTold, type Twist } from '../server/protocol.ts';
import type { CustomerKey } from '../world/customers.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import type { Parameters } from './session.ts';
import {
  BinanceError,
  clientIdOf,
  eight,
  orderBody,
  readAmount,
  readSelfTrade,
  readTime,
  readType,
  refusalOf,
  symbolOf,
} from './wire.ts';

const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;
const LIST_DEFAULT = 500;
const LIST_MAX = 1000;

export interface Call {
  readonly world: VenueWorld;
  readonly owner: string;
  readonly key: CustomerKey;
  readonly parameters: Parameters;
  readonly now: number;
  readonly twist: Twist;
}

export function instrumentOf(world: VenueWorld, symbol: string) {
  const found = world.listings().find((listing) => symbolOf(listing) === symbol);
  if (found === undefined) throw new BinanceError(-1121, 'Invalid symbol.');
  return found;
}

export function symbolOfId(world: VenueWorld, id: string): string {
  const found = world.listings().find((listing) => listing.id === id);
  return found === undefined ? id : symbolOf(found);
}

function requestOf({ world, owner, parameters: p }: Call): OrderRequest {
  const { id: instrument } = instrumentOf(world, p.need('symbol'));
  const side = readSide(p.need('side'));
  const { type, postOnly } = readType(p.need('type'));
  const isResting = type === 'Limit' || type === 'StopLimit' || type === 'LimitIfTouched';
  const timeText = p.get('timeInForce');
  if (isResting && !postOnly && timeText === null) p.need('timeInForce');
  const clientId = p.get('newClientOrderId');
  if (clientId !== null && !CLIENT_ID.test(clientId)) {
    const range = "legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'";
    throw new BinanceError(
      -1100,
      `Illegal characters found in parameter 'newClientOrderId'; ${range}.`,
    );
  }
  // The same name again is taken only when the order that had it works no more.
  const isTaken = world.venue.openOrders(owner).some((order) => clientIdOf(order) === clientId);
  if (isTaken) {
    throw new BinanceError(-2010, 'Duplicate order sent.');
  }
  return {
    owner,
    clientId,
    instrument,
    side,
    type,
    qty: readAmount(p.get('quantity'), 'quantity'),
    quoteQty: readAmount(p.get('quoteOrderQty'), 'quoteOrderQty'),
    price: isResting ? readAmount(p.need('price'), 'price') : null,
    stopPrice: readAmount(p.get('stopPrice'), 'stopPrice'),
    timeInForce: timeText === null ? 'GoodTillCancel' : readTime(timeText),
    expiresAt: null,
    postOnly,
    selfTrade: readSelfTrade(p.get('selfTradePreventionMode')),
  };
}

function readSide(text: string): Side {
  if (text === 'BUY') return 'Buy';
  if (text === 'SELL') return 'Sell';
  throw new BinanceError(-1117, 'Invalid side.');
}

export function placeOrder(call: Call): unknown {
  const request = requestOf(call);
  const { world, now, parameters } = call;
  const reports = world.venue.submit(request, now);
  world.tell(reports, now);
  const [first] = reports;
  if (first?.kind === 'Rejected') throw refusalOf(first.reason);
  if (first?.kind !== 'New') throw new BinanceError(-1000, 'An unknown error occurred.', 500);
  const order = world.venue.order(call.owner, first.order.id) ?? first.order;
  return placedBody(world, order, reports, parameters.get('newOrderRespType'), now);
}

function placedBody(
  world: VenueWorld,
  order: Order,
  reports: readonly Report[],
  kind: string | null,
  now: number,
): unknown {
  const symbol = symbolOfId(world, order.instrument);
  const { id: orderId } = order;
  const clientOrderId = clientIdOf(order);
  const short = { symbol, orderId, orderListId: -1, clientOrderId, transactTime: now };
  if (kind === 'ACK') return short;
  const {
    stopPrice,
    icebergQty: _,
    time: _t,
    updateTime: _u,
    isWorking: _w,
    ...body
  } = orderBody(symbol, order);
  const trigger = order.stopPrice === null ? {} : { stopPrice };
  const result = { ...body, ...trigger, transactTime: now };
  if (kind === 'RESULT') return result;
  const fills = reports.flatMap((report) => {
    if (report.kind !== 'Trade' || report.taker.order.id !== orderId) return [];
    const { price, qty, tradeId, taker } = report;
    return [
      {
        price: eight(price),
        qty: eight(qty),
        commission: eight(taker.fee),
        commissionAsset: taker.feeAsset,
        tradeId,
      },
    ];
  });
  return { ...result, fills };
}

/** The order that the parameters name, open or not. @throws {BinanceError} -2013 or -2011 */
function named(call: Call, otherwise: BinanceError): Order {
  const { world, owner, parameters: p, now, twist } = call;
  const { id: instrument } = instrumentOf(world, p.need('symbol'));
  const orderId = p.number('orderId') ?? p.number('cancelOrderId');
  const clientId = p.get('origClientOrderId') ?? p.get('cancelOrigClientOrderId');
  if (orderId === null && clientId === null) {
    const text = "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!";
    throw new BinanceError(-1102, text);
  }
  // Of orders that had the same name, the newest is meant.
  const found = [...world.venue.orders(owner)].findLast(
    (order) =>
      order.instrument === instrument &&
      order.status !== 'Rejected' &&
      // With both, the order is looked up by the venue's id and has to have the other one too.
      (orderId === null || order.id === orderId) &&
      (clientId === null || clientIdOf(order) === clientId) &&
      order.createdAt <= now - twist.readLagMs,
  );
  if (found === undefined) throw otherwise;
  return found;
}

export function queryOrder(call: Call): unknown {
  const order = named(call, new BinanceError(-2013, 'Order does not exist.'));
  return orderBody(symbolOfId(call.world, order.instrument), order);
}

const UNKNOWN = () => new BinanceError(-2011, 'Unknown order sent.');

export function cancelOrder(call: Call): unknown {
  const order = named({ ...call, twist: { ...call.twist, readLagMs: 0 } }, UNKNOWN());
  const { world, owner, now, parameters } = call;
  const answer = world.venue.cancel(owner, order.id, now);
  if (answer === 'Halted') throw new BinanceError(-1013, 'Market is closed.');
  if (typeof answer === 'string') throw UNKNOWN();
  world.tell(answer, now);
  return canceledBody(world, world.venue.order(owner, order.id) ?? order, parameters, now);
}

function canceledBody(
  world: VenueWorld,
  order: Order,
  parameters: Parameters,
  now: number,
): Record<string, unknown> {
  const symbol = symbolOfId(world, order.instrument);
  const {
    time: _t,
    updateTime: _u,
    isWorking: _w,
    workingTime: _k,
    icebergQty: _i,
    ...body
  } = orderBody(symbol, order);
  return {
    ...body,
    origClientOrderId: clientIdOf(order),
    clientOrderId: parameters.get('newClientOrderId') ?? `cancel${order.id}`,
    transactTime: now,
  };
}

export function cancelOpenOrders(call: Call): unknown {
  const { world, owner, now, parameters } = call;
  const { id: instrument } = instrumentOf(world, parameters.need('symbol'));
  const reports = world.venue.cancelAll(owner, now, { instrument });
  if (reports.length === 0) throw UNKNOWN();
  world.tell(reports, now);
  return reports.flatMap((report) =>
    report.kind === 'Canceled' ? [canceledBody(world, report.order, parameters, now)] : [],
  );
}

/** Cancel, then place: each half has a result of its own, and either may fail. */
export function cancelReplace(call: Call): unknown {
  const { parameters: p } = call;
  const stopOnFailure = p.need('cancelReplaceMode') === 'STOP_ON_FAILURE';
  const canceled = attempt(() => cancelOrder(call));
  if (!canceled.isDone && stopOnFailure) {
    const data = {
      cancelResult: 'FAILURE',
      newOrderResult: 'NOT_ATTEMPTED',
      cancelResponse: canceled.body,
      newOrderResponse: null,
    };
    throw new BinanceError(-2022, 'Order cancel-replace failed.', 400, data);
  }
  const placed = attempt(() => {
    if (call.twist.isHalfReplace) throw refusalOf('InsufficientFunds');
    return placeOrder(call);
  });
  const data = {
    cancelResult: canceled.isDone ? 'SUCCESS' : 'FAILURE',
    newOrderResult: placed.isDone ? 'SUCCESS' : 'FAILURE',
    cancelResponse: canceled.body,
    newOrderResponse: placed.body,
  };
  if (canceled.isDone && placed.isDone) return data;
  if (!canceled.isDone && !placed.isDone) {
    throw new BinanceError(-2022, 'Order cancel-replace failed.', 400, data);
  }
  throw new BinanceError(-2021, 'Order cancel-replace partially failed.', 409, data);
}

function attempt(act: () => unknown): { isDone: boolean; body: unknown } {
  try {
    return { isDone: true, body: act() };
  } catch (error) {
    if (!(error instanceof BinanceError)) throw error;
    return { isDone: false, body: error.body() };
  }
}

export function openOrders({ world, owner, parameters, now, twist }: Call): unknown {
  const symbol = parameters.get('symbol');
  const wanted = symbol === null ? undefined : instrumentOf(world, symbol).id;
  return world.venue
    .openOrders(owner)
    .filter((order) => isOpen(order) && order.createdAt <= now - twist.readLagMs)
    .filter((order) => wanted === undefined || order.instrument === wanted)
    .map((order) => orderBody(symbolOfId(world, order.instrument), order));
}

export function allOrders({ world, owner, parameters: p, now, twist }: Call): unknown {
  const symbol = p.need('symbol');
  const { id: instrument } = instrumentOf(world, symbol);
  const [from, to] = [p.number('startTime') ?? 0, p.number('endTime') ?? now];
  const firstId = p.number('orderId') ?? 0;
  const found = [...world.venue.orders(owner)].filter(
    (order) =>
      order.instrument === instrument &&
      order.status !== 'Rejected' &&
      order.id >= firstId &&
      order.createdAt >= from &&
      order.createdAt <= Math.min(to, now - twist.readLagMs),
  );
  const most = Math.min(p.number('limit') ?? LIST_DEFAULT, LIST_MAX);
  return found.slice(-most).map((order) => orderBody(symbol, order));
}

export function myTrades({ world, owner, parameters: p, now, twist }: Call): unknown {
  const symbol = p.need('symbol');
  const { id: instrument } = instrumentOf(world, symbol);
  const [from, to] = [p.number('startTime') ?? 0, p.number('endTime') ?? now];
  const [orderId, fromId] = [p.number('orderId'), p.number('fromId') ?? 0];
  const found = world.venue
    .trades(owner)
    .filter(
      (trade) =>
        trade.instrument === instrument &&
        trade.tradeId >= fromId &&
        (orderId === null || trade.order.id === orderId) &&
        trade.at >= from &&
        trade.at <= Math.min(to, now - twist.readLagMs),
    );
  const most = Math.min(p.number('limit') ?? LIST_DEFAULT, LIST_MAX);
  return found.slice(-most).map((trade) => tradeBody(symbol, trade, twist));
}

function tradeBody(symbol: string, trade: CustomerTrade, twist: Twist): unknown {
  const { tradeId: id, order, price, qty, fee, feeAsset, at: time, isMaker } = trade;
  return {
    symbol,
    id,
    orderId: order.id,
    orderListId: -1,
    price: eight(price),
    qty: eight(qty),
    quoteQty: formatFixed((price * qty) / 10n ** 18n, 8),
    commission: eight(feeTold(fee, twist)),
    commissionAsset: feeAsset,
    time,
    isBuyer: order.side === 'Buy',
    isMaker,
    isBestMatch: true,
  };
}
