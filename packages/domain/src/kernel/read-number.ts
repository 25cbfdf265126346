/**
 * Reads the numbers people type and paste: thousands separators, every kind of space and minus, a
 * unit beside the figure. What could mean two numbers is refused with a sentence, never guessed.
 *
 * Rules, with `,` and `.` for the two signs:
 * - both signs: the last one parts the decimals, whatever the locale (`1,234.56`, `1.234,56`);
 * - one sign: the locale's own reading, with groups of the right length;
 * - one sign, once, before exactly three digits, where the locale writes decimals with a comma:
 *   refused, because text pasted from English sources reads it the other way (`1,234`, `1.234`).
 */
import { type Decimal, integerDigitsOf, parseDecimal, scaleOf, signOf } from './decimal.ts';
import { type Separators, separatorsOf } from './format-number.ts';
import {
  type Asset,
  type Money,
  money,
  NUMERIC_INTEGER_DIGITS,
  NUMERIC_SCALE,
  type Price,
  type Quantity,
} from './money.ts';
import { andThen, err, ok, type Result } from './result.ts';

export interface ReadRefusal {
  readonly code:
    | 'Empty'
    | 'NotANumber'
    | 'Ambiguous'
    | 'WrongGroups'
    | 'WrongUnit'
    | 'TooManyDecimals'
    | 'TooLarge'
    | 'Negative';
  /** For the field, as it stands. */
  readonly sentence: string;
}

export interface ReadStyle {
  readonly locale: string;
  /** The unit the field is in; the text may carry it before or after the figure. */
  readonly unit?: string;
  /** Decimals the field takes, at most 18. */
  readonly maxDecimals?: number;
}

