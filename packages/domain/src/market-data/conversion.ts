/**
 * What it costs to trade in one asset what is quoted in another: to buy BTC/USDT with EUR one sells
 * EUR/USDT first. The conversion is a trade of its own: priced by walking its own book with its own
 * fees, shown as a leg, and done only where the mandate's list of conversions has it. Amounts are
 * what the books say, not yet on any venue's steps; what is rounded, is rounded against us.
 */
import {
  type Asset,
  add,
  type Decimal,
  divide,
  err,
  greaterThan,
  isZero,
  least,
  type Money,
  money,
  multiply,
  NUMERIC_SCALE,
  ok,
  type Result,
  roundTo,
  subtract,
  ZERO,
} from '../kernel/index.ts';
import { type ConsolidatedBook, type Take, type Walk, walk } from './consolidated.ts';
import type { Instrument, InstrumentId, Side } from './instrument.ts';
import { bookTop, type InstrumentBook, type NoPrice, type Valuing } from './valuation.ts';

/** One line of a mandate: this asset may be turned into that one in order to trade. */
export interface AllowedConversion {
  readonly from: Asset;
  readonly to: Asset;
}

export interface ConversionAsk {
  readonly instrument: Instrument;
  readonly side: Side;
  /** In base asset; above zero. */
  readonly quantity: Decimal;
  /** What is paid in when buying, and got when selling. */
  readonly settlement: Asset;
  readonly allowed: readonly AllowedConversion[];
}

export interface Leg {
  readonly kind: 'Trade' | 'Conversion';
  readonly instrument: InstrumentId;
  readonly side: Side;
  /** In the leg's base asset. */
  readonly quantity: Decimal;
  readonly takes: readonly Take[];
  /** Both in the leg's quote asset, `allIn` with the fees. */
  readonly notional: Decimal;
  readonly allIn: Decimal;
  readonly mid: Decimal;
  readonly ageMs: number;
}

export interface ConvertedPrice {
  /** In the order in which they have to be done. */
  readonly legs: readonly Leg[];
  readonly pays: Money;
  readonly gets: Money;
  /** Settlement asset per one base asset: all fees and both spreads in it. */
  readonly allInPx: Decimal;
  /** The same by the mids of both books, without any fee. */
  readonly midPx: Decimal;
}

export type ConversionRefusal =
  | {
      readonly code: 'ConversionNotAllowed';
      readonly from: Asset;
      readonly to: Asset;
      readonly allowed: readonly AllowedConversion[];
    }
  | { readonly code: 'NoInstrument'; readonly of: readonly [Asset, Asset] }
  | { readonly code: 'NoPrice'; readonly instrument: InstrumentId; readonly why: NoPrice }
  /** In the asset that is named: what was wanted of the book, and what it has. */
  | {
      readonly code: 'TooThin';
      readonly instrument: InstrumentId;
      readonly wanted: Money;
      readonly actual: Money;
    }
  | { readonly code: 'NothingToDo' };

export function priceConverted(
  ask: ConversionAsk,
  valuing: Valuing,
): Result<ConvertedPrice, ConversionRefusal> {
  const { instrument, side, quantity, settlement, allowed } = ask;
  const { base, quote } = instrument;
  if (settlement === base) return err({ code: 'NothingToDo' });
  const [from, to] = side === 'Buy' ? [settlement, quote] : [quote, settlement];
  const isAllowed = from === to || allowed.some((one) => one.from === from && one.to === to);
  if (!isAllowed) return err({ code: 'ConversionNotAllowed', from, to, allowed });
  const main = tradeLeg(instrument, side, quantity, valuing);
  if (!main.ok) return main;
  const quoted = main.value.allIn;
  if (from === to) return ok(shown(ask, [main.value], quoted, main.value.mid));
  const conversion =
    side === 'Buy'
      ? legThatGets(from, money(quoted, to), valuing)
      : legThatPays(money(quoted, from), to, valuing);
  if (!conversion.ok) return conversion;
  const { leg, settled, midFactor } = conversion.value;
  const legs = side === 'Buy' ? [leg, main.value] : [main.value, leg];
  return ok(shown(ask, legs, settled, midFactor(main.value.mid)));
}

function shown(
  { instrument, side, quantity, settlement }: ConversionAsk,
  legs: readonly Leg[],
  settled: Decimal,
  midPx: Decimal,
): ConvertedPrice {
  const [asset, other] = [money(quantity, instrument.base), money(settled, settlement)];
  const [pays, gets] = side === 'Buy' ? [other, asset] : [asset, other];
  const mode = side === 'Buy' ? 'Ceiling' : 'Floor';
  const allInPx = divide(settled, quantity, NUMERIC_SCALE, mode);
  return { legs, pays, gets, allInPx, midPx };
}

function tradeLeg(
  instrument: Instrument,
  side: Side,
  quantity: Decimal,
  valuing: Valuing,
): Result<Leg, ConversionRefusal> {
  const { base, quote, id } = instrument;
  const found = valuing.books.find((one) => one.instrument.id === id);
  if (found === undefined) return err({ code: 'NoInstrument', of: [base, quote] });
  const walked = walk(found.book, side, quantity);
  return legOf('Trade', found, { side, walked, wanted: money(quantity, base) }, valuing);
}

