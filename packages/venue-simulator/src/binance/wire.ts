/** Binance's words for what the venue has, and back. */
import { type Fixed, formatFixed, parseFixed } from '../kernel/fixed.ts';
import type {
  EndReason,
  Instrument,
  InstrumentState,
  Order,
  OrderStatus,
  OrderType,
  RejectReason,
  SelfTrade,
  TimeInForce,
} from '../matching/index.ts';

/** An answer that is no result: `{"code":-1121,"msg":"Invalid symbol."}`. */
export class BinanceError extends Error {
  readonly status: number;
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, status = 400, data?: unknown) {
    super(message);
    this.code = code;
    this.status = status;
    this.data = data;
  }

  body(): unknown {
    const { code, message: msg, data } = this;
    return data === undefined ? { code, msg } : { code, msg, data };
  }
}

export const symbolOf = ({ base, quote }: Instrument): string => `${base}${quote}`;

/** Binance writes eight places, always. */
export const eight = (value: Fixed): string => formatFixed(value, 8);

export function readAmount(text: string | null, name: string): Fixed | null {
  if (text === null) return null;
  const value = parseFixed(text);
  if (value === undefined || value < 0n) {
    const range = "legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'";
    throw new BinanceError(-1100, `Illegal characters found in parameter '${name}'; ${range}.`);
  }
  return value;
}

const TYPES: Readonly<Record<string, { readonly type: OrderType; readonly postOnly: boolean }>> = {
  LIMIT: { type: 'Limit', postOnly: false },
  LIMIT_MAKER: { type: 'Limit', postOnly: true },
  MARKET: { type: 'Market', postOnly: false },
  STOP_LOSS: { type: 'Stop', postOnly: false },
  STOP_LOSS_LIMIT: { type: 'StopLimit', postOnly: false },
  TAKE_PROFIT: { type: 'MarketIfTouched', postOnly: false },
  TAKE_PROFIT_LIMIT: { type: 'LimitIfTouched', postOnly: false },
};

export const ORDER_TYPES: readonly string[] = Object.keys(TYPES);

export function readType(text: string) {
  const found = TYPES[text];
  if (found === undefined) throw new BinanceError(-1116, 'Invalid orderType.');
  return found;
}

export function typeOf({ type, postOnly }: Order): string {
  const found = Object.entries(TYPES).find(
    ([, known]) => known.type === type && known.postOnly === postOnly,
  );
  return found?.[0] ?? 'LIMIT';
}

const TIMES: Readonly<Record<string, TimeInForce>> = {
  GTC: 'GoodTillCancel',
  IOC: 'ImmediateOrCancel',
  FOK: 'FillOrKill',
};

export function readTime(text: string): TimeInForce {
  const found = TIMES[text];
  if (found === undefined) throw new BinanceError(-1115, 'Invalid timeInForce.');
  return found;
}

export function timeOf({ timeInForce }: Order): string {
  return Object.entries(TIMES).find(([, known]) => known === timeInForce)?.[0] ?? 'GTC';
}

const SELF_TRADES: Readonly<Record<string, SelfTrade>> = {
  EXPIRE_TAKER: 'CancelTaker',
  EXPIRE_MAKER: 'CancelMaker',
  EXPIRE_BOTH: 'CancelBoth',
};

export function readSelfTrade(text: string | null): SelfTrade {
  const found = SELF_TRADES[text ?? 'EXPIRE_MAKER'];
  if (found === undefined) throw new BinanceError(-1105, 'Invalid selfTradePreventionMode.');
  return found;
}

export function selfTradeOf({ selfTrade }: Order): string {
  return Object.entries(SELF_TRADES).find(([, known]) => known === selfTrade)?.[0] ?? 'NONE';
}

const STATUSES: Readonly<Record<OrderStatus, string>> = {
  Untriggered: 'NEW',
  New: 'NEW',
  PartiallyFilled: 'PARTIALLY_FILLED',
  Filled: 'FILLED',
  Canceled: 'CANCELED',
  Expired: 'EXPIRED',
  Rejected: 'REJECTED',
};

export function statusOf({ status }: Order, reason?: EndReason): string {
  return reason === 'SelfTrade' ? 'EXPIRED_IN_MATCH' : STATUSES[status];
}

const FILTER = (name: string) => new BinanceError(-1013, `Filter failure: ${name}`);

/** Why a new order was not taken, in Binance's words. */
export function refusalOf(reason: RejectReason): BinanceError {
  switch (reason) {
    case 'UnknownInstrument':
      return new BinanceError(-1121, 'Invalid symbol.');
    case 'InstrumentHalted':
    case 'InstrumentCancelOnly':
      return new BinanceError(-1013, 'Market is closed.');
    case 'PriceMissing':
      return new BinanceError(-1102, mandatory('price'));
    case 'StopPriceMissing':
      return new BinanceError(-1102, mandatory('stopPrice'));
    case 'QtyMissing':
      return new BinanceError(-1102, mandatory('quantity'));
    case 'PriceNotOnTick':
      return FILTER('PRICE_FILTER');
    case 'PriceOutOfBand':
      return FILTER('PERCENT_PRICE_BY_SIDE');
    case 'QtyNotOnStep':
    case 'QtyTooSmall':
    case 'QtyTooLarge':
      return FILTER('LOT_SIZE');
    case 'NotionalTooSmall':
      return FILTER('NOTIONAL');
    case 'InsufficientFunds':
      return new BinanceError(-2010, 'Account has insufficient balance for requested action.');
    case 'InstrumentPostOnly':
    case 'PostOnlyWouldTrade':
      return new BinanceError(-2010, 'Order would immediately match and take.');
    case 'StopWouldTrigger':
      return new BinanceError(-2010, 'Stop price would trigger immediately.');
    case 'NoLiquidity':
    case 'FillOrKillNotFilled':
      return new BinanceError(-2010, 'Order was canceled or expired with no liquidity.');
  }
}

export function mandatory(name: string): string {
  return `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`;
}

export function symbolStatus(state: InstrumentState): string {
  switch (state) {
    case 'Trading':
    case 'PostOnly':
      return 'TRADING';
    case 'CancelOnly':
      return 'END_OF_DAY';
    case 'Halted':
      return 'BREAK';
  }
}

/** Who names no order gets a name from the venue. */
export function clientIdOf({ clientId, id }: Order): string {
  return clientId ?? `sim${id}`;
}

/** An order as queries show it. */
export function orderBody(symbol: string, order: Order): Record<string, unknown> {
  return {
    symbol,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: clientIdOf(order),
    price: eight(order.price ?? 0n),
    origQty: eight(order.qty ?? order.cumQty),
    executedQty: eight(order.cumQty),
    cummulativeQuoteQty: eight(order.cumQuote),
    status: statusOf(order),
    timeInForce: timeOf(order),
    type: typeOf(order),
    side: order.side.toUpperCase(),
    stopPrice: eight(order.stopPrice ?? 0n),
    icebergQty: eight(0n),
    time: order.createdAt,
    updateTime: order.updatedAt,
    isWorking: order.isTriggered,
    workingTime: order.isTriggered ? order.createdAt : -1,
    origQuoteOrderQty: eight(order.quoteQty ?? 0n),
    selfTradePreventionMode: selfTradeOf(order),
  };
}
