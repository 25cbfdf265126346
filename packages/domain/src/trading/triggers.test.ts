import { describe, expect, test } from 'vitest';
import { addMs, parseUtcTime, toText, unwrap } from '../kernel/index.ts';
import type { OrderTerms } from './order.ts';
import { AT, px } from './order-samples.ts';
import {
  expiryOf,
  isDegraded,
  PROTECTIONS,
  protectionOf,
  releasedTerms,
  type TriggerMarket,
  triggerVerdict,
} from './triggers.ts';

const LOOK = { at: AT, ageMsMax: 1000 };
const trade = (price: string, ageMs = 0): TriggerMarket => ({
  lastTrade: { price: px(price), at: addMs(AT, -ageMs) },
  quote: null,
});
const kind = (terms: OrderTerms, side: 'Buy' | 'Sell', price: string) =>
  triggerVerdict(terms, side, trade(price), LOOK).kind;

describe('a trigger', () => {
  test('is reached at its price, beyond it for a stop and at a better one for an if-touched', () => {
    const above = [
      ['Stop', 'Buy'],
      ['MarketIfTouched', 'Sell'],
    ] as const;
    const below = [
      ['Stop', 'Sell'],
      ['MarketIfTouched', 'Buy'],
    ] as const;
    for (const [ordType, side] of above) {
      const terms: OrderTerms = { ordType, stopPx: px('100') };
      expect(['99', '100', '101'].map((price) => kind(terms, side, price))).toEqual([
        'Waits',
        'Triggered',
        'Triggered',
      ]);
    }
    for (const [ordType, side] of below) {
      const terms: OrderTerms = { ordType, stopPx: px('100') };
      expect(['99', '100', '101'].map((price) => kind(terms, side, price))).toEqual([
        'Triggered',
        'Triggered',
        'Waits',
      ]);
    }
    expect(kind({ ordType: 'Limit', price: px('1') }, 'Buy', '1')).toBe('NoTrigger');
  });

  test('is judged by the last trade, then by the middle, and by nothing that is old or crossed', () => {
    const stop: OrderTerms = { ordType: 'Stop', stopPx: px('100.5') };
    const quote = { bid: px('100'), ask: px('101'), at: AT };
    const old = { ...trade('90', 1001), quote };
    expect(triggerVerdict(stop, 'Buy', old, LOOK)).toMatchObject({
      kind: 'Triggered',
      source: 'Mid',
    });
    expect(triggerVerdict(stop, 'Buy', { ...trade('90', 1000), quote }, LOOK)).toMatchObject({
      kind: 'Waits',
      source: 'LastTrade',
    });
    const crossed = { lastTrade: null, quote: { ...quote, bid: px('102') } };
    expect(triggerVerdict(stop, 'Buy', crossed, LOOK)).toMatchObject({
      kind: 'Blind',
      isCrossed: true,
    });
    const stale = { ...old, quote: { ...quote, at: addMs(AT, -2000) } };
    expect(triggerVerdict(stop, 'Buy', stale, LOOK)).toEqual({
      kind: 'Blind',
      limitMs: 1000,
      tradeAgeMs: 1001,
      quoteAgeMs: 2000,
      isCrossed: false,
    });
  });

  test('makes a market or a limit order of it', () => {
    expect(releasedTerms({ ordType: 'Stop', stopPx: px('1') })).toEqual({ ordType: 'Market' });
    const limit = releasedTerms({ ordType: 'LimitIfTouched', price: px('2'), stopPx: px('1') });
    expect(limit.ordType === 'Limit' && toText(limit.price)).toBe('2');
  });
});

describe('the end of an order that we keep', () => {
  const time = (text: string) => unwrap(parseUtcTime(text));
  const day = (placedAt: string, cutOffMs?: number) =>
    expiryOf({ timeInForce: 'Day', placedAt: time(placedAt), expireTime: null }, cutOffMs);

  test('a Day ends at the next 00:00 UTC, a whole day later when it was placed at it', () => {
    expect(day('2026-11-20T23:59:59.999Z')).toBe('2026-11-21T00:00:00.000Z');
    expect(day('2026-11-21T00:00:00.000Z')).toBe('2026-11-22T00:00:00.000Z');
    expect(day('2026-12-31T10:00:00.000Z')).toBe('2027-01-01T00:00:00.000Z');
    expect(day('2026-11-21T10:00:00.000Z', 17 * 3_600_000)).toBe('2026-11-21T17:00:00.000Z');
    expect(day('2026-11-21T17:00:00.000Z', 17 * 3_600_000)).toBe('2026-11-22T17:00:00.000Z');
  });

  test('a GoodTillDate ends at its own time, and others do not end by us', () => {
    const expireTime = time('2026-11-25T12:00:00.000Z');
    expect(expiryOf({ timeInForce: 'GoodTillDate', placedAt: AT, expireTime })).toBe(expireTime);
    expect(expiryOf({ timeInForce: 'GoodTillCancel', placedAt: AT, expireTime: null })).toBeNull();
  });
});

describe('the protection ladder', () => {
  test('never promises more than the venue offers, nor anything that nobody watches', () => {
    const of = (legs: 'StopAndTarget' | 'Stop' | 'None', isWatched: boolean) =>
      PROTECTIONS.map((offered) => protectionOf({ legs, offered, isWatched }));
    expect(of('StopAndTarget', true)).toEqual(['NATIVE_OCO', 'EMULATED', 'EMULATED', 'EMULATED']);
    expect(of('StopAndTarget', false)).toEqual(['NATIVE_OCO', 'NONE', 'NONE', 'NONE']);
    expect(of('Stop', true)).toEqual(['NATIVE_STOP', 'NATIVE_STOP', 'EMULATED', 'EMULATED']);
    expect(of('None', true)).toEqual(['NONE', 'NONE', 'NONE', 'NONE']);
    expect(isDegraded('NATIVE_STOP', 'EMULATED')).toBe(true);
    expect(isDegraded('EMULATED', 'NATIVE_STOP')).toBe(false);
    expect(isDegraded('NONE', 'NONE')).toBe(false);
  });
});
