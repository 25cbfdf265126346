import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, fromUnits, toText } from './decimal.ts';
import {
  amountChange,
  type CompactStyle,
  formatBps,
  formatBytes,
  formatCompact,
  formatInteger,
  formatMoney,
  formatPercent,
  formatPoints,
  formatPrice,
  formatQuantity,
  moneyParts,
  percentChange,
  separatorsOf,
} from './format-number.ts';
import { shortHash } from './format-text.ts';
import { money, parseAsset } from './money.ts';
import { readDecimal } from './read-number.ts';
import { unwrap } from './result.ts';

const USD = unwrap(parseAsset('USD'));
const en = { locale: 'en-GB' };

describe('money', () => {
  test('a hero gets its pieces', () => {
    expect(moneyParts(money(decimal('-48217904.615'), USD), { ...en, decimals: 2 })).toEqual({
      sign: '−',
      integer: '48,217,904',
      fraction: '.62',
      unit: 'USD',
    });
  });

  test('a line gets the code, never a symbol', () => {
    expect(formatMoney(money(decimal('48217904.62'), USD), { ...en, decimals: 2 })).toBe(
      '48,217,904.62 USD',
    );
  });

  test('all 38 digits are shown as they are', () => {
    expect(formatQuantity(decimal('12345678901234567890.123456789012345678'), en)).toBe(
      '12,345,678,901,234,567,890.123456789012345678',
    );
  });

  test.each([
    ['de-DE', '1.234.567,50'],
    ['fr-FR', '1\u202f234\u202f567,50'],
    ['de-CH', "1'234'567.50"],
    ['en-IN', '12,34,567.50'],
    ['es-ES', '1.234.567,50'],
    ['ar-EG', '1,234,567.50'],
  ])('%s groups as its readers do, with Latin digits', (locale, expected) => {
    expect(formatPrice(decimal('1234567.5'), { locale, decimals: 2 })).toBe(expected);
  });

  test('four digits are grouped in every locale, so that a column reads the same', () => {
    expect(formatPrice(decimal('1234'), { locale: 'es-ES', decimals: 0 })).toBe('1.234');
  });
});

describe('rounding', () => {
  test('happens once, half-even', () => {
    expect(formatPrice(decimal('0.125'), { ...en, decimals: 2 })).toBe('0.12');
    expect(formatPrice(decimal('0.135'), { ...en, decimals: 2 })).toBe('0.14');
    expect(formatPrice(decimal('1.005'), { ...en, decimals: 2 })).toBe('1.00');
    expect(formatPrice(decimal('1.0050000000000000000001'), { ...en, decimals: 2 })).toBe('1.01');
  });

  test('what rounds to zero has no sign', () => {
    expect(formatPercent(decimal('-0.000049'), { ...en, decimals: 2 })).toBe('0.00%');
  });
});

describe('change', () => {
  test('carries arrow, sign and direction', () => {
    expect(percentChange(decimal('0.0124'), { ...en, decimals: 2 })).toEqual({
      arrow: '▲',
      direction: 'up',
      text: '+1.24%',
    });
    expect(percentChange(decimal('-0.0087'), { ...en, decimals: 2 })).toEqual({
      arrow: '▼',
      direction: 'down',
      text: '−0.87%',
    });
    expect(amountChange(decimal('1500'), { ...en, decimals: 0 }, 'USD').text).toBe('+1,500 USD');
  });

  test('what shows as zero is no change', () => {
    expect(percentChange(decimal('0.00001'), { ...en, decimals: 2 })).toEqual({
      arrow: '',
      direction: 'none',
      text: '0.00%',
    });
  });
});

test('costs are basis points with two decimals, differences of percentages are points', () => {
  expect(formatBps(decimal('0.000425'), en)).toBe('4.25 bps');
  expect(formatBps(decimal('-0.0012'), en)).toBe('−12.00 bps');
  expect(formatPoints(decimal('0.007'), { ...en, decimals: 1 })).toBe('0.7 points');
});

describe('large sums', () => {
  const compact = (text: string, style: CompactStyle = 'short') =>
    formatCompact(decimal(text), { ...en, compact: style });

  test.each([
    ['0', '0.00'],
    ['999.994', '999.99'],
    ['999.995', '1.00K'],
    ['1000', '1.00K'],
    ['1260000', '1.26M'],
    ['-19850000', '−19.85M'],
    ['999996', '1.00M'],
    ['999994', '999.99K'],
    ['1240000000', '1.24B'],
    ['1240000000000000', '1,240.00T'],
  ])('%s is %s', (value, expected) => {
    expect(compact(value)).toBe(expected);
  });

  test('words for text', () => {
    expect(compact('1240000000', 'words')).toBe('1.24 bn');
    expect(compact('3000000', 'words')).toBe('3.00 m');
  });
});

test('counts keep their separators and sizes their unit', () => {
  expect(formatInteger(1_284_102, 'en-GB')).toBe('1,284,102');
  expect(formatInteger(-12_345_678_901_234_567_890n, 'en-GB')).toBe('−12,345,678,901,234,567,890');
  expect(() => formatInteger(1.5, 'en-GB')).toThrow('whole number');
  expect(
    [0, 999, 1000, 38_400_000_000, 999_960, 123_456_789].map((n) => formatBytes(n, 'en-GB')),
  ).toEqual(['0 B', '999 B', '1.0 kB', '38.4 GB', '1.0 MB', '123 MB']);
});

test('hashes keep four characters on each side', () => {
  expect(shortHash('9f2c4a7d11e0b01e')).toBe('9f2c…b01e');
  expect(shortHash('0123456789')).toBe('0123456789');
});

test('what is shown is what is read: every stored amount survives, in every locale', () => {
  const locales = ['en-GB', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'es-ES', 'pt-BR', 'ja-JP'];
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      fc.constantFrom(...locales),
      (units, locale) => {
        const value = fromUnits(units, 18);
        // 18 decimals, because a comma before exactly three digits is refused as ambiguous.
        const shown = formatQuantity(value, { locale, decimals: 18 });
        expect(toText(unwrap(readDecimal(shown, { locale })))).toBe(toText(value));
      },
    ),
  );
});

test('the locale is only asked for its signs: grouping agrees with counting by hand', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (value) => {
      const byHand = value.toString().replace(/\B(?=(\d{3})+$)/g, separatorsOf('en-GB').group);
      expect(formatInteger(value, 'en-GB')).toBe(byHand);
    }),
  );
});
