/** Orders of one customer over Coinbase's private endpoints. */
import { formatFixed } from '../kernel/fixed.ts';
import {
  type CustomerTrade,
  isOpen,
  leavesOf,
  type Order,
  type OrderRequest,
  type Side,
} from '../matching/index.ts';
import { feeTold, type Twist } from '../server/protocol.ts';
import type { CustomerKey } from '../world/customers.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import { listingOf } from './public.ts';
import {
  CoinbaseError,
  completion,
  failureOf,
  instant,
  OrderFailure,
  orderNumber,
  orderUuid,
  productOf,
  readAmount,
  statusOf,
  timeOf,
  typeOf,
} from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

export interface Call {
  readonly world: VenueWorld;
  readonly owner: string;
  readonly key: CustomerKey;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly now: number;
  readonly twist: Twist;
}

const PAGE = 100;

interface Kind {
  readonly type: OrderRequest['type'];
  readonly timeInForce: OrderRequest['timeInForce'];
}

const KINDS: Readonly<Record<string, Kind>> = {
  market_market_ioc: { type: 'Market', timeInForce: 'ImmediateOrCancel' },
  sor_limit_ioc: { type: 'Limit', timeInForce: 'ImmediateOrCancel' },
  limit_limit_gtc: { type: 'Limit', timeInForce: 'GoodTillCancel' },
  limit_limit_gtd: { type: 'Limit', timeInForce: 'GoodTillDate' },
  limit_limit_fok: { type: 'Limit', timeInForce: 'FillOrKill' },
  stop_limit_stop_limit_gtc: { type: 'StopLimit', timeInForce: 'GoodTillCancel' },
  stop_limit_stop_limit_gtd: { type: 'StopLimit', timeInForce: 'GoodTillDate' },
};

function requestOf({ world, owner, body }: Call): OrderRequest {
  const { id: instrument } = listingOf(world, String(body['product_id']));
  const [name = '', settings = {}] =
    Object.entries((body['order_configuration'] ?? {}) as Record<string, Json>)[0] ?? [];
  const kind = KINDS[name];
  if (kind === undefined) {
    throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'order_configuration is not supported');
  }
  const side = readSide(body['side']);
  const isUp = settings['stop_direction'] === 'STOP_DIRECTION_STOP_UP';
  const isTakeProfit = kind.type === 'StopLimit' && isUp !== (side === 'Buy');
  const end = settings['end_time'];
  return {
    owner,
    clientId: String(body['client_order_id']),
    instrument,
    side,
    type: isTakeProfit ? 'LimitIfTouched' : kind.type,
    qty: readAmount(settings['base_size'], 'base_size'),
    quoteQty: readAmount(settings['quote_size'], 'quote_size'),
    price: readAmount(settings['limit_price'], 'limit_price'),
    stopPrice: readAmount(settings['stop_price'], 'stop_price'),
    timeInForce: kind.timeInForce,
    expiresAt: end === undefined ? null : Date.parse(String(end)),
    postOnly: settings['post_only'] === true,
    selfTrade: 'CancelBoth',
  };
}

function readSide(value: unknown): Side {
  if (value === 'BUY') return 'Buy';
  if (value === 'SELL') return 'Sell';
  throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'side is unknown');
}

/**
 * "If the ID provided is not unique, the order will not be created and the order corresponding with that
 * ID will be returned instead" (Create Order): whatever else the request says, for as long as orders are
 * kept. A request that made no order has used no name.
 */
export function createOrder(call: Call): unknown {
  const { body, owner, world } = call;
  const clientId = body['client_order_id'];
  if (typeof clientId !== 'string' || clientId === '' || clientId.length > 128) {
    throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'client_order_id is required');
  }
  for (const order of world.venue.orders(owner)) {
    if (order.clientId !== clientId || order.status === 'Rejected') continue;
    return placedBody(world, order, configurationOf(order));
  }
  return attempt(call);
}

