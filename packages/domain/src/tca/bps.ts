import {
  type Decimal,
  decimal,
  divide,
  multiply,
  negate,
  signOf,
  subtract,
} from '../kernel/index.ts';
import type { Side } from '../market-data/index.ts';

const WHOLE = decimal('10000');
/** Digits after the point of a figure in bps: rounded once, half-even, where it is made. */
export const BPS_SCALE = 4;

/** `part` of `whole` in bps; null where there is no whole. */
export function bps(part: Decimal | null, whole: Decimal | null): Decimal | null {
  if (part === null || whole === null || signOf(whole) <= 0) return null;
  return divide(multiply(part, WHOLE), whole, BPS_SCALE, 'HalfEven');
}

/** Positive is worse for whoever buys or sells: a buyer paid more, a seller got less. */
export const against = (side: Side, value: Decimal): Decimal =>
  side === 'Buy' ? value : negate(value);

/** What `actual` is worse than `reference`; null where one of them is not known. */
export function worse(side: Side, actual: Decimal | null, reference: Decimal | null) {
  if (actual === null || reference === null) return null;
  return against(side, subtract(actual, reference));
}
