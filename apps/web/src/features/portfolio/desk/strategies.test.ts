import { decimal } from '@ultrathink/domain/kernel';
import { expect, test } from 'vitest';
import type { Marks } from './marks.ts';
import type { TradedRow } from './model.ts';
import { strategyRows } from './strategies.ts';

const marks = (rates: Readonly<Record<string, string>>): Marks => ({
  priceOf: () => null,
  rateOf: (asset) => (rates[asset] === undefined ? null : decimal(rates[asset])),
});

const row = (strategy: string | null, base: string, quote: string, fee: string) =>
  ({
    account: 'a',
    client: 'c',
    instrument: 'BTC/USDT',
    strategy,
    fills: 2,
    bought: '3',
    sold: '1',
    amounts: [
      { asset: 'BTC', moved: base, charged: '0' },
      { asset: 'USDT', moved: quote, charged: fee },
    ],
  }) as unknown as TradedRow;

test('a strategy gained its cash and what it still has at the mark, charges counted', () => {
  const rows = [
    row(null, '1', '-90', '1'),
    row('twap', '2', '-201', '1'),
    row('twap', '0', '9', '1'),
  ];
  const [first, second] = strategyRows(rows, marks({ BTC: '110', USDT: '1' }));
  expect(first).toMatchObject({ strategy: 'twap', fills: 4, net: '2', cash: '-192', charges: '2' });
  expect(first?.gain).toBe('28');
  expect(second).toMatchObject({ strategy: null, gain: '20' });
});

test('an asset without a price leaves gain and charges unknown, and never a nought', () => {
  const [only] = strategyRows([row('twap', '2', '-201', '1')], marks({ USDT: '1' }));
  expect([only?.gain, only?.charges]).toEqual([null, null]);
});
