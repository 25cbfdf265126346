/**
 * Exact decimals. Invariants:
 *
 * - a Decimal comes from text, from another Decimal, or from a bigint; never from a `number`;
 * - it has at most 78 significant digits and at most 78 decimals; an operation whose exact answer
 *   would need more throws instead of rounding in silence (38 x 38 digits fit, so one product of
 *   two stored amounts is always exact);
 * - it is never NaN, infinite or minus zero, and its text never has an exponent;
 * - rounding happens only where a function names its scale and mode.
 *
 * Inside it is a whole number of units and a scale. The units are a `number` while that is exact
 * (up to 2^53) and a `bigint` beyond: most amounts are small, and an operation on them then takes
 * some 10 ns, where decimal.js takes 100 to 300. One value has one form, so what is equal is equal
 * to a comparison of fields too. The tests hold it against decimal.js, digit for digit.
 */
import { invariant } from './assert.ts';
import { err, ok, type Result } from './result.ts';
import { divideNumbers, divideUnits, type RoundingMode } from './rounding.ts';
import {
  bigTen,
  digitsOf,
  isSafe,
  isSafeBig,
  MAX_DIGITS,
  MAX_TEXT_LENGTH,
  MOST,
  ten,
  written,
} from './units.ts';

export type { RoundingMode } from './rounding.ts';

declare const decimalBrand: unique symbol;

/** An exact decimal. `String(d)` and `JSON.stringify(d)` give its plain text. */
export interface Decimal {
  readonly [decimalBrand]: true;
  toString(): string;
  toJSON(): string;
}

export type DecimalRefusal =
  | { readonly code: 'NotADecimal'; readonly text: string }
  | { readonly code: 'TooManyDigits'; readonly maxDigits: number };

const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/;

/** The scale is the least that holds the value; units beyond 2^53 are a bigint, others a number. */
class Amount {
  readonly units: number | bigint;
  readonly scale: number;
  #text: string | null = null;

  constructor(units: number | bigint, scale: number) {
    this.units = units;
    this.scale = scale;
  }

  /** Written once: a limit's or a price's text is asked for again and again. */
  toString(): string {
    this.#text ??= written(this.units, this.scale);
    return this.#text;
  }

  toJSON(): string {
    return this.toString();
  }
}

const inner = (value: Decimal): Amount => value as unknown as Amount;
const outer = (value: Amount): Decimal => value as unknown as Decimal;

/** For who reads values of any kind. */
export function isDecimal(value: unknown): value is Decimal {
  return value instanceof Amount;
}

/** The one form of a value; of whole units, exact. */
function ofNumber(units: number, scale: number): Decimal {
  let left = units;
  let decimals = scale;
  while (decimals > 0) {
    const tenth = Math.round(left / 10);
    if (tenth * 10 !== left) break;
    left = tenth;
    decimals = left === 0 ? 0 : decimals - 1;
  }
  // Minus zero becomes zero.
  return outer(new Amount(left + 0, decimals));
}

function ofBig(units: bigint, scale: number): Decimal {
  if (isSafeBig(units)) return ofNumber(Number(units), scale);
  // Mostly there are none; where there is one there may be many.
  if (scale === 0 || units % 10n !== 0n) return outer(new Amount(units, scale));
  let left = units;
  let decimals = scale;
  for (let zeros = 16; zeros >= 1; zeros /= 2) {
    const power = bigTen(zeros);
    while (decimals >= zeros && left % power === 0n) {
      left /= power;
      decimals -= zeros;
      if (isSafeBig(left)) return ofNumber(Number(left), decimals);
    }
  }
  return outer(new Amount(left, decimals));
}

/** Text of few digits in one pass; undefined where it is longer, or no decimal: others decide. */
function readShort(text: string): Decimal | undefined {
  const { length } = text;
  const first = text.charCodeAt(0);
  let units = 0;
  let scale = 0;
  let zeros = 0;
  let isPast = false;
  for (let at = first === 45 || first === 43 ? 1 : 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === -2 && !isPast) isPast = true;
    else if (digit < 0 || digit > 9) return undefined;
    else if (isPast && digit === 0) zeros += 1;
    else {
      const places = isPast ? zeros + 1 : 1;
      units = units * ten(places) + digit;
      if (units > MOST) return undefined;
      if (isPast) scale += places;
      zeros = 0;
    }
  }
  if (scale > MAX_DIGITS) return undefined;
  return outer(new Amount(first === 45 && units !== 0 ? -units : units, scale));
}

function readLong(text: string): Result<Decimal, DecimalRefusal> {
  if (!PLAIN.test(text)) return err({ code: 'NotADecimal', text });
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const units = BigInt(whole + fraction);
  const value = ofBig(isNegative ? -units : units, fraction.length);
  return fits(inner(value)) ? ok(value) : err({ code: 'TooManyDigits', maxDigits: MAX_DIGITS });
}

const fits = ({ units, scale }: Amount): boolean =>
  scale <= MAX_DIGITS && (typeof units === 'number' || digitsOf(units) <= MAX_DIGITS);

