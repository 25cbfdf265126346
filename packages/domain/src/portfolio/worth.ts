/**
 * What a position is worth and has gained in one money, each figure rounded once, half-even to 18
 * decimals. Null is a price that is not known, and never a nought.
 *
 * With the whole gain in one figure, at any rates and whatever the lots:
 *
 *   gain = cash x quote + quantity x base
 *
 * where cash is what sales brought less what purchases and all fees took (`position.ts`), and base and
 * quote are money for one unit of each asset: what was taken and paid, and what is still there.
 */
import {
  add,
  type Decimal,
  divide,
  isZero,
  multiply,
  NUMERIC_SCALE,
  ONE,
  roundTo,
  signOf,
  subtract,
  ZERO,
} from '../kernel/index.ts';

/** Of one account and instrument; cost and gains in quote asset. */
export interface KeptPosition {
  readonly quantity: Decimal;
  /** Of the open lots; of a short position what they brought. */
  readonly cost: Decimal;
  readonly realised: Decimal;
  readonly feesApart: Decimal;
}

/** Money for one unit of the base and of the quote asset. */
export interface PairRates {
  readonly base: Decimal | null;
  readonly quote: Decimal | null;
}

export interface Worth {
  /** Of what is open: below zero for a short position. */
  readonly value: Decimal | null;
  readonly unrealised: Decimal | null;
  /** Fees that stand apart are taken off. */
  readonly realised: Decimal | null;
  /** Both together. */
  readonly gain: Decimal | null;
}

const kept = (value: Decimal): Decimal => roundTo(value, NUMERIC_SCALE, 'HalfEven');

export function worthOf(position: KeptPosition, { base, quote }: PairRates): Worth {
  const { quantity, cost, realised, feesApart } = position;
  const isOpen = !isZero(quantity);
  const value = !isOpen ? ZERO : base === null ? null : multiply(quantity, base);
  const paid = quote === null ? null : multiply(cost, quote);
  const done = quote === null ? null : multiply(subtract(realised, feesApart), quote);
  const open = openGain(isOpen, value, paid, signOf(quantity) < 0);
  return {
    value: value === null ? null : kept(value),
    unrealised: open === null ? null : kept(open),
    realised: done === null ? null : kept(done),
    gain: open === null || done === null ? null : kept(add(done, open)),
  };
}

/** In quote asset, where it takes no rate of it but the price of the pair. */
export function unrealisedInQuote(position: KeptPosition, rates: PairRates): Decimal | null {
  const { base, quote } = rates;
  const hasPrice = base !== null && quote !== null && signOf(quote) > 0;
  const price = hasPrice ? divide(base, quote, NUMERIC_SCALE, 'HalfEven') : null;
  return worthOf(position, { base: price, quote: ONE }).unrealised;
}

function openGain(
  isOpen: boolean,
  value: Decimal | null,
  paid: Decimal | null,
  isShort: boolean,
): Decimal | null {
  if (!isOpen) return ZERO;
  if (value === null || paid === null) return null;
  return isShort ? add(value, paid) : subtract(value, paid);
}
