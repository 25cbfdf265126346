/** Orders of one customer over Kraken's private endpoints. */
import { formatFixed } from '../kernel/fixed.ts';
import {
  type CustomerTrade,
  isOpen,
  type Order,
  type OrderRequest,
  type Side,
} from '../matching/index.ts';
import { feeTold, type Twist } from '../server/protocol.ts';
import type { CustomerKey } from '../world/customers.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import { altName, assetCode, orderCode, orderNumber, tradeCode } from './names.ts';
import { listingOf, lotText, priceText } from './public.ts';
import type { Parameters } from './session.ts';
import {
  KrakenError,
  readAmount,
  readTime,
  readType,
  refusalOf,
  seconds,
  statusOf,
  timeOf,
  typeOf,
} from './wire.ts';

const CLIENT_ID =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|[\x21-\x7e]{1,18})$/i;
const PAGE = 50;
/** Of AddOrder's deadline: "max now() + 60 seconds". */
const DEADLINE_MOST_MS = 60_000;

export interface Call {
  readonly world: VenueWorld;
  readonly owner: string;
  readonly key: CustomerKey;
  readonly parameters: Parameters;
  readonly now: number;
  readonly twist: Twist;
}

export function balance({ world, owner }: Call): unknown {
  return Object.fromEntries(
    [...world.venue.funds.all(owner)].map(([asset, { free, held }]) => [
      assetCode(asset),
      formatFixed(free + held, 10),
    ]),
  );
}

export function balanceWithHolds({ world, owner }: Call): unknown {
  return Object.fromEntries(
    [...world.venue.funds.all(owner)].map(([asset, { free, held }]) => [
      assetCode(asset),
      { balance: formatFixed(free + held, 10), hold_trade: formatFixed(held, 10) },
    ]),
  );
}

function requestOf({ world, owner, parameters: p, now }: Call): OrderRequest {
  const { id: instrument } = listingOf(world, p.need('pair'));
  const type = readType(p.need('ordertype'));
  const isTriggered = type !== 'Market' && type !== 'Limit';
  const hasLimit = type === 'Limit' || type === 'StopLimit' || type === 'LimitIfTouched';
  const flags = new Set((p.get('oflags') ?? '').split(','));
  const volume = readAmount(p.need('volume'), 'volume');
  const isByCost = flags.has('viqc');
  const clientId = p.get('cl_ord_id');
  if (clientId !== null && !CLIENT_ID.test(clientId)) {
    throw new KrakenError('EGeneral:Invalid arguments:cl_ord_id');
  }
  if (
    world.venue.openOrders(owner).some((open) => clientId !== null && open.clientId === clientId)
  ) {
    throw new KrakenError('EOrder:Duplicate client order id');
  }
  const deadline = p.get('deadline');
  if (deadline !== null && !(Date.parse(deadline) > now)) {
    throw new KrakenError('EService:Deadline elapsed');
  }
  if (deadline !== null && Date.parse(deadline) > now + DEADLINE_MOST_MS) {
    throw new KrakenError('EGeneral:Invalid arguments:deadline');
  }
  const timeInForce = readTime(p.get('timeinforce') ?? 'gtc');
  const expiresAt = expiryOf(p, now);
  if (timeInForce === 'FillOrKill' && type !== 'Limit') {
    throw new KrakenError('EGeneral:Invalid arguments:timeinforce');
  }
  if (timeInForce === 'GoodTillDate' && expiresAt === null) {
    throw new KrakenError('EGeneral:Invalid arguments:expiretm');
  }
  return {
    owner,
    clientId,
    instrument,
    side: readSide(p.need('type')),
    type,
    qty: isByCost ? null : volume,
    quoteQty: isByCost ? volume : null,
    price: hasLimit ? readAmount(p.need(isTriggered ? 'price2' : 'price'), 'price') : null,
    stopPrice: isTriggered ? readAmount(p.need('price'), 'price') : null,
    timeInForce,
    expiresAt,
    postOnly: flags.has('post'),
    selfTrade: 'CancelTaker',
  };
}

function expiryOf(p: Parameters, now: number): number | null {
  const text = p.get('expiretm');
  if (text === null || text === '0') return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new KrakenError('EGeneral:Invalid arguments:expiretm');
  return text.startsWith('+') ? now + value * 1000 : value * 1000;
}

function readSide(text: string): Side {
  if (text === 'buy') return 'Buy';
  if (text === 'sell') return 'Sell';
  throw new KrakenError('EGeneral:Invalid arguments:type');
}

