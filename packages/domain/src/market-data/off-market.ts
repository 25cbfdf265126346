/**
 * Which venues say a price that can't be true. A venue is off the market when one could gain more
 * than a stated band, fees counted, by trading there against the median of all venues. With two
 * venues nobody knows which of them is wrong, so neither is believed.
 */
import {
  add,
  compare,
  type Decimal,
  decimal,
  greaterThan,
  lessThan,
  multiply,
  ONE,
  subtract,
  toText,
} from '../kernel/index.ts';
import type { Level } from './book.ts';

/** Both as decimal text in quote asset: the all-in price from which on it is off, and its own. */
export interface OffMarket {
  readonly code: 'OffMarket';
  readonly limit: string;
  readonly actual: string;
}

/** The best of one venue. `sell` is what its bid brings after the fee, `buy` what its ask costs. */
export interface Top {
  readonly bid: Level | undefined;
  readonly ask: Level | undefined;
  readonly sell: Decimal | undefined;
  readonly buy: Decimal | undefined;
}

/**
 * As a share of the price. Venues drift apart by some percent when markets break; ours is a net for
 * prices that are wrong by a digit, not a collar: that one is the instrument's own.
 */
export const OFF_MARKET_BAND: Decimal = decimal('0.05');

/** The fewest venues of which one can be told to be the wrong one. */
const MEDIAN_OF_LEAST = 3;
const HALF = decimal('0.5');

/** One answer per venue, in their order; null: nothing speaks against it. */
export function offMarketOf(tops: readonly Top[], band: Decimal): readonly (OffMarket | null)[] {
  const references = tops.flatMap((top) => referenceOf(top) ?? []);
  if (references.length < MEDIAN_OF_LEAST) {
    return tops.map((top) => contradiction(top, tops, band));
  }
  const median = medianOf(references);
  return tops.map((top) => beyond(top, median, median, band));
}

/** Its mid, or the one side it has. */
function referenceOf({ bid, ask }: Top): Decimal | undefined {
  if (bid === undefined || ask === undefined) return (bid ?? ask)?.price;
  return multiply(add(bid.price, ask.price), HALF);
}

/** Between two in the middle that contradict each other lies a price that neither of them is at. */
function medianOf(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort(compare);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? HALF;
  if (sorted.length % 2 === 1) return upper;
  return multiply(add(sorted[middle - 1] ?? upper, upper), HALF);
}

function contradiction(top: Top, tops: readonly Top[], band: Decimal): OffMarket | null {
  for (const other of tops) {
    if (other === top) continue;
    const found = beyond(top, other.buy, other.sell, band);
    if (found !== null) return found;
  }
  return null;
}

/** Sold to at more than `buyAt` plus the band, or bought from at less than `sellAt` minus it. */
function beyond(
  { sell, buy }: Top,
  buyAt: Decimal | undefined,
  sellAt: Decimal | undefined,
  band: Decimal,
): OffMarket | null {
  if (sell !== undefined && buyAt !== undefined) {
    const limit = multiply(buyAt, add(ONE, band));
    if (greaterThan(sell, limit)) return off(limit, sell);
  }
  if (buy !== undefined && sellAt !== undefined) {
    const limit = multiply(sellAt, subtract(ONE, band));
    if (lessThan(buy, limit)) return off(limit, buy);
  }
  return null;
}

const off = (limit: Decimal, actual: Decimal): OffMarket => ({
  code: 'OffMarket',
  limit: toText(limit),
  actual: toText(actual),
});