interface Walked {
  readonly side: Side;
  readonly walked: Walk;
  /** Compared with what was filled, in base or in quote asset. */
  readonly wanted: Money;
}

function legOf(
  kind: Leg['kind'],
  found: InstrumentBook,
  { side, walked, wanted }: Walked,
  valuing: Valuing,
): Result<Leg, ConversionRefusal> {
  const { id, quote } = found.instrument;
  const top = bookTop(found, valuing);
  if (!top.ok) return err({ code: 'NoPrice', instrument: id, why: top.error });
  const { takes, filled, notional, allIn, unfilled } = walked;
  if (!isZero(unfilled)) {
    const actual = money(wanted.asset === quote ? allIn : filled, wanted.asset);
    return err({ code: 'TooThin', instrument: id, wanted, actual });
  }
  const { mid, ageMs } = top.value;
  return ok({ kind, instrument: id, side, quantity: filled, takes, notional, allIn, mid, ageMs });
}

interface Converted {
  readonly leg: Leg;
  /** In settlement asset: what is paid, or what is got. */
  readonly settled: Decimal;
  /** A price in quote asset by the conversion's mid. */
  readonly midFactor: (mid: Decimal) => Decimal;
}

const byMid = (mid: Decimal) => (price: Decimal) =>
  roundTo(multiply(price, mid), NUMERIC_SCALE, 'HalfEven');
const byInverse = (mid: Decimal) => (price: Decimal) =>
  divide(price, mid, NUMERIC_SCALE, 'HalfEven');

/** Turns `from` into at least so much: buys it, or sells `from` for it. */
function legThatGets(
  from: Asset,
  gets: Money,
  valuing: Valuing,
): Result<Converted, ConversionRefusal> {
  const found = bookBetween(from, gets.asset, valuing);
  if (found === undefined) return err({ code: 'NoInstrument', of: [from, gets.asset] });
  if (found.instrument.base === gets.asset) {
    const walked = walk(found.book, 'Buy', gets.amount);
    const leg = legOf('Conversion', found, { side: 'Buy', walked, wanted: gets }, valuing);
    return leg.ok
      ? ok({ leg: leg.value, settled: leg.value.allIn, midFactor: byMid(leg.value.mid) })
      : leg;
  }
  const walked = walkQuote(found.book, 'Sell', gets.amount);
  const leg = legOf('Conversion', found, { side: 'Sell', walked, wanted: gets }, valuing);
  return leg.ok
    ? ok({ leg: leg.value, settled: leg.value.quantity, midFactor: byInverse(leg.value.mid) })
    : leg;
}

/** Turns all of it into `to`: sells it, or buys `to` with it. */
function legThatPays(
  pays: Money,
  to: Asset,
  valuing: Valuing,
): Result<Converted, ConversionRefusal> {
  const found = bookBetween(pays.asset, to, valuing);
  if (found === undefined) return err({ code: 'NoInstrument', of: [pays.asset, to] });
  if (found.instrument.base === pays.asset) {
    const walked = walk(found.book, 'Sell', pays.amount);
    const leg = legOf('Conversion', found, { side: 'Sell', walked, wanted: pays }, valuing);
    return leg.ok
      ? ok({ leg: leg.value, settled: leg.value.allIn, midFactor: byMid(leg.value.mid) })
      : leg;
  }
  const walked = walkQuote(found.book, 'Buy', pays.amount);
  const leg = legOf('Conversion', found, { side: 'Buy', walked, wanted: pays }, valuing);
  return leg.ok
    ? ok({ leg: leg.value, settled: leg.value.quantity, midFactor: byInverse(leg.value.mid) })
    : leg;
}

function bookBetween(a: Asset, b: Asset, { books }: Valuing): InstrumentBook | undefined {
  return books.find(({ instrument: { base, quote } }) =>
    base === a ? quote === b : base === b && quote === a,
  );
}

/**
 * What taking for so much quote asset, fees in it, comes to: at most that when buying, at least that
 * when selling. `unfilled` is above zero where the book is too thin, and is then in quote asset.
 */
function walkQuote(book: ConsolidatedBook, side: Side, amount: Decimal): Walk {
  const takes: Take[] = [];
  let [left, filled, notional, allIn] = [amount, ZERO, ZERO, ZERO];
  for (const level of side === 'Buy' ? book.asks : book.bids) {
    if (isZero(left)) break;
    if (isZero(level.allIn)) continue;
    const whole = multiply(level.quantity, level.allIn);
    const isLast = !greaterThan(left, whole);
    const mode = side === 'Buy' ? 'Floor' : 'Ceiling';
    const taken = isLast
      ? least(level.quantity, divide(left, level.allIn, NUMERIC_SCALE, mode))
      : level.quantity;
    takes.push({ venue: level.venue, price: level.price, quantity: taken });
    filled = add(filled, taken);
    notional = add(notional, multiply(taken, level.price));
    allIn = add(allIn, multiply(taken, level.allIn));
    left = isLast ? ZERO : subtract(left, whole);
  }
  return { takes, filled, notional, allIn, unfilled: left };
}
