import { describe, expect, expectTypeOf, test } from 'vitest';
import { decimal, toText } from './decimal.ts';
import {
  addMoney,
  allocate,
  money,
  numericText,
  type Price,
  parseAsset,
  type Quantity,
  sumMoney,
  toPrice,
  toQuantity,
} from './money.ts';
import { unwrap } from './result.ts';

const USD = unwrap(parseAsset('USD'));
const BTC = unwrap(parseAsset('BTC'));

test('what NUMERIC(38,18) would round in silence is refused with limit and actual', () => {
  expect(numericText(decimal('0.0000000000000000001'))).toEqual({
    ok: false,
    error: { code: 'TooManyDecimals', limit: 18, actual: 19 },
  });
  expect(numericText(decimal('100000000000000000000'))).toEqual({
    ok: false,
    error: { code: 'TooLarge', limit: 20, actual: 21 },
  });
  expect(unwrap(numericText(decimal('-99999999999999999999.999999999999999999')))).toBe(
    '-99999999999999999999.999999999999999999',
  );
});

test('a price is not negative, a quantity may be', () => {
  expect(toPrice(decimal('-1'))).toEqual({ ok: false, error: { code: 'Negative' } });
  expect(toQuantity(decimal('-1')).ok).toBe(true);
});

test('a price is no quantity to the compiler', () => {
  expectTypeOf<Price>().not.toExtend<Quantity>();
  expectTypeOf<Quantity>().not.toExtend<Price>();
});

test('sums of two assets are a bug, not a number', () => {
  expect(() => addMoney(money(decimal('1'), USD), money(decimal('1'), BTC))).toThrow('USD and BTC');
});

test('the sum of nothing is zero of the asset', () => {
  expect(toText(sumMoney([], USD).amount)).toBe('0');
});

test.each(['', 'usd', 'BTC/USD', 'A'.repeat(21), 'ÜSD'])('%j is no asset', (text) => {
  expect(parseAsset(text).ok).toBe(false);
});

describe('allocation', () => {
  const split = (total: string, weights: string[], scale: number) =>
    unwrap(allocate(decimal(total), weights.map(decimal), scale)).map(toText);

  test('the unit left over goes to the part that lost most, the earlier one when they tie', () => {
    expect(split('100', ['1', '1', '1'], 2)).toEqual(['33.34', '33.33', '33.33']);
    expect(split('100', ['1', '1', '4'], 0)).toEqual(['17', '17', '66']);
    expect(split('0.05', ['0.3', '0.7'], 2)).toEqual(['0.02', '0.03']);
  });

  test('a negative total is split as its opposite', () => {
    expect(split('-100', ['1', '1', '1'], 2)).toEqual(['-33.34', '-33.33', '-33.33']);
  });

  test('a weight of zero gets nothing', () => {
    expect(split('1', ['0', '3', '0'], 8)).toEqual(['0', '1', '0']);
  });

  test('refuses what has no fair answer', () => {
    const refusal = (total: string, weights: string[]) => {
      const result = allocate(decimal(total), weights.map(decimal), 2);
      return result.ok ? undefined : result.error;
    };
    expect(refusal('1', [])).toEqual({ code: 'NoWeight' });
    expect(refusal('1', ['0', '0'])).toEqual({ code: 'NoWeight' });
    expect(refusal('1', ['1', '-1'])).toEqual({ code: 'NegativeWeight', index: 1 });
    expect(refusal('1.001', ['1'])).toEqual({ code: 'TotalNotInUnits', scale: 2 });
  });
});
