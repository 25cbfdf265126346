import { describe, expect, test } from 'vitest';
import { fillsByCandle, limitsOf, NOTHING_OWN } from './own.ts';

const candle = (at: string) => ({ at, open: '1', high: '1', low: '1', close: '1', volume: '1' });
const candles = [candle('2026-11-21T09:00:00.000Z'), candle('2026-11-21T09:15:00.000Z')];
const fill = (at: string, side: 'Buy' | 'Sell', quantity: string) => ({
  at,
  side,
  quantity,
  price: '1',
});

describe('our own in a market', () => {
  test('is one triangle for a candle and side, with the exact sum', () => {
    const drawn = fillsByCandle(
      [
        fill('2026-11-21T09:01:00.000Z', 'Buy', '0.1'),
        fill('2026-11-21T09:14:59.000Z', 'Buy', '0.2'),
        fill('2026-11-21T09:14:59.000Z', 'Sell', '5'),
        fill('2026-11-21T08:00:00.000Z', 'Buy', '9'),
      ],
      candles,
    );
    expect(drawn.map(({ at, side, quantity }) => [at.slice(11, 16), side, quantity])).toEqual([
      ['09:00', 'Buy', '0.3'],
      ['09:00', 'Sell', '5'],
    ]);
  });

  test('is one line for a price, and a dashed one for what is only written', () => {
    const level = { side: 'Buy' as const, price: '100', quantity: '1.5' };
    const draft = { price: '101', words: 'Ticket' };
    expect(limitsOf({ ...NOTHING_OWN, levels: [level, level], draft })).toEqual([
      { price: '100', words: 'Limit · Buy 3' },
      { price: '101', words: 'Ticket', isDraft: true },
    ]);
  });
});