function attempt(call: Call): unknown {
  const configuration = call.body['order_configuration'];
  try {
    return placedBody(call.world, place(call), configuration);
  } catch (error) {
    if (!(error instanceof OrderFailure)) throw error;
    return {
      success: false,
      failure_reason: 'UNKNOWN_FAILURE_REASON',
      order_id: '',
      error_response: {
        error: error.reason.replace(/^PREVIEW_/, ''),
        message: error.message,
        error_details: '',
        preview_failure_reason: error.reason,
        new_order_failure_reason: 'UNKNOWN_FAILURE_REASON',
      },
      order_configuration: configuration,
    };
  }
}

function placedBody(world: VenueWorld, order: Order, configuration: unknown): unknown {
  const order_id = orderUuid(order.id);
  return {
    success: true,
    failure_reason: 'UNKNOWN_FAILURE_REASON',
    order_id,
    success_response: {
      order_id,
      product_id: productName(world, order),
      side: order.side.toUpperCase(),
      client_order_id: order.clientId,
      attached_order_id: '',
    },
    order_configuration: configuration,
  };
}

function place(call: Call): Order {
  const { world, now } = call;
  const reports = world.venue.submit(requestOf(call), now);
  world.tell(reports, now);
  const [first] = reports;
  if (first?.kind === 'Rejected') throw failureOf(first.reason);
  if (first?.kind !== 'New') throw new CoinbaseError(500, 'INTERNAL', 'Internal error');
  return first.order;
}

function configurationOf(order: Order): unknown {
  const base_size = formatFixed(order.qty ?? 0n);
  const limit_price = formatFixed(order.price ?? 0n);
  const end_time = order.expiresAt === null ? undefined : instant(order.expiresAt);
  if (order.type === 'Market') {
    const { quoteQty } = order;
    const settings = quoteQty === null ? { base_size } : { quote_size: formatFixed(quoteQty) };
    return { market_market_ioc: settings };
  }
  if (order.stopPrice !== null) {
    const isStop = order.type === 'StopLimit';
    const stop_direction =
      isStop === (order.side === 'Buy') ? 'STOP_DIRECTION_STOP_UP' : 'STOP_DIRECTION_STOP_DOWN';
    const stop_price = formatFixed(order.stopPrice);
    return { stop_limit_stop_limit_gtc: { base_size, limit_price, stop_price, stop_direction } };
  }
  const settings = { base_size, limit_price };
  switch (order.timeInForce) {
    case 'GoodTillCancel':
      return { limit_limit_gtc: { ...settings, post_only: order.postOnly } };
    case 'GoodTillDate':
      return { limit_limit_gtd: { ...settings, end_time, post_only: order.postOnly } };
    case 'ImmediateOrCancel':
      return { sor_limit_ioc: settings };
    case 'FillOrKill':
      return { limit_limit_fok: settings };
  }
}

export function orderFacts(world: VenueWorld, order: Order) {
  const trades = world.venue.trades(order.owner).filter((trade) => trade.order.id === order.id);
  const fees = trades.reduce((sum, trade) => sum + trade.fee, 0n);
  const after = order.side === 'Buy' ? order.cumQuote + fees : order.cumQuote - fees;
  const average = order.cumQty === 0n ? 0n : (order.cumQuote * 10n ** 18n) / order.cumQty;
  return { trades, fees, after, average };
}