/**
 * Reads plain machine text: digits, one point, a leading sign. No exponent, spaces or separators
 * (`read-number.ts` reads what people type).
 */
export function parseDecimal(text: string): Result<Decimal, DecimalRefusal> {
  if (text.length > MAX_TEXT_LENGTH) return err({ code: 'TooManyDigits', maxDigits: MAX_DIGITS });
  const last = text.charCodeAt(text.length - 1);
  const short = last >= 48 && last <= 57 ? readShort(text) : undefined;
  return short === undefined ? readLong(text) : ok(short);
}

/** A constant of ours, such as `decimal('0.0001')`. @throws {InvariantError} on anything else. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  invariant(parsed.ok, `The constant ${JSON.stringify(text)} is not a decimal.`);
  return parsed.value;
}

export const ZERO: Decimal = decimal('0');
export const ONE: Decimal = decimal('1');

/** Decimals after the point, without trailing zeros: `scaleOf(1.50)` is 1. */
export function scaleOf(value: Decimal): number {
  return inner(value).scale;
}

/** Digits before the point: 0 for `0.5`, 3 for `123.4`. */
export function integerDigitsOf(value: Decimal): number {
  const { units, scale } = inner(value);
  return Math.max(0, digitsOf(units) - scale);
}

/** Significant digits: the zeros at the end of a whole number are none. */
function precisionOf({ units }: Amount): number {
  if (units === 0) return 1;
  return units.toString().replace('-', '').replace(/0+$/, '').length;
}

/** Of so many digits any two have a product, and with half as many decimals a sum. */
const SHORT = bigTen(MAX_DIGITS / 2 - 1);
const isShort = (units: number | bigint): boolean =>
  typeof units === 'number' || (units < SHORT && units > -SHORT);

/** Whether a value has at most so many digits before and after the point; 16 or more before it. */
export function isWithinDigits(value: Decimal, integers: number, decimals: number): boolean {
  const { units, scale } = inner(value);
  return scale <= decimals && (typeof units === 'number' || integerDigitsOf(value) <= integers);
}

/** Digits an exact sum can need: the longer integer part, a carry, the longer fraction. */
function assertSumFits(a: Decimal, b: Decimal): void {
  const integers = Math.max(integerDigitsOf(a), integerDigitsOf(b)) + 1;
  const decimals = Math.max(scaleOf(a), scaleOf(b));
  invariant(integers + decimals <= MAX_DIGITS, 'A sum of decimals needs more than 78 digits.');
}

/** Decimals of both: with sixteen digits before the point, a sum surely fits. */
const SURELY_FITS = MAX_DIGITS - 17;

const unitsAt = ({ units, scale }: Amount, to: number): bigint =>
  scale === to ? BigInt(units) : BigInt(units) * bigTen(to - scale);

function addBig(a: Decimal, b: Decimal, isMinus: boolean): Decimal {
  const [left, right] = [inner(a), inner(b)];
  const scale = Math.max(left.scale, right.scale);
  const isSure = scale <= MAX_DIGITS / 2 && isShort(left.units) && isShort(right.units);
  if (!isSure) assertSumFits(a, b);
  const [x, y] = [unitsAt(left, scale), unitsAt(right, scale)];
  return ofBig(isMinus ? x - y : x + y, scale);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const { units: x, scale: m } = inner(a);
  const { units: y, scale: n } = inner(b);
  if (typeof x === 'number' && typeof y === 'number' && m <= SURELY_FITS && n <= SURELY_FITS) {
    const left = m < n ? x * ten(n - m) : x;
    const right = n < m ? y * ten(m - n) : y;
    // Scaled units beyond 2^54 are not exact, but then no sum of them is within 2^53 either.
    const total = left + right;
    if (isSafe(total)) return ofNumber(total, Math.max(m, n));
  }
  return addBig(a, b, false);
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const { units: x, scale: m } = inner(a);
  const { units: y, scale: n } = inner(b);
  if (typeof x === 'number' && typeof y === 'number' && m <= SURELY_FITS && n <= SURELY_FITS) {
    const left = m < n ? x * ten(n - m) : x;
    const right = n < m ? y * ten(m - n) : y;
    const total = left - right;
    if (isSafe(total)) return ofNumber(total, Math.max(m, n));
  }
  return addBig(a, b, true);
}

function assertProductFits(a: Decimal, b: Decimal): void {
  invariant(
    precisionOf(inner(a)) + precisionOf(inner(b)) <= MAX_DIGITS &&
      scaleOf(a) + scaleOf(b) <= MAX_DIGITS &&
      integerDigitsOf(a) + integerDigitsOf(b) <= MAX_DIGITS,
    'A product of decimals needs more than 78 digits.',
  );
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const { units: x, scale: m } = inner(a);
  const { units: y, scale: n } = inner(b);
  if (typeof x === 'number' && typeof y === 'number' && m + n <= MAX_DIGITS) {
    const product = x * y;
    return isSafe(product) ? ofNumber(product, m + n) : ofBig(BigInt(x) * BigInt(y), m + n);
  }
  const isSure = m + n <= MAX_DIGITS && isShort(x) && isShort(y);
  if (!isSure) assertProductFits(a, b);
  return ofBig(BigInt(x) * BigInt(y), m + n);
}

