import { describe, expect, it } from 'vitest';
import { decimal, fromEpochMs } from '../kernel/index.ts';
import { Book, type LevelText } from './book.ts';
import type { InstrumentId, VenueId } from './instrument.ts';
import { bookViewOf, costViewOf, quoteOf, type RatedBook, type Sight } from './views.ts';
import { bookViewSchema, costViewSchema, quoteSchema } from './wire.ts';

const at = fromEpochMs(1_795_000_000_000);
const NOTHING_TOLD = { last: null, minute: null, day: null };

function aBook(
  venue: string,
  bids: readonly LevelText[],
  asks: readonly LevelText[],
  { taker = '0.001', time = at, isUp = true } = {},
): RatedBook {
  const book = new Book();
  if (bids.length + asks.length > 0) {
    book.apply({ kind: 'Snapshot', last: 1, bids, asks, at: time });
  }
  const rates = { takerRate: decimal(taker), makerRate: decimal('0') };
  return { venue: venue as VenueId, book, isUp, ...rates };
}

const sight = (...books: RatedBook[]): Sight => ({
  instrument: 'BTC/EUR' as InstrumentId,
  at,
  books,
  maxAgeMs: 1_000,
});

const dearButBetter = aBook('a', [['100', '1']], [['100.5', '2']], { taker: '0.01' });
const cheapButWorse = aBook('b', [['99.9', '3']], [['100.6', '4']], { taker: '0' });

describe('a quote', () => {
  it('has the best prices, whoever charges what', () => {
    const quote = quoteOf(sight(dearButBetter, cheapButWorse), NOTHING_TOLD);
    expect(quoteSchema.parse(quote)).toMatchObject({
      bid: { venue: 'a', price: '100', quantity: '1' },
      ask: { venue: 'a', price: '100.5', quantity: '2' },
      mid: '100.25',
      spread: '0.5',
      spreadBps: '49.88',
    });
  });

  it('says of a venue that has no part in it what its prices are and why', () => {
    const old = aBook('old', [['200', '1']], [['201', '1']], {
      time: fromEpochMs(1_794_999_990_000),
    });
    const down = aBook('down', [['300', '1']], [['301', '1']], { isUp: false });
    const quote = quoteOf(sight(dearButBetter, old, down, aBook('none', [], [])), NOTHING_TOLD);
    expect(quote.bid?.venue).toBe('a');
    expect(quote.venues.map(({ excluded }) => excluded)).toEqual([
      null,
      { code: 'Stale', limitMs: 1_000, actualMs: 10_000 },
      { code: 'NotUp' },
      { code: 'NoBook' },
    ]);
    expect(quote.venues[1]?.bid).toEqual({ price: '200', quantity: '1' });
    expect(quote.venues[3]).toMatchObject({ bid: null, ageMs: null });
  });

  it('of which a side is missing has no mid and no spread', () => {
    const quote = quoteOf(sight(aBook('a', [['100', '1']], [])), NOTHING_TOLD);
    expect(quote).toMatchObject({ bid: { price: '100' }, ask: null, mid: null, spread: null });
    expect(quoteOf(sight(), NOTHING_TOLD)).toMatchObject({ bid: null, spreadBps: null });
  });

  it('says how far it is from a day ago, once that is known', () => {
    const day = { open: '80.2', high: '110', low: '80', volume: '12' };
    const told = { ...NOTHING_TOLD, day };
    expect(quoteOf(sight(dearButBetter), told).day).toEqual({ ...day, changeBps: '2500.00' });
    expect(quoteOf(sight(), told).day).toEqual({ ...day, changeBps: null });
  });
});

describe('depth', () => {
  it('over all venues begins with what costs least, and counts up', () => {
    const view = bookViewOf(sight(dearButBetter, cheapButWorse), []);
    expect(bookViewSchema.parse(view).asks).toEqual([
      { venue: 'b', price: '100.6', quantity: '4', total: '4', allIn: '100.6' },
      { venue: 'a', price: '100.5', quantity: '2', total: '6', allIn: '101.505' },
    ]);
    expect(view.venues.map(({ asks }) => asks[0]?.price)).toEqual(['100.5', '100.6']);
    expect(view.isCrossed).toBe(false);
  });

  it('has fifteen levels of a side at most', () => {
    const many = Array.from({ length: 40 }, (_, n): LevelText => [`${101 + n}`, '1']);
    const view = bookViewOf(sight(aBook('a', [], many), aBook('b', [], many)), []);
    expect(view.asks).toHaveLength(15);
    expect(view.venues.map(({ asks }) => asks.length)).toEqual([15, 15]);
    expect(() => bookViewSchema.parse(view)).not.toThrow();
  });
});

describe('what taking costs', () => {
  const cost = (side: 'Buy' | 'Sell', quantity: string, ...books: RatedBook[]) =>
    costViewSchema.parse(costViewOf(sight(...books), { side, quantity: decimal(quantity) }));

  it('is told of each venue alone, with its fee, and of all together', () => {
    const { venues, together } = cost('Buy', '5', dearButBetter, cheapButWorse);
    expect(venues[0]).toMatchObject({ filled: '2', unfilled: '3', fee: '2.01', worseBps: null });
    expect(venues[1]).toMatchObject({ filled: '4', unfilled: '1', fee: '0', worseBps: null });
    expect(together).toMatchObject({ filled: '5', unfilled: '0', fee: '1.005' });
    expect(together.takes).toEqual([
      { venue: 'b', quantity: '4', avgPx: '100.6' },
      { venue: 'a', quantity: '1', avgPx: '100.5' },
    ]);
  });

  it('to sell takes the fee from what is got', () => {
    const { venues, together } = cost('Sell', '1', dearButBetter, cheapButWorse);
    expect(venues[0]).toMatchObject({ notional: '100', fee: '1', allIn: '99', allInPx: '99' });
    expect(venues[0]?.worseBps).toBe('90.09');
    expect(together).toMatchObject({ allIn: '99.9', takes: [{ venue: 'b' }] });
    expect(venues[1]?.worseBps).toBe('0.00');
  });

  it('of what nobody sells is nothing, and says so', () => {
    const { venues, together } = cost('Buy', '1', aBook('a', [['100', '1']], []));
    expect(together).toMatchObject({ filled: '0', unfilled: '1', avgPx: null, takes: [] });
    expect(venues[0]).toMatchObject({ allInPx: null, worseBps: null });
  });
});
