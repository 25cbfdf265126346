import { expect, test } from 'vitest';
import {
  countCancels,
  effectText,
  effectTitle,
  inDoubt,
  type UnderStop,
  venuesText,
} from './kill-wish.ts';

const order = (venue: string, more: Partial<UnderStop> = {}): UnderStop => ({
  clOrdId: `${venue}-1` as UnderStop['clOrdId'],
  clientId: null,
  venue,
  instrument: 'BTC/USD',
  side: 'Buy',
  leavesQty: '1',
  price: '60000',
  ordStatus: 'New',
  unconfirmedSince: null,
  endedAt: null,
  ...more,
});
const AT = '2026-11-21T09:44:04.000Z';

test('what a stop does is said in numbers before it is done', () => {
  const orders = [order('kraken'), order('binance'), order('binance')];
  expect(effectTitle('CANCEL_ALL', orders)).toBe('Cancels 3 orders at 2 venues.');
  expect(effectTitle('CANCEL_ALL', [order('kraken')])).toBe('Cancels 1 order at 1 venue.');
  expect(effectText('HALT_NEW', orders)).toMatch(/^3 orders at 2 venues work on; nothing is/);
  expect(effectText('HALT_NEW', [])).toMatch(/^No order works on/);
  expect(venuesText(orders)).toBe('Binance 2, Kraken 1.');
});

test('cancels are counted by venue, each with the time of its last one after the stop', () => {
  const orders = [
    order('binance', { endedAt: '2026-11-21T09:44:04.310Z' as never }),
    order('binance', { endedAt: '2026-11-21T09:44:04.120Z' as never }),
    order('kraken', { unconfirmedSince: '2026-11-21T09:43:00.000Z' as never }),
  ];
  expect(countCancels(orders, AT)).toEqual([
    { venue: 'binance', done: 2, all: 2, lastMs: 310 },
    { venue: 'kraken', done: 0, all: 1, lastMs: null },
  ]);
  expect(inDoubt(orders)).toHaveLength(1);
});
