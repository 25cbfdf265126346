import { MAX_NOTICE_BYTES, noticeSchema } from '@ultrathink/domain/engine';
import { decimal, fromEpochMs } from '@ultrathink/domain/kernel';
import {
  Book,
  bookViewOf,
  type InstrumentId,
  type LevelText,
  MOST_VENUES,
  type VenueId,
} from '@ultrathink/domain/market-data';
import { createSystemIds } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { fitted } from './market-feed.ts';

const at = fromEpochMs(1_795_000_000_000);

/** As deep as venues tell, in figures of that many digits. */
function viewOf(venues: number, digits: string) {
  const side = (from: number): LevelText[] =>
    Array.from({ length: 20 }, (_, n) => [`${from + n}${digits}`, `${n + 1}${digits}`]);
  const books = Array.from({ length: venues }, (_, n) => {
    const book = new Book();
    book.apply({ kind: 'Snapshot', last: 1, at, bids: side(1_000), asks: side(2_000) });
    const venue = `a-venue-of-a-long-name-${n}` as VenueId;
    return { venue, book, isUp: true, takerRate: decimal('0.0012'), makerRate: decimal('0') };
  });
  const instrument = 'ABCDEFGH/IJKLMNOP' as InstrumentId;
  return bookViewOf({ instrument, at, books, maxAgeMs: 1_000 }, []);
}

const noticeOf = (payload: ReturnType<typeof fitted>) => ({
  type: 'notice',
  shard: 0,
  run: createSystemIds().next(),
  sequence: 1,
  clientId: null,
  key: payload.instrument,
  body: { topic: 'market-data.books', payload },
});

it('a book of usual figures is told as deep as it is', () => {
  const view = viewOf(3, '.25');
  expect(fitted(view)).toBe(view);
});

it('a book of the longest figures there may be is told less deep, and always as a notice may be', () => {
  const cut = fitted(viewOf(MOST_VENUES, `${'7'.repeat(12)}.${'3'.repeat(18)}`));
  const notice = noticeOf(cut);
  expect(Buffer.byteLength(JSON.stringify(notice))).toBeLessThanOrEqual(MAX_NOTICE_BYTES);
  expect(noticeSchema.safeParse(notice).error).toBeUndefined();
  expect(cut.asks.length).toBeGreaterThan(0);
  expect(cut.venues.map(({ asks }) => asks.length)).toEqual(
    Array(MOST_VENUES).fill(cut.asks.length),
  );
});