export function orderBody(world: VenueWorld, order: Order): unknown {
  const listing = listingOf(world, productOf(world.market(order.instrument)?.instrument ?? NONE));
  const { trades, fees, after, average } = orderFacts(world, order);
  const held = world.market(order.instrument)?.heldBy(order) ?? 0n;
  const last = trades.at(-1);
  return {
    order_id: orderUuid(order.id),
    product_id: productOf(listing),
    user_id: order.owner,
    order_configuration: configurationOf(order),
    side: order.side.toUpperCase(),
    client_order_id: order.clientId,
    status: statusOf(order),
    time_in_force: timeOf(order),
    created_time: instant(order.createdAt),
    completion_percentage: completion(order),
    filled_size: formatFixed(order.cumQty),
    average_filled_price: formatFixed(average),
    fee: '',
    number_of_fills: String(trades.length),
    filled_value: formatFixed(order.cumQuote),
    pending_cancel: false,
    size_in_quote: order.quoteQty !== null,
    total_fees: formatFixed(fees),
    size_inclusive_of_fees: order.quoteQty !== null,
    total_value_after_fees: formatFixed(after),
    trigger_status: triggerOf(order),
    order_type: typeOf(order),
    reject_reason: 'REJECT_REASON_UNSPECIFIED',
    settled: order.status === 'Filled',
    product_type: 'SPOT',
    reject_message: '',
    cancel_message: order.status === 'Canceled' ? 'User requested cancel' : '',
    order_placement_source: 'RETAIL_ADVANCED',
    outstanding_hold_amount: formatFixed(held),
    is_liquidation: false,
    last_fill_time: last === undefined ? null : instant(last.at),
    leverage: '',
    margin_type: 'UNKNOWN_MARGIN_TYPE',
    retail_portfolio_id: '',
    originating_order_id: '',
    attached_order_id: '',
  };
}

const NONE = { base: '', quote: '' };

export function triggerOf({ stopPrice, isTriggered }: Order): string {
  if (stopPrice === null) return 'INVALID_ORDER_TYPE';
  return isTriggered ? 'STOP_TRIGGERED' : 'STOP_PENDING';
}

function seen({ world, owner, now, twist }: Call): Order[] {
  return [...world.venue.orders(owner)].filter(
    (order) => order.status !== 'Rejected' && order.createdAt <= now - twist.readLagMs,
  );
}

export function getOrder(call: Call, uuid: string): unknown {
  const order = seen(call).find(({ id }) => id === orderNumber(uuid));
  if (order === undefined) {
    throw new CoinbaseError(404, 'NOT_FOUND', `order with this orderID was not found`);
  }
  return { order: orderBody(call.world, order) };
}

export function listOrders(call: Call): unknown {
  const { query, world } = call;
  const statuses = query.getAll('order_status');
  if (statuses.includes('OPEN') && statuses.length > 1) {
    throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'OPEN can’t be asked for with other statuses');
  }
  const products = [...query.getAll('product_ids'), ...query.getAll('product_id')];
  const [from, to] = [query.get('start_date'), query.get('end_date')];
  const found = seen(call)
    .filter((order) => statuses.length === 0 || statuses.includes(statusOf(order)))
    .filter((order) => products.length === 0 || products.includes(productName(world, order)))
    .filter((order) => from === null || order.createdAt >= Date.parse(from))
    .filter((order) => to === null || order.createdAt < Date.parse(to))
    .toReversed();
  const start = Number(query.get('cursor') ?? 0);
  const most = Number(query.get('limit') ?? PAGE);
  const hasNext = found.length > start + most;
  return {
    orders: found.slice(start, start + most).map((order) => orderBody(world, order)),
    sequence: '0',
    has_next: hasNext,
    cursor: hasNext ? String(start + most) : '',
  };
}

function productName(world: VenueWorld, { instrument }: Order): string {
  return productOf(world.market(instrument)?.instrument ?? NONE);
}

export function cancelOrders(call: Call): unknown {
  const { world, owner, now, body } = call;
  const ids = body['order_ids'];
  if (!Array.isArray(ids))
    throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'order_ids is required');
  return {
    results: ids.map((id) => {
      const answer = world.venue.cancel(owner, orderNumber(String(id)), now);
      if (typeof answer === 'string') {
        const failure =
          answer === 'NotOpen' ? 'UNKNOWN_CANCEL_FAILURE_REASON' : 'UNKNOWN_CANCEL_ORDER';
        return { success: false, failure_reason: failure, order_id: id };
      }
      world.tell(answer, now);
      return { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: id };
    }),
  };
}

