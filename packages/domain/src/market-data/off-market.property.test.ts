import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, fromEpochMs } from '../kernel/index.ts';
import { Book } from './book.ts';
import { consolidate, isCrossed, type VenueBook } from './consolidated.ts';
import type { VenueId } from './instrument.ts';

const at = fromEpochMs(1_795_000_000_000);
const OPTIONS = { at, maxAgeMs: 1000, depth: 5 };

function aVenue(n: number, bid: number | null, ask: number | null, rate = '0.001'): VenueBook {
  const book = new Book();
  const level = (price: number | null) => (price === null ? [] : [[`${price}`, '1'] as const]);
  book.apply({ kind: 'Snapshot', last: 1, bids: level(bid), asks: level(ask), at });
  return { venue: `v${n}` as VenueId, book, isUp: true, takerRate: decimal(rate) };
}

/** Honest venues stand within half a percent of 10,000. */
const honest = (n: number) =>
  fc
    .tuple(fc.integer({ min: -25, max: 25 }), fc.integer({ min: 1, max: 20 }))
    .map(([drift, half]) => aVenue(n, 10_000 + drift - half, 10_000 + drift + half));

const wrong = (n: number) =>
  fc
    .tuple(fc.constantFrom(0.1, 0.5, 0.9, 1.1, 2, 10), fc.constantFrom('both', 'bid', 'ask'))
    .map(([factor, side]) => {
      const mid = 10_000 * factor;
      // One that lies on its harmless side alone is only dear: the harmful one has to be there.
      const isDear = factor > 1;
      return aVenue(
        n,
        side === 'ask' && !isDear ? null : mid - 1,
        side === 'bid' && isDear ? null : mid + 1,
      );
    });

/** More honest ones than wrong ones, and at least three in all. */
const venues = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 4 }))
  .map(([good, bad]) => ({ good, bad: Math.min(bad, good - 1) }))
  .filter(({ good, bad }) => good + bad >= 3)
  .chain(({ good, bad }) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: good }, (_, n) => honest(n))),
      fc.tuple(...Array.from({ length: bad }, (_, n) => wrong(good + n))),
    ),
  );

describe('A7-20 a price that is ten times off', () => {
  it('costs the venues that are off their part, and no other, while the most are right', () => {
    fc.assert(
      fc.property(venues, ([good, bad]) => {
        const book = consolidate([...good, ...bad], OPTIONS);
        const off = book.parts.filter(({ excluded }) => excluded?.code === 'OffMarket');
        expect(off.map(({ venue }) => venue)).toEqual(bad.map(({ venue }) => venue));
        const used = [...book.bids, ...book.asks].map(({ venue }) => venue);
        for (const { venue } of bad) expect(used).not.toContain(venue);
      }),
    );
  });

  it('between two venues costs both of them their part: nobody knows which one is wrong', () => {
    fc.assert(
      fc.property(honest(0), wrong(1), (one, other) => {
        const book = consolidate([one, other], OPTIONS);
        expect(book.parts.map(({ excluded }) => excluded?.code)).toEqual([
          'OffMarket',
          'OffMarket',
        ]);
        expect([book.bids, book.asks]).toEqual([[], []]);
      }),
    );
  });

  it('whoever is wrong, what is left never crosses by more than the band', () => {
    const any = fc.integer({ min: 1, max: 100_000 });
    const list = fc.array(fc.tuple(any, fc.integer({ min: 1, max: 500 })), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(list, (tops) => {
        const books = tops.map(([bid, spread], n) => aVenue(n, bid, bid + spread, '0'));
        const { bids, asks } = consolidate(books, { ...OPTIONS, band: decimal('0.1') });
        const [bid, ask] = [bids[0], asks[0]];
        if (bid === undefined || ask === undefined) return;
        // Each is within the band of the median, so two are within it twice.
        expect(Number(bid.price) / Number(ask.price)).toBeLessThanOrEqual(1.1 / 0.9);
      }),
    );
  });

  it('says what the price was and where the bound is', () => {
    const books = [aVenue(0, 99, 101, '0'), aVenue(1, 99, 101, '0'), aVenue(2, 999, 1001, '0')];
    const { parts } = consolidate(books, OPTIONS);
    expect(parts[2]?.excluded).toEqual({ code: 'OffMarket', limit: '105', actual: '999' });
  });

  it('is not judged by a venue that has no part itself', () => {
    const stale = { ...aVenue(1, 999, 1001), isUp: false };
    const { parts } = consolidate([aVenue(0, 99, 101), stale], OPTIONS);
    expect(parts.map(({ excluded }) => excluded?.code)).toEqual([undefined, 'NotUp']);
  });

  it('books that cross by less than the band keep their part, and the book says that it crosses', () => {
    const book = consolidate([aVenue(0, 97, 98), aVenue(1, 100, 101)], OPTIONS);
    expect(book.parts.every(({ excluded }) => excluded === null)).toBe(true);
    expect(isCrossed(book)).toBe(true);
  });
});