export function addOrder(call: Call): unknown {
  const request = requestOf(call);
  const { world, now, parameters } = call;
  if (parameters.get('validate') === 'true') return { descr: { order: 'validated' } };
  const reports = world.venue.submit(request, now);
  world.tell(reports, now);
  const [first] = reports;
  if (first === undefined || first.kind === 'Trade')
    throw new KrakenError('EGeneral:Internal error');
  // A post-only order that would trade is taken, and canceled at once.
  if (first.kind === 'Rejected' && first.reason !== 'PostOnlyWouldTrade') {
    throw refusalOf(first.reason);
  }
  return { descr: descriptionOf(world, first.order), txid: [orderCode(first.order.id)] };
}

function descriptionOf(world: VenueWorld, order: Order) {
  const listing = listingOf(world, order.instrument);
  const pair = altName(listing);
  const kind = typeOf(order);
  const price = order.stopPrice ?? order.price;
  const second = order.stopPrice === null ? null : order.price;
  const text = (value: bigint | null) => (value === null ? '0' : priceText(listing, value));
  const at = price === null ? '' : ` ${text(price)}`;
  return {
    pair,
    type: order.side.toLowerCase(),
    ordertype: kind,
    price: text(price),
    price2: text(second),
    leverage: 'none',
    order: `${order.side.toLowerCase()} ${lotText(order.qty ?? 0n)} ${pair} @ ${kind}${at}`,
    close: '',
  };
}

export function orderBody(world: VenueWorld, order: Order): Record<string, unknown> {
  const listing = listingOf(world, order.instrument);
  const trades = world.venue.trades(order.owner).filter((trade) => trade.order.id === order.id);
  const fee = trades.reduce((sum, trade) => sum + trade.fee, 0n);
  const average = order.cumQty === 0n ? 0n : (order.cumQuote * 10n ** 18n) / order.cumQty;
  return {
    refid: null,
    userref: 0,
    ...(order.clientId !== null && { cl_ord_id: order.clientId }),
    status: statusOf(order),
    opentm: seconds(order.createdAt),
    starttm: 0,
    expiretm: order.expiresAt === null ? 0 : seconds(order.expiresAt),
    descr: descriptionOf(world, order),
    vol: lotText(order.qty ?? order.cumQty),
    vol_exec: lotText(order.cumQty),
    cost: formatFixed(order.cumQuote, 5),
    fee: formatFixed(fee, 5),
    price: priceText(listing, average),
    stopprice: formatFixed(order.stopPrice ?? 0n, 5),
    limitprice: formatFixed(0n, 5),
    misc: '',
    oflags: order.postOnly ? 'fciq,post' : 'fciq',
    timeinforce: timeOf(order).toUpperCase(),
    trades: trades.map(({ tradeId }) => tradeCode(tradeId)),
  };
}

function closedBody(world: VenueWorld, order: Order): Record<string, unknown> {
  return {
    ...orderBody(world, order),
    reason: endedBecause(order),
    closetm: seconds(order.updatedAt),
  };
}

/** As far as an order tells it by itself. */
function endedBecause({ status, timeInForce }: Order): string | null {
  if (status === 'Filled') return null;
  if (status === 'Rejected') return 'Post only order';
  if (status === 'Canceled') return 'User requested';
  return timeInForce === 'GoodTillDate' ? 'Order expired' : 'Out of available liquidity';
}

/** What a query may see: all but what is younger than the lag. */
function seen({ world, owner, now, twist }: Call): Order[] {
  return [...world.venue.orders(owner)].filter(
    (order) => order.createdAt <= now - twist.readLagMs && isKnown(order),
  );
}

/** Refused orders were never taken, but for those that the venue took and then canceled. */
function isKnown({ status, postOnly }: Order): boolean {
  return status !== 'Rejected' || postOnly;
}

function ofClientId(orders: Order[], parameters: Parameters): Order[] {
  const clientId = parameters.get('cl_ord_id');
  return clientId === null ? orders : orders.filter((order) => order.clientId === clientId);
}

export function openOrders(call: Call): unknown {
  const open = ofClientId(seen(call).filter(isOpen), call.parameters);
  return {
    open: Object.fromEntries(open.map((one) => [orderCode(one.id), orderBody(call.world, one)])),
  };
}

export function closedOrders(call: Call): unknown {
  const { parameters: p } = call;
  const start = (p.number('start') ?? 0) * 1000;
  const end = (p.number('end') ?? Number.MAX_SAFE_INTEGER / 1000) * 1000;
  const all = ofClientId(
    seen(call).filter((one) => !isOpen(one) && one.updatedAt > start && one.updatedAt <= end),
    p,
  ).reverse();
  const page = all.slice(p.number('ofs') ?? 0).slice(0, PAGE);
  return {
    closed: Object.fromEntries(page.map((one) => [orderCode(one.id), closedBody(call.world, one)])),
    count: all.length,
  };
}

