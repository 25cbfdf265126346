import { addMs, type UtcTime } from '@ultrathink/domain/kernel';
import { expect, it } from 'vitest';
import { figuresOf } from './marks.ts';

const FROM = '2026-11-20T00:00:00.000Z' as UtcTime;
const HOUR_MS = 3_600_000;
const hours = (closes: readonly number[], skip = 0) =>
  closes.map((close, n) => ({
    instrument: 'BTC/USDT',
    opensAt: addMs(FROM, (n < 6 ? n : n + skip) * HOUR_MS),
    close,
    volume: '2',
  }));
const wave = (n: number) => (n % 2 === 0 ? 100 : 101);

it('volatility is the deviation of hourly changes, brought to a day; volume is that of a day', () => {
  const { volatility, dailyVolume } = figuresOf(
    hours(Array.from({ length: 25 }, (_, n) => wave(n))),
  );
  // Every change is the logarithm of 1.01, up or down in turn: 24 of them around a mean of zero.
  const change = Math.log(1.01);
  const expected = Math.sqrt((24 * change ** 2) / 23) * Math.sqrt(24);
  expect(Number(volatility)).toBeCloseTo(expected, 7);
  expect(String(dailyVolume)).toBe('48');
});

it('a market that stands still has no volatility, which is not the same as an unknown one', () => {
  const { volatility } = figuresOf(hours(Array.from({ length: 20 }, () => 100)));
  expect(String(volatility)).toBe('0');
});

it.each([
  ['fewer than twelve changes', hours(Array.from({ length: 12 }, (_, n) => wave(n)))],
  ['no bars at all', []],
])('%s say nothing', (_, known) => {
  expect(figuresOf(known)).toEqual({ volatility: null, dailyVolume: null });
});

it('a hole between two hours is no change of one hour', () => {
  const closes = Array.from({ length: 14 }, (_, n) => (n < 6 ? 100 : 200));
  expect(String(figuresOf(hours(closes, 5)).volatility)).toBe('0');
});
