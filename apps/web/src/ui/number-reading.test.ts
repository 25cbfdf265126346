import { describe, expect, it } from 'vitest';
import { type NumberRules, readNumber, showNumber, stepBy } from './number-reading.ts';

const price: NumberRules = { locale: 'en-GB', unit: 'USD', step: '0.01', noun: 'Price' };
const lot: NumberRules = {
  locale: 'en-GB',
  unit: 'BTC',
  step: '0.0001',
  noun: 'Quantity',
  nearest: 'below',
};

describe('a number field', () => {
  it('takes what people paste: groups, units, odd spaces', () => {
    expect(readNumber(' 68,450.00 USD ', price)).toEqual({ kind: 'value', plain: '68450' });
    expect(readNumber('USD 68\u202f450.5', price)).toEqual({ kind: 'value', plain: '68450.5' });
    expect(readNumber('', price)).toEqual({ kind: 'empty' });
  });

  it('keeps every digit of an amount that a float would lose', () => {
    const rules: NumberRules = { locale: 'en-GB', maxDecimals: 18 };
    expect(readNumber('12,345,678,901,234,567,890.123456789012345678', rules)).toEqual({
      kind: 'value',
      plain: '12345678901234567890.123456789012345678',
    });
  });

  it('offers the nearest tick for a price, and the lot below for a quantity', () => {
    expect(readNumber('68450.004', price)).toEqual({
      kind: 'wrong',
      sentence: 'Price must be a multiple of 0.01.',
      nearest: '68450',
    });
    expect(readNumber('2.00019', lot)).toMatchObject({ nearest: '2.0001' });
  });

  it('offers nothing where the nearest value would be zero', () => {
    expect(readNumber('0.00001', lot)).toEqual({
      kind: 'wrong',
      sentence: 'Quantity must be a multiple of 0.0001.',
    });
  });

  it('refuses a minus where none is meant', () => {
    expect(readNumber('-1', lot)).toEqual({ kind: 'wrong', sentence: 'Quantity is zero or more.' });
    expect(readNumber('−1', { locale: 'en-GB', allowNegative: true })).toEqual({
      kind: 'value',
      plain: '-1',
    });
  });

  it('shows a value with the decimals of its step, and never fewer than it has', () => {
    expect(showNumber('68450', price)).toBe('68,450.00');
    expect(showNumber('68450.004', price)).toBe('68,450.004');
    expect(showNumber('1234.5', { locale: 'de-DE', step: '0.01' })).toBe('1.234,50');
  });

  it('reads back what it shows, in any locale', () => {
    for (const locale of ['en-GB', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'sv-SE']) {
      const rules: NumberRules = { locale, step: '0.01' };
      for (const plain of ['0', '0.5', '999.99', '1234567.89']) {
        expect(readNumber(showNumber(plain, rules), rules)).toEqual({ kind: 'value', plain });
      }
    }
  });

  it('steps along the grid and stops at zero', () => {
    expect(stepBy('68450', 1, price)).toBe('68450.01');
    expect(stepBy('68450.004', 1, price)).toBe('68450.01');
    expect(stepBy('68450.004', -1, price)).toBe('68450');
    expect(stepBy('0.01', -10, price)).toBe('0');
    expect(stepBy(null, 1, lot)).toBe('0.0001');
    expect(stepBy('5', 1, { locale: 'en-GB' })).toBe(null);
  });
});
