import { expect, it } from 'vitest';
import { type Candle, candleIndex } from './candles.ts';

const candle = (at: string): Candle => ({
  at,
  open: '1',
  high: '1',
  low: '1',
  close: '1',
  volume: '0',
});
const candles = ['09:00', '09:15', '09:30'].map((time) => candle(`2026-11-21T${time}:00.000Z`));

it.each([
  ['2026-11-21T08:59:59.999Z', -1],
  ['2026-11-21T09:00:00.000Z', 0],
  ['2026-11-21T09:29:59.999Z', 1],
  ['2026-11-21T18:00:00.000Z', 2],
])('a fill at %s belongs to candle %i', (at, index) => {
  expect(candleIndex(candles, at)).toBe(index);
});
