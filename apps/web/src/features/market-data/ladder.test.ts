import { describe, expect, test } from 'vitest';
import { ladderOf, stepFor } from './ladder.ts';
import type { BookView } from './model.ts';

const venue = (name: string, asks: readonly [string, string][], excluded: unknown = null) => ({
  venue: name,
  excluded,
  bids: [],
  asks: asks.map(([price, quantity]) => ({ price, quantity, total: quantity })),
});
const book = (...venues: ReturnType<typeof venue>[]) => ({ venues }) as unknown as BookView;

describe('a ladder over venues', () => {
  test('gathers what stands up to each step, with each venue’s part in the order of venues', () => {
    const seen = ladderOf(
      book(
        venue('kraken', [['100.1', '2']]),
        venue('binance', [
          ['101.2', '1'],
          ['104.9', '0.5'],
        ]),
      ),
      'ask',
      '5',
      [],
    );
    expect(seen).toEqual([
      {
        price: '105',
        quantity: '3.5',
        total: '3.5',
        venues: [
          { venue: 'binance', quantity: '1.5' },
          { venue: 'kraken', quantity: '2' },
        ],
        own: null,
      },
    ]);
  });

  test('marks what rests of ours on its own side alone, and leaves out a venue that is not sure', () => {
    const own = [
      { side: 'Sell' as const, price: '101', quantity: '0.4' },
      { side: 'Buy' as const, price: '101', quantity: '9' },
    ];
    const one = book(venue('binance', [['101', '1']]), venue('kraken', [['90', '1']], 'Stale'));
    expect(ladderOf(one, 'ask', '1', own).map((level) => [level.price, level.own])).toEqual([
      ['101', '0.4'],
    ]);
  });

  test('ends where the first venue with more to tell stops telling', () => {
    const deep = Array.from({ length: 15 }, (_, n): [string, string] => [`${100 + n}`, '1']);
    const seen = ladderOf(
      book(venue('binance', deep), venue('kraken', [['200', '1']])),
      'ask',
      '1',
      [],
    );
    expect(seen.at(-1)?.price).toBe('114');
  });

  test('has a step that fits the price and the tick', () => {
    expect(stepFor('94000', '0.1')).toBe('5');
    expect(stepFor('2600', '0.01')).toBe('0.2');
    expect(stepFor('0.44', '0.0001')).toBe('0.0001');
    expect(stepFor('150000000', '1')).toBe('10000');
  });
});
