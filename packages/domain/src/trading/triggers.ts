/**
 * Stops and take-profits that we watch ourselves, and the ends of orders that we keep.
 *
 * What is watched, stated: the last trade while it is young enough; else the middle of bid and ask
 * while the quote is young enough and not crossed; else nothing, and the order says that it is blind.
 * A stop is reached by a price at or beyond it in its own direction; an if-touched by one at or better.
 */
import {
  add,
  addMs,
  compareTimes,
  type Decimal,
  decimal,
  fromEpochMs,
  greaterThan,
  lessThan,
  msBetween,
  multiply,
  type Price,
  toEpochMs,
  type UtcTime,
} from '../kernel/index.ts';
import type { Side } from '../market-data/index.ts';
import type { OrderTerms, TimeInForce } from './order.ts';

export interface TriggerMarket {
  readonly lastTrade: { readonly price: Price; readonly at: UtcTime } | null;
  readonly quote: { readonly bid: Price; readonly ask: Price; readonly at: UtcTime } | null;
}

export interface TriggerLook {
  readonly at: UtcTime;
  readonly ageMsMax: number;
}

export type TriggerVerdict =
  | {
      readonly kind: 'Triggered' | 'Waits';
      readonly source: 'LastTrade' | 'Mid';
      readonly price: Decimal;
    }
  | { readonly kind: 'NoTrigger' }
  /** Nothing young enough to judge by: not triggered, and somebody has to know. */
  | {
      readonly kind: 'Blind';
      readonly limitMs: number;
      readonly tradeAgeMs: number | null;
      readonly quoteAgeMs: number | null;
      readonly isCrossed: boolean;
    };

const HALF = decimal('0.5');

export function triggerVerdict(
  terms: OrderTerms,
  side: Side,
  { lastTrade, quote }: TriggerMarket,
  { at, ageMsMax }: TriggerLook,
): TriggerVerdict {
  if (!('stopPx' in terms)) return { kind: 'NoTrigger' };
  const age = (seen: { readonly at: UtcTime } | null) => seen && msBetween(seen.at, at);
  const isYoung = (ms: number | null) => ms !== null && ms <= ageMsMax;
  const [tradeAgeMs, quoteAgeMs] = [age(lastTrade), age(quote)];
  const isCrossed = quote !== null && greaterThan(quote.bid, quote.ask);
  const judged = (source: 'LastTrade' | 'Mid', price: Decimal): TriggerVerdict => {
    const isReached = reaches(terms, side, price);
    return { kind: isReached ? 'Triggered' : 'Waits', source, price };
  };
  if (lastTrade !== null && isYoung(tradeAgeMs)) return judged('LastTrade', lastTrade.price);
  if (quote !== null && isYoung(quoteAgeMs) && !isCrossed) {
    return judged('Mid', multiply(add(quote.bid, quote.ask), HALF));
  }
  return { kind: 'Blind', limitMs: ageMsMax, tradeAgeMs, quoteAgeMs, isCrossed };
}

function reaches(
  { ordType, stopPx }: Extract<OrderTerms, { stopPx: Price }>,
  side: Side,
  price: Decimal,
): boolean {
  const isStop = ordType === 'Stop' || ordType === 'StopLimit';
  // Buy stops and sell take-profits wait for a higher price.
  const waitsAbove = isStop === (side === 'Buy');
  return waitsAbove ? !lessThan(price, stopPx) : !greaterThan(price, stopPx);
}

/** What it is once it was triggered. */
export function releasedTerms(terms: OrderTerms): OrderTerms {
  switch (terms.ordType) {
    case 'Stop':
    case 'MarketIfTouched':
      return { ordType: 'Market' };
    case 'StopLimit':
    case 'LimitIfTouched':
      return { ordType: 'Limit', price: terms.price };
    default:
      return terms;
  }
}

const DAY_MS = 86_400_000;

/**
 * When we end an order ourselves; null for those that end otherwise. A Day ends at the next 00:00 UTC
 * after it was placed, or at the cut-off the mandate names, in milliseconds of the day.
 */
export function expiryOf(
  order: {
    readonly timeInForce: TimeInForce;
    readonly placedAt: UtcTime;
    readonly expireTime: UtcTime | null;
  },
  cutOffMs = 0,
): UtcTime | null {
  if (order.timeInForce === 'GoodTillDate') return order.expireTime;
  if (order.timeInForce !== 'Day') return null;
  const placedMs = toEpochMs(order.placedAt);
  const today = fromEpochMs(placedMs - (placedMs % DAY_MS) + cutOffMs);
  return compareTimes(today, order.placedAt) > 0 ? today : addMs(today, DAY_MS);
}

/** How a position is protected when we are away, strongest first. */
export const PROTECTIONS = ['NATIVE_OCO', 'NATIVE_STOP', 'EMULATED', 'NONE'] as const;
export type Protection = (typeof PROTECTIONS)[number];

/**
 * The rung an order stands on: never stronger than what the venue offers, and EMULATED only while an
 * engine of ours watches.
 */
export function protectionOf(order: {
  readonly legs: 'StopAndTarget' | 'Stop' | 'None';
  /** The strongest the venue offers for this instrument. */
  readonly offered: Protection;
  readonly isWatched: boolean;
}): Protection {
  const { legs, offered, isWatched } = order;
  if (legs === 'None') return 'NONE';
  if (legs === 'StopAndTarget' && offered === 'NATIVE_OCO') return 'NATIVE_OCO';
  // Two legs that are not one order at the venue would reserve the quantity twice.
  const isNative = offered === 'NATIVE_OCO' || offered === 'NATIVE_STOP';
  if (legs === 'Stop' && isNative) return 'NATIVE_STOP';
  return isWatched ? 'EMULATED' : 'NONE';
}

/** Whether it fell: that is alerted. */
export function isDegraded(before: Protection, after: Protection): boolean {
  return PROTECTIONS.indexOf(after) > PROTECTIONS.indexOf(before);
}