export function queryOrders(call: Call): unknown {
  const codes = call.parameters.need('txid').split(',');
  const orders = seen(call);
  const found = codes.map((code) => {
    const order = orders.find((one) => one.id === orderNumber(code));
    if (order === undefined) throw new KrakenError('EOrder:Unknown order');
    const body = isOpen(order) ? orderBody(call.world, order) : closedBody(call.world, order);
    return [code, body] as const;
  });
  return Object.fromEntries(found);
}

/** By its code or by the client's name for it; of several with one name the open one is meant. */
function named({ world, owner, parameters: p }: Call): Order {
  const code = p.get('txid') ?? p.get('order_id');
  const clientId = p.get('cl_ord_id');
  const order =
    code === null
      ? world.venue.openOrders(owner).find((one) => clientId !== null && one.clientId === clientId)
      : world.venue.order(owner, orderNumber(code) ?? -1);
  if (order === undefined) throw new KrakenError('EOrder:Unknown order');
  return order;
}

export function cancelOrder(call: Call): unknown {
  const { world, owner, now } = call;
  const answer = world.venue.cancel(owner, named(call).id, now);
  if (typeof answer === 'string') throw new KrakenError('EOrder:Unknown order');
  world.tell(answer, now);
  return { count: 1 };
}

/** Up to 50, each by the venue's id or the client's; those that are not open are passed over. */
export function cancelBatch({ world, owner, now, parameters: p }: Call): unknown {
  const names = p.need('orders').split(',');
  if (names.length > PAGE) throw new KrakenError('EGeneral:Invalid arguments:orders');
  const open = world.venue.openOrders(owner);
  const meant = open.filter(
    ({ id, clientId }) => names.includes(orderCode(id)) || names.includes(clientId ?? ''),
  );
  if (meant.length === 0) throw new KrakenError('EOrder:Unknown order');
  for (const { id } of meant) {
    const answer = world.venue.cancel(owner, id, now);
    if (typeof answer !== 'string') world.tell(answer, now);
  }
  return { count: meant.length };
}

export function cancelAll({ world, owner, now }: Call): unknown {
  const reports = world.venue.cancelAll(owner, now);
  world.tell(reports, now);
  return { count: reports.length };
}

export function amendOrder(call: Call): unknown {
  const { world, owner, now, parameters: p } = call;
  const order = named(call);
  const qty = readAmount(p.get('order_qty'), 'order_qty');
  const price = readAmount(p.get('limit_price'), 'limit_price');
  const stopPrice = readAmount(p.get('trigger_price'), 'trigger_price');
  const amendment = {
    ...(qty !== null && { qty }),
    ...(price !== null && { price }),
    ...(stopPrice !== null && { stopPrice }),
  };
  const answer = world.venue.amend(owner, order.id, amendment, now);
  if (typeof answer === 'string') throw new KrakenError('EOrder:Unknown order');
  if ('refused' in answer) throw refusalOf(answer.refused);
  world.tell(answer, now);
  return { amend_id: tradeCode(order.id) };
}

export function tradesHistory({ world, owner, parameters: p, now, twist }: Call): unknown {
  const start = (p.number('start') ?? 0) * 1000;
  const end = Math.min(
    (p.number('end') ?? Number.MAX_SAFE_INTEGER / 1000) * 1000,
    now - twist.readLagMs,
  );
  const all = world.venue
    .trades(owner)
    .filter(({ at }) => at > start && at <= end)
    .toReversed();
  const page = all.slice(p.number('ofs') ?? 0).slice(0, PAGE);
  return {
    trades: Object.fromEntries(
      page.map((one) => [tradeCode(one.tradeId), tradeBody(world, one, twist)]),
    ),
    count: all.length,
  };
}

function tradeBody(world: VenueWorld, trade: CustomerTrade, twist: Twist): unknown {
  const { order, price, qty, fee, at, isMaker, tradeId } = trade;
  const listing = listingOf(world, trade.instrument);
  return {
    ordertxid: orderCode(order.id),
    postxid: tradeCode(order.id),
    pair: altName(listing),
    time: seconds(at),
    type: order.side.toLowerCase(),
    ordertype: typeOf(order),
    price: priceText(listing, price),
    cost: formatFixed((price * qty) / 10n ** 18n, 5),
    fee: formatFixed(feeTold(fee, twist), 5),
    vol: lotText(qty),
    margin: formatFixed(0n, 5),
    misc: '',
    trade_id: tradeId,
    maker: isMaker,
    ledgers: [],
  };
}