export function editOrder(call: Call): unknown {
  const { world, owner, now, body } = call;
  const qty = readAmount(body['size'], 'size');
  const price = readAmount(body['price'], 'price');
  const amendment = { ...(qty !== null && { qty }), ...(price !== null && { price }) };
  const answer = world.venue.amend(owner, orderNumber(String(body['order_id'])), amendment, now);
  const failed = (reason: string) => ({
    success: false,
    errors: [
      { edit_failure_reason: reason, preview_failure_reason: 'UNKNOWN_PREVIEW_FAILURE_REASON' },
    ],
  });
  if (typeof answer === 'string') return failed('ORDER_NOT_FOUND');
  if ('refused' in answer) return failed(failureOf(answer.refused).reason);
  world.tell(answer, now);
  return { success: true, errors: [] };
}

export function listFills({ world, owner, query, now, twist }: Call): unknown {
  const ids = [...query.getAll('order_ids'), ...query.getAll('order_id')].map(orderNumber);
  const products = [...query.getAll('product_ids'), ...query.getAll('product_id')];
  const [from, to] = [query.get('start_sequence_timestamp'), query.get('end_sequence_timestamp')];
  const found = world.venue
    .trades(owner)
    .filter((trade) => ids.length === 0 || ids.includes(trade.order.id))
    .filter((trade) => products.length === 0 || products.includes(productName(world, trade.order)))
    .filter(({ at }) => at <= now - twist.readLagMs)
    .filter(({ at }) => from === null || at >= Date.parse(from))
    .filter(({ at }) => to === null || at < Date.parse(to))
    .toReversed();
  const start = Number(query.get('cursor') ?? 0);
  const most = Number(query.get('limit') ?? PAGE);
  const end = start + most;
  return {
    fills: found.slice(start, end).map((trade) => fillBody(world, trade, twist)),
    cursor: found.length > end ? String(end) : '',
  };
}

function fillBody(world: VenueWorld, trade: CustomerTrade, twist: Twist): unknown {
  const { order, price, qty, fee, at, isMaker, tradeId } = trade;
  return {
    entry_id: `entry-${tradeId}-${order.id}`,
    trade_id: String(tradeId),
    order_id: orderUuid(order.id),
    trade_time: instant(at),
    trade_type: 'FILL',
    price: formatFixed(price),
    size: formatFixed(qty),
    commission: formatFixed(feeTold(fee, twist)),
    product_id: productName(world, order),
    sequence_timestamp: instant(at),
    liquidity_indicator: isMaker ? 'MAKER' : 'TAKER',
    size_in_quote: false,
    user_id: order.owner,
    side: order.side.toUpperCase(),
    retail_portfolio_id: '',
  };
}

/** As the user channel tells it. */
export function streamOrder(world: VenueWorld, order: Order): unknown {
  const { fees, after, average } = orderFacts(world, order);
  return {
    order_id: orderUuid(order.id),
    client_order_id: order.clientId,
    cumulative_quantity: formatFixed(order.cumQty),
    leaves_quantity: formatFixed(isOpen(order) ? leavesOf(order) : 0n),
    avg_price: formatFixed(average),
    total_fees: formatFixed(fees),
    status: statusOf(order),
    product_id: productName(world, order),
    creation_time: instant(order.createdAt),
    order_side: order.side.toUpperCase(),
    order_type: typeOf(order) === 'MARKET' ? 'Market' : 'Limit',
    cancel_reason: order.status === 'Canceled' ? 'User requested cancel' : '',
    reject_reason: '',
    total_value_after_fees: formatFixed(after),
    contract_expiry_type: 'UNKNOWN_CONTRACT_EXPIRY_TYPE',
    product_type: 'SPOT',
    risk_managed_by: 'UNKNOWN_RISK_MANAGEMENT_TYPE',
    time_in_force: timeOf(order),
    trigger_status: triggerOf(order),
    limit_price: formatFixed(order.price ?? 0n),
    stop_price: formatFixed(order.stopPrice ?? 0n),
    filled_value: formatFixed(order.cumQuote),
    number_of_fills: '0',
  };
}
