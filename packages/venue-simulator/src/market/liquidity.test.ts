import { describe, expect, it } from 'vitest';
import { anOrder, aVenue, BTC } from '../../testing/builders.ts';
import { fixed, toNumber } from '../kernel/fixed.ts';
import { createRandom } from '../kernel/random.ts';
import type { Report } from '../matching/index.ts';
import { Liquidity } from './liquidity.ts';

const STYLE = {
  halfSpreadBps: 1,
  levels: 20,
  stepBps: 1,
  levelNotional: 20_000,
  tradesPerMinute: 60,
  tradeNotional: 4_000,
};

function aMarket(seed = 'liquidity') {
  const venue = aVenue();
  const market = venue.market(BTC.id);
  if (market === undefined) throw new Error('The venue of the tests has this market.');
  return { venue, market, liquidity: new Liquidity(market, STYLE, createRandom(seed)) };
}

/** An hour of seconds in which the price wanders. */
function anHour(seed: string) {
  const { venue, market, liquidity } = aMarket(seed);
  const random = createRandom(seed).fork('price');
  let mid = 92_000;
  const reports: Report[] = liquidity.fill(mid, 0);
  const spreads: number[] = [];
  for (let second = 1; second <= 3600; second += 1) {
    mid *= 1 + 0.0001 * random.normal();
    reports.push(...liquidity.refresh(mid, second * 1000, 6));
    reports.push(...liquidity.trade(1000, 1, second * 1000));
    const [bid, ask] = [market.book.best('Buy'), market.book.best('Sell')];
    if (bid === undefined || ask === undefined) throw new Error('The book lost a side.');
    spreads.push((toNumber(ask - bid) / mid) * 10_000);
  }
  return { venue, market, mid, reports, spreads };
}

describe('background liquidity', () => {
  it('follows the price: two sides at all times, close to it, never far apart', () => {
    const { market, mid, spreads } = anHour('one');
    const [bid = 0n, ask = 0n] = [market.book.best('Buy'), market.book.best('Sell')];
    expect(Math.abs((toNumber(bid) + toNumber(ask)) / 2 / mid - 1)).toBeLessThan(0.001);
    const sorted = spreads.sort((a, b) => a - b);
    expect(sorted[1800]).toBeLessThan(8);
    expect(sorted[3500]).toBeLessThan(25);
  });

  it('trades about as often as its style says', () => {
    const trades = anHour('two').reports.filter(({ kind }) => kind === 'Trade');
    expect(trades.length).toBeGreaterThan(60 * 60 * 0.7);
    expect(trades.length).toBeLessThan(60 * 60 * 2.5);
  });

  it('is the same market for the same seed', () => {
    const levels = (seed: string) => anHour(seed).market.book.levels('Buy', 5);
    expect(levels('three')).toEqual(levels('three'));
    expect(levels('three')).not.toEqual(levels('four'));
  });

  it('meets a customer who rests: his order is filled when the price comes to him', () => {
    const { venue, market, liquidity } = aMarket();
    venue.background(liquidity.fill(92_000, 0));
    venue.submit(anOrder({ qty: fixed('0.01'), price: fixed('91000') }), 0);
    for (let second = 1; venue.openOrders('ann').length > 0 && second < 5000; second += 1) {
      venue.background(liquidity.refresh(92_000 - second, second * 1000, 6));
      venue.background(liquidity.trade(1000, 1, second * 1000));
    }
    expect(venue.openOrders('ann')).toEqual([]);
    expect(venue.trades('ann').every(({ price }) => price === fixed('91000'))).toBe(true);
    expect(market.book.best('Buy')).toBeDefined();
  });
});
