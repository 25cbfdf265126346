import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  addMs,
  compare,
  decimal,
  equals,
  fromEpochMs,
  lessThan,
  sum,
  ZERO,
} from '../kernel/index.ts';
import { Book, type LevelText } from './book.ts';
import { allInPrice, consolidate, isCrossed, type VenueBook, walk } from './consolidated.ts';
import type { VenueId } from './instrument.ts';

const at = fromEpochMs(1_795_000_000_000);
// One-sided books drift apart by a fifth here: none of them is off the market.
const OPTIONS = { at, maxAgeMs: 1000, depth: 50, band: decimal('1') };

function aBook(bids: readonly LevelText[], asks: readonly LevelText[], time = at): Book {
  const book = new Book();
  book.apply({ kind: 'Snapshot', last: 1, bids, asks, at: time });
  return book;
}

const venue = (name: string, book: Book, rate = '0.001', isUp = true): VenueBook => ({
  venue: name as VenueId,
  book,
  isUp,
  takerRate: decimal(rate),
});

const sizes = fc.integer({ min: 1, max: 50 }).map((n) => `${n / 10}`);
const asks = fc.array(
  fc.tuple(fc.integer({ min: 100, max: 120 }).map(String), sizes) as fc.Arbitrary<LevelText>,
  { minLength: 1, maxLength: 8 },
);
const rate = fc.integer({ min: 0, max: 60 }).map((n) => `${n / 10_000}`);
const venues = fc
  .array(fc.tuple(asks, rate), { minLength: 1, maxLength: 4 })
  .map((list) => list.map(([levels, fee], n) => venue(`v${n}`, aBook([], levels), fee)));
const wanted = fc.integer({ min: 1, max: 300 }).map((n) => decimal(`${n / 10}`));

describe('a consolidated book', () => {
  it('has every level of every venue that is well, cheapest with its fee first', () => {
    fc.assert(
      fc.property(venues, (list) => {
        const book = consolidate(list, OPTIONS);
        const count = list.reduce((n, one) => n + one.book.levels('Sell', 50).length, 0);
        expect(book.asks).toHaveLength(count);
        for (const [n, level] of book.asks.entries()) {
          const next = book.asks[n + 1];
          if (next !== undefined) expect(compare(level.allIn, next.allIn)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('walked over all venues never costs more than over the best single one', () => {
    fc.assert(
      fc.property(venues, wanted, (list, quantity) => {
        const all = walk(consolidate(list, OPTIONS), 'Buy', quantity);
        for (const one of list) {
          const single = walk(consolidate([one], OPTIONS), 'Buy', quantity);
          if (!equals(single.filled, all.filled)) {
            expect(lessThan(single.filled, all.filled)).toBe(true);
            continue;
          }
          expect(lessThan(single.allIn, all.allIn)).toBe(false);
        }
      }),
    );
  });

  it('walked takes what was asked, or all there is, and adds up', () => {
    fc.assert(
      fc.property(venues, wanted, (list, quantity) => {
        const book = consolidate(list, OPTIONS);
        const { takes, filled, unfilled } = walk(book, 'Buy', quantity);
        expect(equals(add(filled, unfilled), quantity)).toBe(true);
        expect(equals(sum(takes.map((take) => take.quantity)), filled)).toBe(true);
        if (!equals(unfilled, ZERO)) expect(takes).toHaveLength(book.asks.length);
      }),
    );
  });
});

describe('a venue', () => {
  const good = aBook([['99', '1']], [['100', '1']]);

  it.each([
    ['is not up', venue('v', good, '0', false), { code: 'NotUp' }],
    ['has no book', venue('v', new Book()), { code: 'NoBook' }],
    [
      'is too old',
      venue('v', aBook([['99', '1']], [['100', '1']], addMs(at, -1001))),
      { code: 'Stale', limitMs: 1000, actualMs: 1001 },
    ],
    [
      'is stamped ahead of now, so that nobody knows its age',
      venue('v', aBook([['99', '1']], [['100', '1']], addMs(at, 1001))),
      { code: 'Stale', limitMs: 1000, actualMs: -1001 },
    ],
    [
      'has a broken book',
      venue('v', aBook([['100', '1']], [['99', '1']])),
      { code: 'BookBroken', why: { code: 'Crossed', bid: '100', ask: '99' } },
    ],
  ])('that %s has no part, and it is said why', (_, one, excluded) => {
    const book = consolidate([one, venue('other', good)], OPTIONS);
    expect(book.parts[0]).toMatchObject({ venue: 'v', excluded });
    expect(book.asks.map((level) => level.venue)).toEqual(['other']);
  });

  it('with a lower fee comes first at the same price', () => {
    const dear = venue('a-dear', good, '0.006');
    const cheap = venue('b-cheap', good, '0.001');
    const book = consolidate([dear, cheap], OPTIONS);
    expect(book.asks.map((level) => level.venue)).toEqual(['b-cheap', 'a-dear']);
    expect(book.bids.map((level) => level.venue)).toEqual(['b-cheap', 'a-dear']);
  });
});

it('a price all-in is dearer for buyers and less for sellers', () => {
  const price = decimal('100');
  expect(String(allInPrice('Buy', price, decimal('0.001')))).toBe('100.1');
  expect(String(allInPrice('Sell', price, decimal('0.001')))).toBe('99.9');
});

it('books that cross even after fees are told apart from those that only seem to', () => {
  const [low, high] = [aBook([['98', '1']], [['99', '1']]), aBook([['100', '1']], [['101', '1']])];
  expect(isCrossed(consolidate([venue('a', low), venue('b', high)], OPTIONS))).toBe(true);
  const dear = consolidate([venue('a', low, '0.02'), venue('b', high, '0.02')], OPTIONS);
  expect(isCrossed(dear)).toBe(false);
});
