/** Coinbase Advanced Trade's words for what the venue has, and back. */
import { type Fixed, formatFixed, parseFixed } from '../kernel/fixed.ts';
import {
  type Instrument,
  isOpen,
  type Order,
  type RejectReason,
  type Side,
} from '../matching/index.ts';

/** An answer that is no result: `{"error":"NOT_FOUND","error_details":"...","message":"..."}`. */
export class CoinbaseError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  body(): unknown {
    return { error: this.code, error_details: this.message, message: this.message };
  }
}

/** An order that was not taken: status 200, and `success` is false. */
export class OrderFailure extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

export const productOf = ({ base, quote }: Pick<Instrument, 'base' | 'quote'>): string =>
  `${base}-${quote}`;

const BLOCK = '00000000-0000-4000-8000-';

export const orderUuid = (id: number): string => BLOCK + id.toString(16).padStart(12, '0');

export function orderNumber(uuid: string): number {
  return uuid.startsWith(BLOCK) ? Number.parseInt(uuid.slice(BLOCK.length), 16) : -1;
}

/** A trade is told with the side of whoever was there first. */
export const makerSide = (takerSide: Side): string => (takerSide === 'Buy' ? 'SELL' : 'BUY');

export const instant = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

export function readAmount(value: unknown, name: string): Fixed | null {
  if (value === undefined || value === null || value === '') return null;
  const amount = parseFixed(String(value));
  if (amount === undefined || amount < 0n) {
    throw new CoinbaseError(400, 'INVALID_ARGUMENT', `${name} is not a decimal`);
  }
  return amount;
}

export function failureOf(reason: RejectReason): OrderFailure {
  switch (reason) {
    case 'UnknownInstrument':
      return new OrderFailure('PREVIEW_INVALID_PRODUCT_ID', 'Unknown product');
    case 'InstrumentHalted':
    case 'InstrumentCancelOnly':
      return new OrderFailure('PREVIEW_NOT_ALLOWED_BY_MARKET_STATE', 'Product is cancel only');
    case 'InstrumentPostOnly':
      return new OrderFailure('PREVIEW_NOT_ALLOWED_BY_MARKET_STATE', 'Product is post only');
    case 'PriceMissing':
    case 'PriceNotOnTick':
      return new OrderFailure('PREVIEW_INVALID_PRICE_PRECISION', 'Invalid price increment');
    case 'PriceOutOfBand':
      return new OrderFailure('PREVIEW_INVALID_LIMIT_PRICE', 'Limit price is out of bounds');
    case 'StopPriceMissing':
    case 'StopWouldTrigger':
      return new OrderFailure('PREVIEW_INVALID_STOP_PRICE', 'Invalid stop price');
    case 'QtyMissing':
    case 'QtyNotOnStep':
      return new OrderFailure('PREVIEW_INVALID_SIZE_PRECISION', 'Invalid size precision');
    case 'QtyTooSmall':
      return new OrderFailure('PREVIEW_INVALID_BASE_SIZE_TOO_SMALL', 'Size is too small');
    case 'QtyTooLarge':
      return new OrderFailure('PREVIEW_INVALID_BASE_SIZE_TOO_LARGE', 'Size is too large');
    case 'NotionalTooSmall':
      return new OrderFailure('PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL', 'Value is too small');
    case 'InsufficientFunds':
      return new OrderFailure(
        'PREVIEW_INSUFFICIENT_FUND',
        'Insufficient balance in source account',
      );
    case 'PostOnlyWouldTrade':
      return new OrderFailure('PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY', 'Would take liquidity');
    case 'NoLiquidity':
    case 'FillOrKillNotFilled':
      return new OrderFailure('PREVIEW_INVALID_NO_LIQUIDITY', 'Not enough liquidity');
  }
}

export function statusOf(order: Order): string {
  if (order.status === 'Filled') return 'FILLED';
  if (isOpen(order)) return 'OPEN';
  if (order.status === 'Expired' && order.timeInForce === 'GoodTillDate') return 'EXPIRED';
  return order.status === 'Rejected' ? 'FAILED' : 'CANCELLED';
}

const TIMES = {
  GoodTillCancel: 'GOOD_UNTIL_CANCELLED',
  GoodTillDate: 'GOOD_UNTIL_DATE_TIME',
  ImmediateOrCancel: 'IMMEDIATE_OR_CANCEL',
  FillOrKill: 'FILL_OR_KILL',
} as const;

export const timeOf = ({ type, timeInForce }: Order): string =>
  type === 'Market' ? TIMES.ImmediateOrCancel : TIMES[timeInForce];

export const typeOf = ({ type, stopPrice }: Order): string => {
  if (stopPrice !== null) return 'STOP_LIMIT';
  return type === 'Market' ? 'MARKET' : 'LIMIT';
};

/** Shares of an order that are done, in percent. */
export function completion({ qty, cumQty }: Order): string {
  return qty === null || qty === 0n ? '0' : formatFixed(((cumQty * 100n) / qty) * 10n ** 18n);
}
