/**
 * Exact decimals as whole numbers of 10^-18. Every price, quantity and amount of the venue is one; a
 * product that would need more places is rounded where the caller says how, and nowhere else.
 */

/** A decimal, times 10^18. */
export type Fixed = bigint;

export const DECIMALS = 18;
export const ONE: Fixed = 10n ** BigInt(DECIMALS);

const TEXT = /^(-?)(\d{1,30})(?:\.(\d{1,18}))?$/;

/** Reads plain decimal text of up to 30 whole and 18 further digits; undefined for anything else. */
export function parseFixed(text: string): Fixed | undefined {
  const match = TEXT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '0', part = ''] = match;
  const value = BigInt(whole) * ONE + BigInt(part.padEnd(DECIMALS, '0'));
  return sign === '-' ? -value : value;
}

/** For constants of ours. @throws {RangeError} for text that is no decimal. */
export function fixed(text: string): Fixed {
  const value = parseFixed(text);
  if (value === undefined) throw new RangeError(`${text} is no decimal of at most 18 places.`);
  return value;
}

/** `places` pads with zeros and cuts nothing off; without it there are no zeros at the end. */
export function formatFixed(value: Fixed, places = 0): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DECIMALS + 1, '0');
  const whole = digits.slice(0, -DECIMALS);
  const part = digits.slice(-DECIMALS).replace(/0+$/, '').padEnd(places, '0');
  return `${value < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

/** Rounded towards minus infinity at 18 places; exact while the places of both sum up to 18. */
export function multiply(a: Fixed, b: Fixed): Fixed {
  const product = a * b;
  const quotient = product / ONE;
  return product < 0n && quotient * ONE !== product ? quotient - 1n : quotient;
}

/** Rounded towards zero at 18 places. */
export function divide(a: Fixed, b: Fixed): Fixed {
  return (a * ONE) / b;
}

/** The nearest multiple of `step`, halves away from zero. */
export function roundTo(value: Fixed, step: Fixed): Fixed {
  const half = step / 2n;
  const size = value < 0n ? -value : value;
  const rounded = ((size + half) / step) * step;
  return value < 0n ? -rounded : rounded;
}

/** The largest multiple of `step` that is not larger; for values of zero and above. */
export function floorTo(value: Fixed, step: Fixed): Fixed {
  return (value / step) * step;
}

export function isMultiple(value: Fixed, step: Fixed): boolean {
  return value % step === 0n;
}

export function least(a: Fixed, b: Fixed): Fixed {
  return a < b ? a : b;
}

export function most(a: Fixed, b: Fixed): Fixed {
  return a > b ? a : b;
}

/** 10^-places. */
export function unitOf(places: number): Fixed {
  return 10n ** BigInt(DECIMALS - places);
}

/** Places of prices and quantities, from the sizes of their steps. */
export function placesOf(step: bigint): number {
  let [places, left] = [DECIMALS, step];
  while (places > 0 && left % 10n === 0n) {
    left /= 10n;
    places -= 1;
  }
  return places;
}

/** For statistics and drawing alone: never for an amount. */
export function toNumber(value: Fixed): number {
  return Number(value) / Number(ONE);
}

/** From a model's float to an exact price or quantity of this step. */
export function fromNumber(value: number, step: Fixed): Fixed {
  return roundTo(BigInt(Math.round(value * 1e9)) * 10n ** BigInt(DECIMALS - 9), step);
}
