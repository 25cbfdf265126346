import { describe, expect, test } from 'vitest';
import { toText } from './decimal.ts';
import { parseAsset } from './money.ts';
import { type ReadStyle, readDecimal, readMoney, readPrice, readQuantity } from './read-number.ts';
import { unwrap } from './result.ts';

const read = (text: string, style: ReadStyle) => {
  const result = readDecimal(text, style);
  return result.ok ? toText(result.value) : result.error.code;
};

test.each([
  ['en-GB', '1234.5', '1234.5'],
  ['en-GB', '1,234.56', '1234.56'],
  ['en-GB', '1,234', '1234'],
  ['en-GB', '1.234', '1.234'],
  ['en-GB', '12,345,678', '12345678'],
  ['en-GB', ' 1 234.56 ', '1234.56'],
  ['en-GB', '1\u202f234\u00a0567.5', '1234567.5'],
  ['en-GB', '−1,234.56', '-1234.56'],
  ['en-GB', '- 5', '-5'],
  ['en-GB', '+5', '5'],
  ['en-GB', '.5', '0.5'],
  ['en-GB', '5.', '5'],
  ['en-GB', '007', '7'],
  ['en-GB', '1’234.5', '1234.5'],
  ['en-GB', '1.234,56', '1234.56'],
  ['en-GB', '1.234.567,8', '1234567.8'],
  ['en-IN', '12,34,567.89', '1234567.89'],
  ['de-DE', '1234,5', '1234.5'],
  ['de-DE', '1.234,56', '1234.56'],
  ['de-DE', '1,234.56', '1234.56'],
  ['de-DE', '1.234.567', '1234567'],
  ['de-DE', '0,125', '0.125'],
  ['de-DE', '1,2340', '1.234'],
  ['de-DE', '1234,567', '1234.567'],
  ['fr-FR', '1\u202f234,5', '1234.5'],
  ['de-CH', '1’234.50', '1234.5'],
])('in %s, %j is %s', (locale, text, expected) => {
  expect(read(text, { locale })).toBe(expected);
});

test.each([
  ['en-GB', '', 'Empty'],
  ['en-GB', ' \u00a0', 'Empty'],
  ['en-GB', '-', 'NotANumber'],
  ['en-GB', '1e5', 'NotANumber'],
  ['en-GB', '10k', 'NotANumber'],
  ['en-GB', '10 bn', 'NotANumber'],
  ['en-GB', '1-2', 'NotANumber'],
  ['en-GB', '(5)', 'NotANumber'],
  ['en-GB', '١٢٣', 'NotANumber'],
  ['en-GB', '1'.repeat(81), 'NotANumber'],
  ['en-GB', '1,23', 'WrongGroups'],
  ['en-GB', '1,2345', 'WrongGroups'],
  ['en-GB', '1.234.567', 'WrongGroups'],
  ['en-GB', '1,234,56.7', 'WrongGroups'],
  ['en-GB', '1 23', 'WrongGroups'],
  ['en-GB', '1,234 567', 'WrongGroups'],
  ['en-GB', '1.5 5', 'WrongGroups'],
  ['de-DE', '1,234', 'Ambiguous'],
  ['de-DE', '-12.345', 'Ambiguous'],
  ['fr-FR', '999,999', 'Ambiguous'],
  ['de-DE', '12.5', 'WrongGroups'],
  ['en-GB', '0.0000000000000000001', 'TooManyDecimals'],
  ['en-GB', '100,000,000,000,000,000,000', 'TooLarge'],
])('in %s, %j is refused: %s', (locale, text, code) => {
  expect(read(text, { locale })).toBe(code);
});

describe('the sentence of a refusal', () => {
  const sentence = (text: string, style: ReadStyle) => {
    const result = readDecimal(text, style);
    return result.ok ? undefined : result.error.sentence;
  };

  test('shows both readings of an ambiguous number and how to write each', () => {
    expect(sentence('1,234', { locale: 'de-DE' })).toBe(
      '1,234 can mean 1234 or 1,234. Write 1234 or 1,2340.',
    );
  });

  test('names the sign that parts decimals here', () => {
    expect(sentence('12.5', { locale: 'de-DE' })).toBe(
      'Here the comma parts decimals, and the point only thousands.',
    );
  });

  test('counts decimals by the field', () => {
    expect(sentence('0.123', { locale: 'en-GB', maxDecimals: 2 })).toBe('At most 2 decimals.');
    expect(sentence('1.5', { locale: 'en-GB', maxDecimals: 0 })).toBe(
      'This takes whole numbers only.',
    );
  });
});

describe('the unit beside the figure', () => {
  const usd = { locale: 'en-GB', unit: 'USD' };

  test.each([
    '1,234.56 USD',
    'USD 1,234.56',
    '$1,234.56',
    '1,234.56 usd',
    '1,234.56USD',
    '1234.56 $',
  ])('%j is read in a field of USD', (text) => {
    expect(read(text, usd)).toBe('1234.56');
  });

  test.each(['-$5', '$-5', '−5 USD', 'USD −5'])('%j keeps its sign', (text) => {
    expect(read(text, usd)).toBe('-5');
  });

  test.each(['5 EUR', '€5', 'EUR 5', 'USD 5 USD', '5%'])('%j is refused there', (text) => {
    expect(read(text, usd)).toBe('WrongUnit');
  });

  test('a field without a unit takes none', () => {
    expect(read('5 USD', { locale: 'en-GB' })).toBe('WrongUnit');
  });

  test('money carries the asset of its field', () => {
    const asset = unwrap(parseAsset('BTC'));
    const value = unwrap(readMoney('0.5 BTC', asset, { locale: 'en-GB' }));
    expect([toText(value.amount), value.asset]).toEqual(['0.5', 'BTC']);
  });
});

test('quantities and prices are not negative', () => {
  const code = (result: ReturnType<typeof readQuantity> | ReturnType<typeof readPrice>) =>
    result.ok ? 'ok' : result.error.code;
  expect(code(readQuantity('-1', { locale: 'en-GB' }))).toBe('Negative');
  expect(code(readPrice('-1', { locale: 'en-GB' }))).toBe('Negative');
  expect(code(readQuantity('0', { locale: 'en-GB' }))).toBe('ok');
});
