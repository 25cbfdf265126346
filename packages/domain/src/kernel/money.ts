/**
 * Amounts that mean something. Stored amounts are NUMERIC(38,18): 20 digits before the point, 18
 * after. PostgreSQL rounds a 19th decimal in silence, so `numericText` refuses it and the caller
 * rounds first, in the open.
 */
import { invariant } from './assert.ts';
import type { Brand } from './brand.ts';
import {
  add,
  type Decimal,
  fromUnits,
  integerDigitsOf,
  isWithinDigits,
  negate,
  scaleOf,
  signOf,
  subtract,
  toText,
  toUnits,
} from './decimal.ts';
import { err, ok, type Result } from './result.ts';

export const NUMERIC_SCALE = 18;
export const NUMERIC_INTEGER_DIGITS = 20;

export type AmountRefusal =
  | { readonly code: 'TooManyDecimals'; readonly limit: number; readonly actual: number }
  | { readonly code: 'TooLarge'; readonly limit: number; readonly actual: number }
  | { readonly code: 'Negative' };

/** Text that a NUMERIC(38,18) column keeps exactly. */
export type NumericText = Brand<string, 'NumericText'>;

/** A signed amount of an instrument's base asset, within NUMERIC(38,18). */
export type Quantity = Brand<Decimal, 'Quantity'>;

/** Quote asset per one base asset; zero or more, within NUMERIC(38,18). */
export type Price = Brand<Decimal, 'Price'>;

/** An ISO 4217 code or an asset's ticker: `USD`, `BTC`. */
export type Asset = Brand<string, 'Asset'>;

/** An exact sum of one asset. It may need rounding before it is stored or paid. */
export interface Money {
  readonly amount: Decimal;
  readonly asset: Asset;
}

function boundsRefusal(value: Decimal): AmountRefusal | undefined {
  if (isWithinDigits(value, NUMERIC_INTEGER_DIGITS, NUMERIC_SCALE)) return undefined;
  const decimals = scaleOf(value);
  if (decimals > NUMERIC_SCALE) {
    return { code: 'TooManyDecimals', limit: NUMERIC_SCALE, actual: decimals };
  }
  return { code: 'TooLarge', limit: NUMERIC_INTEGER_DIGITS, actual: integerDigitsOf(value) };
}

/** The text to store. The limits in a refusal are digits before or after the point. */
export function numericText(value: Decimal): Result<NumericText, AmountRefusal> {
  const refusal = boundsRefusal(value);
  return refusal ? err(refusal) : ok(toText(value) as NumericText);
}

export function toQuantity(value: Decimal): Result<Quantity, AmountRefusal> {
  const refusal = boundsRefusal(value);
  return refusal ? err(refusal) : ok(value as Quantity);
}

export function toPrice(value: Decimal): Result<Price, AmountRefusal> {
  const refusal: AmountRefusal | undefined =
    signOf(value) < 0 ? { code: 'Negative' } : boundsRefusal(value);
  return refusal ? err(refusal) : ok(value as Price);
}

const ASSET = /^[A-Z0-9]{1,20}$/;

export function parseAsset(text: string): Result<Asset, { readonly code: 'NotAnAsset' }> {
  return ASSET.test(text) ? ok(text as Asset) : err({ code: 'NotAnAsset' });
}

export function money(amount: Decimal, asset: Asset): Money {
  return { amount, asset };
}

/** Adding dollars to bitcoin is a bug, not a refusal. */
function assertSameAsset(a: Money, b: Money): void {
  invariant(a.asset === b.asset, `${a.asset} and ${b.asset} were added as if they were one.`);
}

export function addMoney(a: Money, b: Money): Money {
  assertSameAsset(a, b);
  return money(add(a.amount, b.amount), a.asset);
}

export function subtractMoney(a: Money, b: Money): Money {
  assertSameAsset(a, b);
  return money(subtract(a.amount, b.amount), a.asset);
}

export function negateMoney(value: Money): Money {
  return money(negate(value.amount), value.asset);
}

/** The sum of amounts of one asset; the asset is named because the list may be empty. */
export function sumMoney(values: readonly Money[], asset: Asset): Money {
  return values.reduce(addMoney, money(fromUnits(0n, 0), asset));
}

export type AllocationRefusal =
  | { readonly code: 'NoWeight' }
  | { readonly code: 'NegativeWeight'; readonly index: number }
  | { readonly code: 'TotalNotInUnits'; readonly scale: number };

/**
 * Splits `total` by weights into parts of whole 10^-scale units that add up to it exactly.
 *
 * Each part is first rounded towards zero; the units left over go one each to the parts that lost
 * most (largest remainder), the earlier part first when two lost the same.
 */
export function allocate(
  total: Decimal,
  weights: readonly Decimal[],
  scale: number,
): Result<Decimal[], AllocationRefusal> {
  const negative = weights.findIndex((weight) => signOf(weight) < 0);
  if (negative >= 0) return err({ code: 'NegativeWeight', index: negative });
  if (scaleOf(total) > scale) return err({ code: 'TotalNotInUnits', scale });
  const weightScale = Math.max(0, ...weights.map(scaleOf));
  const shares = weights.map((weight) => toUnits(weight, weightScale));
  const whole = shares.reduce((a, b) => a + b, 0n);
  if (whole === 0n) return err({ code: 'NoWeight' });

  const signed = toUnits(total, scale);
  const units = signed < 0n ? -signed : signed;
  const parts = shares.map((share) => (units * share) / whole);
  const lost = shares.map((share) => (units * share) % whole);
  const leftOver = Number(units - parts.reduce((a, b) => a + b, 0n));
  const byLoss = lost
    .map((rest, index) => ({ rest, index }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const lucky = new Set(byLoss.slice(0, leftOver).map(({ index }) => index));
  return ok(
    parts.map((part, index) => {
      const filled = lucky.has(index) ? part + 1n : part;
      return fromUnits(signed < 0n ? -filled : filled, scale);
    }),
  );
}
