import { decimal } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import { describe, expect, it } from 'vitest';
import type { TradingStatus, VenueInstrument } from '../contract/capabilities.ts';
import { BINANCE } from './parse-instruments.ts';
import { Statuses } from './status.ts';

const one = (base: string, status: TradingStatus): VenueInstrument => ({
  venue: BINANCE,
  instrument: instrumentOf(base as never, 'USDT' as never),
  symbol: `${base}USDT`,
  terms: {
    tickSize: decimal('1') as never,
    stepSize: decimal('1') as never,
    minQty: decimal('1') as never,
    maxQty: null,
    minNotional: null,
  },
  status,
  can: { ordTypes: {}, postOnly: false, protection: 'NONE' },
});

describe('what may be traded', () => {
  it('is told when it changes, and not when it is first known or the same', () => {
    const told: string[] = [];
    const statuses = new Statuses();
    const stop = statuses.onStatus((instrument, status) => told.push(`${instrument} ${status}`));
    statuses.learnAll([one('BTC', 'Open'), one('ETH', 'Open')]);
    statuses.learn([one('BTC', 'Open')]);
    expect(told).toEqual([]);
    statuses.learn([one('BTC', 'CancelOnly')]);
    expect(told).toEqual(['BTC/USDT CancelOnly']);
    stop();
    statuses.learn([one('BTC', 'Open')]);
    expect(told).toHaveLength(1);
  });

  it('A7-17 of an instrument that is on the whole list no more is closed, and of a part of it unchanged', () => {
    const told: string[] = [];
    const statuses = new Statuses();
    statuses.onStatus((instrument, status) => told.push(`${instrument} ${status}`));
    statuses.learnAll([one('BTC', 'Open'), one('ETH', 'Open')]);
    statuses.learn([one('ETH', 'Open')]);
    expect(told).toEqual([]);
    statuses.learnAll([one('ETH', 'Open')]);
    expect(told).toEqual(['BTC/USDT Closed']);
  });
});
