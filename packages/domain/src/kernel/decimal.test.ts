import { describe, expect, test } from 'vitest';
import {
  add,
  decimal,
  divide,
  fromUnits,
  integerDigitsOf,
  multiply,
  parseDecimal,
  type RoundingMode,
  roundTo,
  scaleOf,
  toFixedText,
  toText,
  toUnits,
} from './decimal.ts';

describe('parsing', () => {
  test('keeps all 38 digits of a stored amount', () => {
    const text = '12345678901234567890.123456789012345678';
    expect(toText(decimal(text))).toBe(text);
    expect(toText(multiply(decimal(text), decimal('1')))).toBe(text);
  });

  test.each(['', ' 1', '1 ', '1e5', '1,000', 'NaN', 'Infinity', '0x10', '1.', '.', '--1', '1_000'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toEqual({ ok: false, error: { code: 'NotADecimal', text } });
    },
  );

  test('refuses what it could not keep exactly', () => {
    const refusal = { ok: false, error: { code: 'TooManyDigits', maxDigits: 78 } };
    expect(parseDecimal('1'.repeat(79))).toEqual(refusal);
    expect(parseDecimal(`0.${'0'.repeat(78)}1`)).toEqual(refusal);
    expect(parseDecimal('9'.repeat(10_000))).toEqual(refusal);
  });

  test('minus zero is zero, in text and in JSON', () => {
    expect(String(decimal('-0.00'))).toBe('0');
    expect(JSON.stringify({ a: multiply(decimal('-1'), decimal('0')) })).toBe('{"a":"0"}');
    expect(JSON.stringify({ a: roundTo(decimal('-0.4'), 0, 'HalfEven') })).toBe('{"a":"0"}');
  });

  test('text never has an exponent', () => {
    expect(String(decimal(`0.${'0'.repeat(40)}1`))).toBe(`0.${'0'.repeat(40)}1`);
    expect(JSON.stringify(decimal(`1${'0'.repeat(60)}`))).toBe(`"1${'0'.repeat(60)}"`);
  });
});

describe('arithmetic', () => {
  test('two tenths are not a float', () => {
    expect(toText(add(decimal('0.1'), decimal('0.2')))).toBe('0.3');
  });

  test('a product that would need more than 78 digits throws instead of rounding', () => {
    const long = decimal('9'.repeat(40));
    expect(() => multiply(long, long)).toThrow('more than 78 digits');
  });

  test('a sum that would need more than 78 digits throws instead of rounding', () => {
    expect(() => add(decimal('9'.repeat(50)), decimal(`0.${'1'.repeat(40)}`))).toThrow('78 digits');
  });

  test('a product too small to keep throws instead of becoming zero', () => {
    const tiny = decimal(`0.${'0'.repeat(50)}1`);
    expect(() => multiply(tiny, tiny)).toThrow('more than 78 digits');
  });

  test('division by zero throws', () => {
    expect(() => divide(decimal('1'), decimal('0'), 2, 'HalfEven')).toThrow('by zero');
  });
});

/** value, then the whole number each mode gives. */
const rounding: [string, Record<RoundingMode, string>][] = [
  ['2.5', { HalfEven: '2', HalfUp: '3', Down: '2', Up: '3', Floor: '2', Ceiling: '3' }],
  ['3.5', { HalfEven: '4', HalfUp: '4', Down: '3', Up: '4', Floor: '3', Ceiling: '4' }],
  ['-2.5', { HalfEven: '-2', HalfUp: '-3', Down: '-2', Up: '-3', Floor: '-3', Ceiling: '-2' }],
  ['-2.1', { HalfEven: '-2', HalfUp: '-2', Down: '-2', Up: '-3', Floor: '-3', Ceiling: '-2' }],
  ['2.51', { HalfEven: '3', HalfUp: '3', Down: '2', Up: '3', Floor: '2', Ceiling: '3' }],
];

describe('rounding', () => {
  test.each(rounding)('%s rounds as each mode says', (text, expected) => {
    for (const [mode, whole] of Object.entries(expected) as [RoundingMode, string][]) {
      expect([mode, toText(roundTo(decimal(text), 0, mode))]).toEqual([mode, whole]);
      expect([mode, toText(divide(decimal(text), decimal('1'), 0, mode))]).toEqual([mode, whole]);
      const halves = divide(add(decimal(text), decimal(text)), decimal('2'), 0, mode);
      expect([mode, toText(halves)]).toEqual([mode, whole]);
    }
  });

  test('a quotient just above a half is not rounded twice', () => {
    // 78 digits of the true quotient round to ...5 exactly; rounding that half-even would go down.
    const above = decimal(`2.5${'0'.repeat(75)}1`);
    expect(toText(divide(above, decimal('1'), 0, 'HalfEven'))).toBe('3');
  });

  test('fixed text refuses to round in silence', () => {
    expect(toFixedText(decimal('1.5'), 2)).toBe('1.50');
    expect(() => toFixedText(decimal('1.005'), 2)).toThrow('Round a decimal');
  });
});

test('digits before and after the point are counted', () => {
  const counted = (text: string) => [integerDigitsOf(decimal(text)), scaleOf(decimal(text))];
  expect(counted('0')).toEqual([0, 0]);
  expect(counted('0.050')).toEqual([0, 2]);
  expect(counted('-123.4')).toEqual([3, 1]);
  expect(counted('100')).toEqual([3, 0]);
});

test('units and back', () => {
  expect(toUnits(decimal('-1.05'), 2)).toBe(-105n);
  expect(toText(fromUnits(-5n, 3))).toBe('-0.005');
  expect(toText(fromUnits(7n, 0))).toBe('7');
});
