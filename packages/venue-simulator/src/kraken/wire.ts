/** Kraken's words for orders, and back. */
import { type Fixed, formatFixed, parseFixed } from '../kernel/fixed.ts';
import {
  type EndReason,
  isOpen,
  type Order,
  type OrderType,
  type RejectReason,
  type TimeInForce,
} from '../matching/index.ts';

/** `{"error":["EOrder:Insufficient funds"]}`, with status 200 like everything else. */
export class KrakenError extends Error {
  body(): unknown {
    return { error: [this.message] };
  }
}

const TYPES: Readonly<Record<string, OrderType>> = {
  market: 'Market',
  limit: 'Limit',
  'stop-loss': 'Stop',
  'stop-loss-limit': 'StopLimit',
  'take-profit': 'MarketIfTouched',
  'take-profit-limit': 'LimitIfTouched',
};

export function readType(text: string): OrderType {
  const found = TYPES[text];
  if (found === undefined) throw new KrakenError('EGeneral:Invalid arguments:ordertype');
  return found;
}

export function typeOf({ type }: Order): string {
  return Object.entries(TYPES).find(([, known]) => known === type)?.[0] ?? 'limit';
}

const TIMES: Readonly<Record<string, TimeInForce>> = {
  gtc: 'GoodTillCancel',
  ioc: 'ImmediateOrCancel',
  fok: 'FillOrKill',
  gtd: 'GoodTillDate',
};

export function readTime(text: string): TimeInForce {
  const found = TIMES[text.toLowerCase()];
  if (found === undefined) throw new KrakenError('EGeneral:Invalid arguments:timeinforce');
  return found;
}

export function timeOf({ timeInForce }: Order): string {
  return Object.entries(TIMES).find(([, known]) => known === timeInForce)?.[0] ?? 'gtc';
}

export function readAmount(text: string | null, name: string): Fixed | null {
  if (text === null) return null;
  const value = parseFixed(text);
  if (value === undefined || value < 0n)
    throw new KrakenError(`EGeneral:Invalid arguments:${name}`);
  return value;
}

/** Why an order was not taken. */
export function refusalOf(reason: RejectReason): KrakenError {
  switch (reason) {
    case 'UnknownInstrument':
      return new KrakenError('EQuery:Unknown asset pair');
    case 'InstrumentHalted':
      return new KrakenError('EService:Market in cancel_only mode');
    case 'InstrumentCancelOnly':
      return new KrakenError('EService:Market in cancel_only mode');
    case 'InstrumentPostOnly':
      return new KrakenError('EService:Market in post_only mode');
    case 'PriceNotOnTick':
      return new KrakenError('EOrder:Tick size check failed');
    case 'PriceMissing':
    case 'PriceOutOfBand':
      return new KrakenError('EOrder:Invalid price');
    case 'StopPriceMissing':
    case 'StopWouldTrigger':
      return new KrakenError('EOrder:Invalid price');
    case 'QtyMissing':
    case 'QtyTooLarge':
    case 'QtyNotOnStep':
      return new KrakenError('EGeneral:Invalid arguments:volume');
    case 'QtyTooSmall':
      return new KrakenError('EOrder:Order minimum not met');
    case 'NotionalTooSmall':
      return new KrakenError('EOrder:Cost minimum not met');
    case 'InsufficientFunds':
      return new KrakenError('EOrder:Insufficient funds');
    case 'PostOnlyWouldTrade':
      return new KrakenError('EOrder:Post only order');
    case 'NoLiquidity':
    case 'FillOrKillNotFilled':
      return new KrakenError('EOrder:Rejected');
  }
}

/** REST's word. A post-only order that would trade was taken, and then canceled. */
export function statusOf(order: Order): 'open' | 'closed' | 'canceled' | 'expired' | 'pending' {
  if (order.status === 'Untriggered') return 'pending';
  if (isOpen(order)) return 'open';
  if (order.status === 'Filled') return 'closed';
  if (order.status === 'Expired' && order.timeInForce === 'GoodTillDate') return 'expired';
  return 'canceled';
}

/** The stream's word. */
export function streamStatusOf(order: Order): string {
  switch (order.status) {
    case 'Untriggered':
    case 'New':
      return 'new';
    case 'PartiallyFilled':
      return 'partially_filled';
    case 'Filled':
      return 'filled';
    case 'Expired':
      return order.timeInForce === 'GoodTillDate' ? 'expired' : 'canceled';
    case 'Canceled':
    case 'Rejected':
      return 'canceled';
  }
}

export function reasonOf(reason: EndReason): string {
  switch (reason) {
    case 'User':
      return 'User requested';
    case 'ImmediateOrCancel':
    case 'LiquidityRanOut':
      return 'Out of available liquidity';
    case 'FillOrKillNotFilled':
      return 'Could not be filled';
    case 'GoodTillDate':
      return 'Order expired';
    case 'SelfTrade':
      return 'Self trade prevention';
    case 'FundsRanOut':
      return 'Insufficient funds';
    case 'PostOnlyWouldTrade':
      return 'Post only order';
    case 'DeadMansSwitch':
      return 'Canceled by timeout';
  }
}

/** Unix seconds with four places. */
export const seconds = (ms: number): number => Math.round(ms * 10) / 10_000;

export const instant = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

const MARK = '\u0001';

/** A decimal that is to stand in JSON as a number with these places, digit by digit. */
export function plain(value: Fixed, places: number): string {
  return `${MARK}${formatFixed(value, places)}`;
}

/** Streams of Kraken carry decimals as JSON numbers, whose digits the checksums cover. */
export function streamText(message: unknown): string {
  return JSON.stringify(message).replace(/"\\u0001(-?[\d.]+)"/g, '$1');
}
