import { expect, it } from 'vitest';
import { cutOffText, listIn } from './words.ts';

it.each([
  [0, '00:00 UTC'],
  [79_200_000, '22:00 UTC'],
  [86_399_999, '23:59 UTC'],
])('%d milliseconds of a day read %s', (ms, text) => expect(cutOffText(ms)).toBe(text));

it('a list is read however it was typed, each of it once', () => {
  expect(listIn(' BTC/USDT,ETH/USDT\nBTC/USDT ; ')).toEqual(['BTC/USDT', 'ETH/USDT']);
  expect(listIn('')).toEqual([]);
});
