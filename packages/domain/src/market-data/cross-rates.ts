/**
 * What one unit of each asset comes to in another, by a list of prices alone: for weights and totals, not
 * for orders, which `markOf` values by books with their ages and spreads.
 */
import {
  type Asset,
  type Decimal,
  divide,
  multiply,
  NUMERIC_SCALE,
  ONE,
  roundTo,
  signOf,
} from '../kernel/index.ts';

export interface PairPrice {
  readonly base: Asset | string;
  readonly quote: Asset | string;
  /** Quote asset for one of base; above zero. */
  readonly price: Decimal;
}

const MOST_STEPS = 3;

/** Fewest steps first, then the order of the list; assets that no path reaches are missing. */
export function crossRates(
  reference: string,
  prices: readonly PairPrice[],
): ReadonlyMap<string, Decimal> {
  const rates = new Map<string, Decimal>([[reference, ONE]]);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const found = new Map<string, Decimal>();
    for (const { base, quote, price } of prices) {
      if (signOf(price) <= 0) continue;
      const ofQuote = rates.get(quote);
      const ofBase = rates.get(base);
      if (ofQuote !== undefined && ofBase === undefined && !found.has(base)) {
        found.set(base, roundTo(multiply(price, ofQuote), NUMERIC_SCALE, 'HalfEven'));
      }
      if (ofBase !== undefined && ofQuote === undefined && !found.has(quote)) {
        found.set(quote, divide(ofBase, price, NUMERIC_SCALE, 'HalfEven'));
      }
    }
    if (found.size === 0) break;
    for (const [asset, rate] of found) rates.set(asset, rate);
  }
  return rates;
}
