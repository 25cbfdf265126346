/**
 * What is traded, and where. An instrument is a base and a quote asset: the same base against another
 * quote is another instrument, with books of its own. What a venue asks of orders in it (tick, step,
 * minimums) is the venue's, and is kept per venue.
 */
import {
  type Asset,
  type Brand,
  type Decimal,
  divide,
  err,
  greaterThan,
  isZero,
  lessThan,
  multiply,
  ok,
  type Price,
  parseAsset,
  type Quantity,
  type Result,
  toPrice,
  toQuantity,
  unwrap,
} from '../kernel/index.ts';

/** `BTC/USDT`. */
export type InstrumentId = Brand<string, 'InstrumentId'>;

/** A place of execution: `binance`. */
export type VenueId = Brand<string, 'VenueId'>;

export interface Instrument {
  readonly id: InstrumentId;
  readonly base: Asset;
  readonly quote: Asset;
}

export type InstrumentRefusal = { readonly code: 'NotAnInstrument'; readonly text: string };

export function instrumentOf(base: Asset, quote: Asset): Instrument {
  return { id: `${base}/${quote}` as InstrumentId, base, quote };
}

export function parseInstrument(text: string): Result<Instrument, InstrumentRefusal> {
  const [first = '', second = '', ...rest] = text.split('/');
  const [base, quote] = [parseAsset(first), parseAsset(second)];
  const isPair = rest.length === 0 && base.ok && quote.ok && first !== second;
  return isPair
    ? ok(instrumentOf(base.value, quote.value))
    : err({ code: 'NotAnInstrument', text });
}

/** What one venue asks of orders in one instrument; a bound that it doesn't have is null. */
export interface TradingTerms {
  readonly tickSize: Price;
  readonly stepSize: Quantity;
  readonly minQty: Quantity;
  readonly maxQty: Quantity | null;
  /** In quote asset. */
  readonly minNotional: Decimal | null;
}

export type Side = 'Buy' | 'Sell';

export const otherSide = (side: Side): Side => (side === 'Buy' ? 'Sell' : 'Buy');

/** The nearest price on a tick that is no worse for whoever names it: down to buy, up to sell. */
export function priceOnTick({ tickSize }: TradingTerms, side: Side, price: Decimal): Price {
  const ticks = divide(price, tickSize, 0, side === 'Buy' ? 'Floor' : 'Ceiling');
  return unwrap(toPrice(multiply(ticks, tickSize)));
}

/** The largest quantity on a step that is not more: what was not asked for is never traded. */
export function quantityOnStep({ stepSize }: TradingTerms, quantity: Decimal): Quantity {
  return unwrap(toQuantity(multiply(divide(quantity, stepSize, 0, 'Down'), stepSize)));
}

export type TermsRefusal =
  | { readonly code: 'PriceNotOnTick'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'QuantityNotOnStep'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'QuantityTooSmall'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'QuantityTooLarge'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'NotionalTooSmall'; readonly limit: Decimal; readonly actual: Decimal };

/** Everything that is wrong with an order's figures, not the first alone. */
export function termsRefusals(
  terms: TradingTerms,
  { quantity, price }: { readonly quantity: Decimal; readonly price: Decimal | null },
): readonly TermsRefusal[] {
  const { tickSize, stepSize, minQty, maxQty, minNotional } = terms;
  const refusals: TermsRefusal[] = [];
  if (price !== null && !isMultiple(price, tickSize)) {
    refusals.push({ code: 'PriceNotOnTick', limit: tickSize, actual: price });
  }
  if (!isMultiple(quantity, stepSize)) {
    refusals.push({ code: 'QuantityNotOnStep', limit: stepSize, actual: quantity });
  }
  if (lessThan(quantity, minQty)) {
    refusals.push({ code: 'QuantityTooSmall', limit: minQty, actual: quantity });
  }
  if (maxQty !== null && greaterThan(quantity, maxQty)) {
    refusals.push({ code: 'QuantityTooLarge', limit: maxQty, actual: quantity });
  }
  const notional = price === null ? null : multiply(quantity, price);
  if (notional !== null && minNotional !== null && lessThan(notional, minNotional)) {
    refusals.push({ code: 'NotionalTooSmall', limit: minNotional, actual: notional });
  }
  return refusals;
}

function isMultiple(value: Decimal, step: Decimal): boolean {
  if (isZero(step)) return true;
  const whole = multiply(divide(value, step, 0, 'Down'), step);
  return !lessThan(whole, value) && !greaterThan(whole, value);
}
