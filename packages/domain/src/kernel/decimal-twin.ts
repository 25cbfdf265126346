/** The naive twin of decimals for tests: decimal.js at 78 digits, and the bounds by its own count. */
import { Decimal as DecimalJs } from 'decimal.js';
import { InvariantError } from './assert.ts';
import type { RoundingMode } from './rounding.ts';

const MOST = 78;
const Exact = DecimalJs.clone({
  precision: 400,
  minE: -1000,
  maxE: 1000,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
const MODES: Record<RoundingMode, DecimalJs.Rounding> = {
  HalfEven: DecimalJs.ROUND_HALF_EVEN,
  HalfUp: DecimalJs.ROUND_HALF_UP,
  Down: DecimalJs.ROUND_DOWN,
  Up: DecimalJs.ROUND_UP,
  Floor: DecimalJs.ROUND_FLOOR,
  Ceiling: DecimalJs.ROUND_CEIL,
};

const integersOf = (value: DecimalJs) => (value.isZero() || value.e < 0 ? 0 : value.e + 1);
const text = (value: DecimalJs) => (value.isZero() ? '0' : value.toFixed());

function bounded(isWithin: boolean, value: () => DecimalJs): string {
  if (!isWithin) throw new InvariantError('More than 78 digits.');
  return text(value());
}

function sumFits(a: DecimalJs, b: DecimalJs): boolean {
  const integers = Math.max(integersOf(a), integersOf(b)) + 1;
  return integers + Math.max(a.decimalPlaces(), b.decimalPlaces()) <= MOST;
}

/** Texts in, text out; throws where the exact answer has more digits than are kept. */
export const twin = {
  read(value: string): string | null {
    if (!/^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(value)) return null;
    const read = new Exact(value);
    return read.precision(true) > MOST || read.decimalPlaces() > MOST ? null : text(read);
  },
  add(a: string, b: string): string {
    const [x, y] = [new Exact(a), new Exact(b)];
    return bounded(sumFits(x, y), () => x.plus(y));
  },
  subtract(a: string, b: string): string {
    const [x, y] = [new Exact(a), new Exact(b)];
    return bounded(sumFits(x, y), () => x.minus(y));
  },
  multiply(a: string, b: string): string {
    const [x, y] = [new Exact(a), new Exact(b)];
    const fits =
      x.precision() + y.precision() <= MOST &&
      x.decimalPlaces() + y.decimalPlaces() <= MOST &&
      integersOf(x) + integersOf(y) <= MOST;
    return bounded(fits, () => x.times(y));
  },
  /** At 400 digits a quotient is cut long after the scale: no half is made by cutting it. */
  divide(a: string, b: string, scale: number, mode: RoundingMode): string {
    const [x, y] = [new Exact(a), new Exact(b)];
    const shifted = x.times(new Exact(10).pow(scale));
    const whole = shifted.divToInt(y);
    const rest = shifted.minus(whole.times(y));
    const isNegative = x.isNegative() !== y.isNegative();
    // Less than one, and on the right side of a half: it rounds as the whole quotient would.
    const twice = rest.abs().times(2).comparedTo(y.abs());
    const share = rest.isZero() ? '0' : twice < 0 ? '0.3' : twice === 0 ? '0.5' : '0.7';
    const near = isNegative ? whole.minus(share) : whole.plus(share);
    const rounded = near.toDecimalPlaces(0, MODES[mode]).div(new Exact(10).pow(scale));
    return bounded(rounded.precision(true) <= MOST, () => rounded);
  },
  roundTo(a: string, scale: number, mode: RoundingMode): string {
    return text(new Exact(a).toDecimalPlaces(scale, MODES[mode]));
  },
  compare: (a: string, b: string): number => new Exact(a).comparedTo(new Exact(b)),
  scaleOf: (a: string): number => new Exact(a).decimalPlaces(),
  integerDigitsOf: (a: string): number => integersOf(new Exact(a)),
};
