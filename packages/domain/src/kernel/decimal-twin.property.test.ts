import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  equals,
  greatest,
  integerDigitsOf,
  isZero,
  least,
  multiply,
  negate,
  parseDecimal,
  type RoundingMode,
  roundTo,
  scaleOf,
  signOf,
  subtract,
  toText,
} from './decimal.ts';
import { twin } from './decimal-twin.ts';

/** Digits with zeros in them, a few or a great many, about as likely at 2^53 as anywhere. */
const digits = fc.oneof(
  fc.stringMatching(/^[0-9]{1,8}$/),
  fc.stringMatching(/^[0-9]{14,18}$/),
  fc.stringMatching(/^[09]{1,40}$/),
  fc.stringMatching(/^[0-9]{30,60}$/),
  fc.bigInt({ min: 2n ** 53n - 40n, max: 2n ** 53n + 40n }).map(String),
);
const amounts = fc
  .tuple(fc.constantFrom('', '-', '+'), digits, fc.integer({ min: 0, max: 60 }), fc.nat(30))
  .map(([sign, text, shift, zeros]) => {
    const padded = text.padStart(shift + 1, '0');
    const point = padded.length - shift;
    const fraction = padded.slice(point) + '0'.repeat(zeros);
    return `${sign}${padded.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
  })
  .filter((text) => twin.read(text) !== null);
const modes = fc.constantFrom<RoundingMode>('HalfEven', 'HalfUp', 'Down', 'Up', 'Floor', 'Ceiling');

const RUNS = { numRuns: 1_000 };
const told = (run: () => Decimal | string): string => {
  try {
    return String(run());
  } catch (error) {
    return error instanceof Error ? error.name : 'not an error';
  }
};

describe('decimals and their naive twin agree digit for digit', () => {
  test('in what is read, and how it is written', () => {
    fc.assert(
      fc.property(amounts, (text) => {
        expect(toText(decimal(text))).toBe(twin.read(text));
      }),
      RUNS,
    );
    const any = fc.oneof(
      fc.stringMatching(/^[+\-.0-9 eE]{0,12}$/),
      fc.stringMatching(/^[+-]?[0-9]{0,90}\.?[0-9]{0,90}$/),
      fc.stringMatching(/^0\.0{60,90}[0-9]{0,4}0*$/),
    );
    fc.assert(
      fc.property(any, (text) => {
        const parsed = parseDecimal(text);
        const expected = text.length > 160 ? null : twin.read(text);
        expect(parsed.ok ? toText(parsed.value) : null).toBe(expected);
      }),
      RUNS,
    );
  });

  test('in sums, differences and products, and in which of them are too long', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [x, y] = [decimal(a), decimal(b)];
        expect(told(() => add(x, y))).toBe(told(() => twin.add(a, b)));
        expect(told(() => subtract(x, y))).toBe(told(() => twin.subtract(a, b)));
        expect(told(() => multiply(x, y))).toBe(told(() => twin.multiply(a, b)));
      }),
      RUNS,
    );
  });

  test('in quotients and rounding by every mode', () => {
    fc.assert(
      fc.property(amounts, amounts, fc.nat(78), modes, (a, b, scale, mode) => {
        const x = decimal(a);
        expect(told(() => roundTo(x, scale, mode))).toBe(told(() => twin.roundTo(a, scale, mode)));
        if (isZero(decimal(b))) return;
        const ours = told(() => divide(x, decimal(b), scale, mode));
        expect(ours).toBe(told(() => twin.divide(a, b, scale, mode)));
      }),
      RUNS,
    );
  });

  test('in their order and their digits', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [x, y] = [decimal(a), decimal(b)];
        const order = twin.compare(a, b);
        expect(compare(x, y)).toBe(order);
        expect(toText(least(x, y))).toBe(twin.read(order > 0 ? b : a));
        expect(toText(greatest(x, y))).toBe(twin.read(order < 0 ? b : a));
        expect(signOf(x)).toBe(twin.compare(a, '0'));
        expect(scaleOf(x)).toBe(twin.scaleOf(a));
        expect(integerDigitsOf(x)).toBe(twin.integerDigitsOf(a));
      }),
      RUNS,
    );
  });

  test('and one value has one form, however it came about', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [x, y] = [decimal(a), decimal(b)];
        const there = told(() => add(x, y));
        if (there === 'InvariantError') return;
        const back = told(() => subtract(add(x, y), y));
        if (back === 'InvariantError') return;
        expect(subtract(add(x, y), y)).toEqual(x);
        expect(negate(negate(x))).toEqual(x);
        expect(equals(absolute(x), absolute(negate(x)))).toBe(true);
        expect(decimal(toText(x))).toEqual(x);
      }),
      RUNS,
    );
  });
});
