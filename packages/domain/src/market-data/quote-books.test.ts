import { describe, expect, it } from 'vitest';
import { type Asset, addMs, decimal, fromEpochMs } from '../kernel/index.ts';
import { bookOfQuote } from './quote-books.ts';
import { markOf } from './valuation.ts';
import type { Quote } from './wire.ts';

const AT = fromEpochMs(1_795_262_400_000);
const quote = (instrument: string, bid: string, ask: string, ageMs = 200): Quote => ({
  ...{ instrument, at: AT, mid: null, spread: null, spreadBps: null, last: null, minute: null },
  bid: { venue: 'kraken', price: bid, quantity: '1' },
  ask: { venue: 'binance', price: ask, quantity: '1' },
  venues: ['kraken', 'binance'].map((venue) => ({
    ...{ venue, bid: null, ask: null, ageMs, excluded: null },
  })),
  day: null,
});
const rates = new Map([
  ['kraken', decimal('0.001')],
  ['binance', decimal('0.001')],
]);
const valued = (quotes: readonly Quote[], at = AT) =>
  markOf('BTC' as Asset, 'USD' as Asset, {
    books: quotes.flatMap((one) => bookOfQuote(one, rates) ?? []),
    at,
    maxAgeMs: 5_000,
  });

describe('quotes', () => {
  it('value an asset as books do: by mids, through conversions, each step with its age', () => {
    const mark = valued([quote('BTC/USDT', '99', '101'), quote('USDT/USD', '0.98', '1', 700)]);
    expect(mark).toMatchObject({ ok: true, value: { ageMs: 700 } });
    expect(mark.ok && String(mark.value.price)).toBe('99');
  });

  it('that are old value nothing, and say so', () => {
    const late = valued([quote('BTC/USD', '99', '101')], addMs(AT, 4_801));
    expect(late).toMatchObject({
      error: { code: 'NoPrice', failed: [{ why: { code: 'Stale' } }] },
    });
    expect(valued([quote('BTC/USD', '99', '101')], addMs(AT, 4_800)).ok).toBe(true);
  });

  it('cross where fees leave a gain, and not before', () => {
    expect(valued([quote('BTC/USD', '100.1', '100')]).ok).toBe(true);
    expect(valued([quote('BTC/USD', '100.3', '100')])).toMatchObject({
      error: { failed: [{ why: { code: 'Crossed' } }] },
    });
  });

  it('without a side, or of what is no pair, value nothing', () => {
    expect(valued([{ ...quote('BTC/USD', '99', '101'), bid: null }]).ok).toBe(false);
    expect(bookOfQuote(quote('BTC', '1', '2'), rates)).toBeNull();
  });
});