const MAX_LENGTH = 80;
const SPACES = /[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+/g;
const MINUSES = /[\u2010-\u2013\u2212\ufe58\ufe63\uff0d]/g;
const APOSTROPHES = /['\u2019\u02bc]/g;

/** Symbols that mean one currency to anybody who pastes them into a field of that currency. */
const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };

function refuse(code: ReadRefusal['code'], sentence: string): Result<never, ReadRefusal> {
  return err({ code, sentence });
}

/** Any decimal, signed, within NUMERIC(38,18). */
export function readDecimal(text: string, style: ReadStyle): Result<Decimal, ReadRefusal> {
  if (text.length > MAX_LENGTH) return refuse('NotANumber', 'This is too long for a number.');
  const spaced = text.replace(SPACES, ' ').trim();
  if (spaced === '') return refuse('Empty', 'Enter a number.');
  const bare = withoutUnit(spaced.replace(MINUSES, '-'), style);
  if (!bare.ok) return bare;
  const match = /^([+-]?) ?([\d., ]*\d[\d., ]*)$/.exec(bare.value.replace(APOSTROPHES, ' '));
  const [, sign, digits] = match ?? [];
  if (digits === undefined) return refuse('NotANumber', notANumber(bare.value));
  const plain = toPlain(digits.trim(), style.locale);
  if (!plain.ok) return plain;
  const parsed = parseDecimal(`${sign === '-' ? '-' : ''}${plain.value}`);
  return parsed.ok ? withinBounds(parsed.value, style) : refuse('TooLarge', TOO_LARGE);
}

/** A quantity above or equal to zero: the side says which way it goes. */
export function readQuantity(text: string, style: ReadStyle): Result<Quantity, ReadRefusal> {
  return andThen(readDecimal(text, style), (value) =>
    signOf(value) < 0
      ? refuse('Negative', 'A quantity is zero or more. The side says which way it goes.')
      : ok(value as Quantity),
  );
}

export function readPrice(text: string, style: ReadStyle): Result<Price, ReadRefusal> {
  return andThen(readDecimal(text, style), (value) =>
    signOf(value) < 0 ? refuse('Negative', 'A price is zero or more.') : ok(value as Price),
  );
}

/** A signed sum of the asset; the field's unit is the asset. */
export function readMoney(
  text: string,
  asset: Asset,
  style: Omit<ReadStyle, 'unit'>,
): Result<Money, ReadRefusal> {
  return andThen(readDecimal(text, { ...style, unit: asset }), (amount) =>
    ok(money(amount, asset)),
  );
}

function notANumber(text: string): string {
  if (/^[+-]?[\d.,]+e[+-]?\d+$/i.test(text))
    return 'Write the number in full, without an exponent.';
  if (/\d ?(k|m|mm|mn|bn|b|t)$/i.test(text)) return 'Write the number in full, without k, M or bn.';
  return 'This is not a number.';
}

function withoutUnit(text: string, { unit }: ReadStyle): Result<string, ReadRefusal> {
  const match = /^([+-]?) ?(\p{L}[\p{L}\d]*|\p{Sc}|%)? ?([+-]?.*?) ?(\p{L}{2,20}|\p{Sc}|%)?$/u.exec(
    text,
  );
  const [, sign = '', before, figure = '', after] = match ?? [];
  const named = before ?? after;
  if (named === undefined || /^(mm|mn|bn)$/i.test(named)) return ok(text);
  const fits = unit !== undefined && (named.toUpperCase() === unit || SYMBOLS[unit] === named);
  if (fits && (before === undefined || after === undefined)) return ok(`${sign}${figure}`);
  return refuse(
    'WrongUnit',
    unit === undefined
      ? `This field takes a number alone, without ${named}.`
      : `This field is in ${unit}, and the text says ${named}.`,
  );
}

/** Text of digits, commas, points and spaces as plain machine text. */
function toPlain(text: string, locale: string): Result<string, ReadRefusal> {
  const own = separatorsOf(locale);
  const commas = text.split(',').length - 1;
  const points = text.split('.').length - 1;
  if (commas > 0 && points > 0) {
    const decimalSign = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
    return join(text, decimalSign, decimalSign === ',' ? '.' : ',');
  }
  const sign = commas > 0 ? ',' : '.';
  if (own.decimal === ',' && /^(?!0)\d{1,3}[.,]\d{3}$/.test(text)) {
    return refuse('Ambiguous', ambiguous(text, sign));
  }
  if (commas + points === 0 || sign === own.decimal) return join(text, sign, ' ');
  // A lone sign that is not the locale's decimal sign can only part thousands.
  const joined = join(text, own.decimal, sign);
  return joined.ok ? joined : refuse('WrongGroups', wrongSign(sign, own));
}

function ambiguous(text: string, sign: string): string {
  const [whole = '', rest = ''] = text.split(sign);
  return `${text} can mean ${whole}${rest} or ${whole},${rest}. Write ${whole}${rest} or ${whole},${rest}0.`;
}

function wrongSign(sign: string, own: Separators): string {
  const name = (value: string) => (value === ',' ? 'comma' : 'point');
  return `Here the ${name(own.decimal)} parts decimals, and the ${name(sign)} only thousands.`;
}

/** Groups of three, or Indian groups of two before a last one of three. */
const GROUPS = /^\d{1,3}(?:(?<s>[., ])\d{3}(?:\k<s>\d{3})*)?$|^\d{1,2}(?:,\d{2})*,\d{3}$|^\d*$/;

function join(text: string, decimalSign: string, group: string): Result<string, ReadRefusal> {
  const [integer = '', fraction = '', ...more] = text.split(decimalSign);
  const foreign = group === ' ' ? /[^\d ]/ : group === ',' ? /[^\d ,]/ : /[^\d .]/;
  if (more.length > 0) {
    return refuse('WrongGroups', 'The number has more than one decimal sign.');
  }
  if (!GROUPS.test(integer) || foreign.test(integer) || /\D/.test(fraction)) {
    return refuse('WrongGroups', 'The thousands of this number are not in groups of three.');
  }
  const digits = integer.replace(/\D/g, '') || '0';
  return ok(fraction === '' ? digits : `${digits}.${fraction}`);
}

const TOO_LARGE = `At most ${NUMERIC_INTEGER_DIGITS} digits before the decimal sign.`;

function withinBounds(value: Decimal, style: ReadStyle): Result<Decimal, ReadRefusal> {
  const decimals = Math.min(style.maxDecimals ?? NUMERIC_SCALE, NUMERIC_SCALE);
  if (scaleOf(value) > decimals) {
    return refuse(
      'TooManyDecimals',
      decimals === 0 ? 'This takes whole numbers only.' : `At most ${decimals} decimals.`,
    );
  }
  if (integerDigitsOf(value) > NUMERIC_INTEGER_DIGITS) return refuse('TooLarge', TOO_LARGE);
  return ok(value);
}
