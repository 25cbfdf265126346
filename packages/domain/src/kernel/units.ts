/** Whole numbers as decimals count in them: powers of ten, digits, text. */

export const MAX_DIGITS = 78;

/** Longest text that is looked at: sign, 78 digits on both sides of the point, with room to spare. */
export const MAX_TEXT_LENGTH = 160;

export const MOST = Number.MAX_SAFE_INTEGER;
const MOST_BIG = BigInt(MOST);
/** Of a number and a table of floats: exact up to 10^22; above that only ever compared with. */
const TENS: readonly number[] = Array.from({ length: MAX_TEXT_LENGTH + 1 }, (_, n) => 10 ** n);
const BIG_TENS: readonly bigint[] = TENS.map((_, n) => 10n ** BigInt(n));
export const ten = (power: number): number => TENS[power] ?? Number.POSITIVE_INFINITY;
export const bigTen = (power: number): bigint => BIG_TENS[power] ?? 10n ** BigInt(power);

export const isSafe = (value: number): boolean => value <= MOST && value >= -MOST;
export const isSafeBig = (value: bigint): boolean => value <= MOST_BIG && value >= -MOST_BIG;

export function digitsOf(units: number | bigint): number {
  if (typeof units === 'bigint') return (units < 0n ? -units : units).toString().length;
  const size = Math.abs(units);
  let digits = 0;
  while (digits < 16 && size >= ten(digits)) digits += 1;
  return digits;
}

/** Plain text of a whole number of 10^-scale. */
export function written(units: number | bigint, scale: number): string {
  const text = String(units);
  if (scale === 0) return text;
  const isNegative = text.charCodeAt(0) === 45;
  const digits = (isNegative ? text.slice(1) : text).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}
