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
 * The type is opaque: decimal.js's own methods take numbers, so they stay inside this file.
 */
import { Decimal as DecimalJs } from 'decimal.js';
import { exhaustive, invariant } from './assert.ts';
import { err, ok, type Result } from './result.ts';

/** decimal.js keeps 20 significant digits by default and drops the rest in every operation. */
const MAX_DIGITS = 78;

/** Longest text that is looked at: sign, 78 digits on both sides of the point, with room to spare. */
const MAX_TEXT_LENGTH = 160;

const Exact = DecimalJs.clone({
  precision: MAX_DIGITS,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  minE: -2 * MAX_DIGITS,
  maxE: 2 * MAX_DIGITS,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

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

export type RoundingMode = 'HalfEven' | 'HalfUp' | 'Down' | 'Up' | 'Floor' | 'Ceiling';

const PLAIN = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/;

function inner(value: Decimal): DecimalJs {
  return value as unknown as DecimalJs;
}

/** Checks what an operation made and gives it its type; minus zero becomes zero. */
function exact(value: DecimalJs): Decimal {
  invariant(value.isFinite(), 'A decimal left its range.');
  return (value.isZero() && value.isNegative() ? value.abs() : value) as unknown as Decimal;
}

/**
 * Reads plain machine text: digits, one point, a leading sign. No exponent, spaces or separators
 * (`read-number.ts` reads what people type).
 */
export function parseDecimal(text: string): Result<Decimal, DecimalRefusal> {
  if (text.length > MAX_TEXT_LENGTH) return err({ code: 'TooManyDigits', maxDigits: MAX_DIGITS });
  if (!PLAIN.test(text)) return err({ code: 'NotADecimal', text });
  const value = new Exact(text);
  if (value.precision(true) > MAX_DIGITS || value.decimalPlaces() > MAX_DIGITS) {
    return err({ code: 'TooManyDigits', maxDigits: MAX_DIGITS });
  }
  return ok(exact(value));
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
  return inner(value).decimalPlaces();
}

/** Digits before the point: 0 for `0.5`, 3 for `123.4`. */
export function integerDigitsOf(value: Decimal): number {
  const { e } = inner(value);
  return isZero(value) || e < 0 ? 0 : e + 1;
}

/** Digits an exact sum can need: the longer integer part, a carry, the longer fraction. */
function assertSumFits(a: Decimal, b: Decimal): void {
  const integers = Math.max(integerDigitsOf(a), integerDigitsOf(b)) + 1;
  const decimals = Math.max(scaleOf(a), scaleOf(b));
  invariant(integers + decimals <= MAX_DIGITS, 'A sum of decimals needs more than 78 digits.');
}

export function add(a: Decimal, b: Decimal): Decimal {
  assertSumFits(a, b);
  return exact(inner(a).plus(inner(b)));
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  assertSumFits(a, b);
  return exact(inner(a).minus(inner(b)));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  invariant(
    inner(a).precision() + inner(b).precision() <= MAX_DIGITS &&
      scaleOf(a) + scaleOf(b) <= MAX_DIGITS &&
      integerDigitsOf(a) + integerDigitsOf(b) <= MAX_DIGITS,
    'A product of decimals needs more than 78 digits.',
  );
  return exact(inner(a).times(inner(b)));
}

/**
 * The quotient, rounded once, from the exact integer division: no hidden second rounding.
 * @throws {InvariantError} when the divisor is zero; a caller knows its divisor.
 */
export function divide(a: Decimal, b: Decimal, scale: number, mode: RoundingMode): Decimal {
  invariant(!isZero(b), 'A decimal was divided by zero.');
  assertScale(scale);
  const shared = Math.max(scaleOf(a), scaleOf(b));
  const numerator = toUnits(a, shared) * 10n ** BigInt(scale);
  return fromUnits(divideUnits(numerator, toUnits(b, shared), mode), scale);
}

export function negate(value: Decimal): Decimal {
  return exact(inner(value).negated());
}

export function absolute(value: Decimal): Decimal {
  return exact(inner(value).abs());
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce(add, ZERO);
}

/** -1 when a < b, 0 when equal, 1 when a > b: fits `Array.prototype.sort`. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return inner(a).comparedTo(inner(b)) as -1 | 0 | 1;
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
  return inner(value).isZero();
}

export function signOf(value: Decimal): -1 | 0 | 1 {
  return compare(value, ZERO);
}

const MODES: Record<RoundingMode, DecimalJs.Rounding> = {
  HalfEven: DecimalJs.ROUND_HALF_EVEN,
  HalfUp: DecimalJs.ROUND_HALF_UP,
  Down: DecimalJs.ROUND_DOWN,
  Up: DecimalJs.ROUND_UP,
  Floor: DecimalJs.ROUND_FLOOR,
  Ceiling: DecimalJs.ROUND_CEIL,
};

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
  return exact(inner(value).toDecimalPlaces(scale, MODES[mode]));
}

/** Plain text without exponent or trailing zeros: `parseDecimal` reads back the same value. */
export function toText(value: Decimal): string {
  return inner(value).toFixed();
}

/** Plain text with exactly `scale` decimals. @throws {InvariantError} if that would round. */
export function toFixedText(value: Decimal, scale: number): string {
  assertScale(scale);
  invariant(scaleOf(value) <= scale, 'Round a decimal before writing it with fewer decimals.');
  return inner(value).toFixed(scale);
}

/** The value as a whole number of 10^-scale. @throws {InvariantError} if that would round. */
export function toUnits(value: Decimal, scale: number): bigint {
  return BigInt(toFixedText(value, scale).replace('.', ''));
}

/** The value of a whole number of 10^-scale: `fromUnits(12345n, 2)` is 123.45. */
export function fromUnits(units: bigint, scale: number): Decimal {
  assertScale(scale);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return decimal(units < 0n ? `-${text}` : text);
}

/** An integer quotient rounded by mode. */
function divideUnits(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const towardsZero = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return towardsZero;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const size = denominator < 0n ? -denominator : denominator;
  return roundsAway(mode, away > 0n, twice, size, towardsZero) ? towardsZero + away : towardsZero;
}

function roundsAway(
  mode: RoundingMode,
  positive: boolean,
  twiceRest: bigint,
  size: bigint,
  towardsZero: bigint,
): boolean {
  switch (mode) {
    case 'Down':
      return false;
    case 'Up':
      return true;
    case 'Floor':
      return !positive;
    case 'Ceiling':
      return positive;
    case 'HalfUp':
      return twiceRest >= size;
    case 'HalfEven':
      return twiceRest > size || (twiceRest === size && towardsZero % 2n !== 0n);
    default:
      return exhaustive(mode);
  }
}
