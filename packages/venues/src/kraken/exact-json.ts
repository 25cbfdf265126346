/**
 * JSON whose numbers stay the text they were. Kraken's streams tell prices and quantities as JSON
 * numbers, and its checksums cover their digits: a number that has once been a float has lost them.
 */
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import { type Malformed, malformed } from '../common/reading.ts';

type Reviver = (this: unknown, key: string, value: unknown, context: { source: string }) => unknown;

const keepText: Reviver = (_key, value, { source }) =>
  typeof value === 'number' ? plainNumber(source) : value;

/** Every number of it is text, without an exponent. */
export function readExactJson(text: string): Result<unknown, Malformed> {
  try {
    return ok(
      JSON.parse(text, keepText as (this: unknown, key: string, value: unknown) => unknown),
    );
  } catch {
    return err(malformed('not JSON'));
  }
}

const EXPONENT = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,2})$/;

/** `1e-08` as `0.00000001`; what has no exponent, or one that no price can have, stays as it is. */
export function plainNumber(source: string): string {
  const match = EXPONENT.exec(source);
  if (match === null) return source;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