/**
 * The quotient, rounded once, from the exact integer division: no hidden second rounding.
 * @throws {InvariantError} when the divisor is zero; a caller knows its divisor.
 */
export function divide(a: Decimal, b: Decimal, scale: number, mode: RoundingMode): Decimal {
  const [left, right] = [inner(a), inner(b)];
  invariant(right.units !== 0, 'A decimal was divided by zero.');
  assertScale(scale);
  const shift = right.scale - left.scale + scale;
  const { units: x } = left;
  const { units: y } = right;
  if (typeof x === 'number' && typeof y === 'number') {
    // Without a rest there is nothing to round, however long the scale: limits are divided by 1.
    const places = left.scale - right.scale;
    if (places >= 0 && places <= scale && x % y === 0) return ofNumber(x / y, places);
    const numerator = shift > 0 ? x * ten(shift) : x;
    const denominator = shift < 0 ? y * ten(-shift) : y;
    if (isSafe(numerator) && isSafe(denominator)) {
      return ofNumber(divideNumbers(numerator, denominator, mode), scale);
    }
  }
  const numerator = shift > 0 ? BigInt(x) * bigTen(shift) : BigInt(x);
  const denominator = shift < 0 ? BigInt(y) * bigTen(-shift) : BigInt(y);
  return fromUnits(divideUnits(numerator, denominator, mode), scale);
}

export function negate(value: Decimal): Decimal {
  const { units, scale } = inner(value);
  return units === 0 ? value : outer(new Amount(-units, scale));
}

export function absolute(value: Decimal): Decimal {
  return signOf(value) < 0 ? negate(value) : value;
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce(add, ZERO);
}

/** -1 when a < b, 0 when equal, 1 when a > b: fits `Array.prototype.sort`. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const { units: x, scale: m } = inner(a);
  const { units: y, scale: n } = inner(b);
  if (typeof x === 'number' && typeof y === 'number') {
    // Beyond 2^53 the scaled one is larger than the other can be: its sign alone decides.
    const left = m < n ? x * ten(n - m) : x;
    const right = n < m ? y * ten(m - n) : y;
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (m === n) return x < y ? -1 : x > y ? 1 : 0;
  const scale = Math.max(m, n);
  const [left, right] = [unitsAt(inner(a), scale), unitsAt(inner(b), scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equals(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function lessThan(a: Decimal, b: Decimal): boolean {
  return compare(a, b) < 0;
}

export function greaterThan(a: Decimal, b: Decimal): boolean {
  return compare(a, b) > 0;
}

export function least(a: Decimal, b: Decimal): Decimal {
  return lessThan(b, a) ? b : a;
}

export function greatest(a: Decimal, b: Decimal): Decimal {
  return greaterThan(b, a) ? b : a;
}

export function isZero(value: Decimal): boolean {
  return inner(value).units === 0;
}

export function signOf(value: Decimal): -1 | 0 | 1 {
  const { units } = inner(value);
  return units < 0 ? -1 : units > 0 ? 1 : 0;
}

function assertScale(scale: number): void {
  invariant(
    Number.isInteger(scale) && scale >= 0 && scale <= MAX_DIGITS,
    'A scale is a whole number from 0 to 78.',
  );
}

/**
 * Rounds to `scale` decimals. HalfUp rounds a half away from zero, Down towards zero, Up away
 * from zero, Floor and Ceiling towards minus and plus infinity.
 */
export function roundTo(value: Decimal, scale: number, mode: RoundingMode): Decimal {
  assertScale(scale);
  const { units, scale: has } = inner(value);
  if (has <= scale) return value;
  return typeof units === 'number' && has - scale <= 15
    ? ofNumber(divideNumbers(units, ten(has - scale), mode), scale)
    : ofBig(divideUnits(BigInt(units), bigTen(has - scale), mode), scale);
}

/** Plain text without exponent or trailing zeros: `parseDecimal` reads back the same value. */
export function toText(value: Decimal): string {
  return value.toString();
}

/** Plain text with exactly `scale` decimals. @throws {InvariantError} if that would round. */
export function toFixedText(value: Decimal, scale: number): string {
  assertScale(scale);
  return written(toUnits(value, scale), scale);
}

/** The value as a whole number of 10^-scale. @throws {InvariantError} if that would round. */
export function toUnits(value: Decimal, scale: number): bigint {
  assertScale(scale);
  const amount = inner(value);
  invariant(amount.scale <= scale, 'Round a decimal before writing it with fewer decimals.');
  return unitsAt(amount, scale);
}

/** The value of a whole number of 10^-scale: `fromUnits(12345n, 2)` is 123.45. */
export function fromUnits(units: bigint, scale: number): Decimal {
  assertScale(scale);
  const value = ofBig(units, scale);
  invariant(fits(inner(value)), 'A decimal of more than 78 digits.');
  return value;
}
