import { fromEpochMs } from '@ultrathink/domain/kernel';
import type { LevelText } from '@ultrathink/domain/market-data';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../contract/market-data-client.ts';
import { virtualTime } from '../line/virtual-time.ts';
import { type BookFrame, checksumOf } from './book-frame.ts';
import { KeptBook } from './books.ts';
import { id, listings } from './samples.ts';

const AT = fromEpochMs(1_795_000_000_000);
const BID: LevelText = ['100.0', '1.00000000'];
const ASK: LevelText = ['100.1', '2.00000000'];

function aBook(depth = 10) {
  const time = virtualTime();
  const events: MarketEvent[] = [];
  const counts = { gaps: 0, resubscribed: 0 };
  const pair = listings.find(id('BTC', 'EUR'));
  if (pair === undefined) throw new Error('It is listed.');
  const book = new KeptBook({
    pair,
    depth,
    timers: time.timers,
    onGap: () => {
      counts.gaps += 1;
    },
    resubscribe: () => {
      counts.resubscribed += 1;
    },
    onEvent: (event) => events.push(event),
  });
  const receive = (frame: Partial<BookFrame>) => {
    const { bids = [], asks = [] } = frame;
    const whole = { kind: 'Book', type: 'update', symbol: 'BTC/EUR' } as const;
    book.receive({ ...whole, bids, asks, checksum: checksumOf(asks, bids), ...frame }, AT);
  };
  const kinds = () => events.map(({ kind }) => kind);
  return { book, receive, events, kinds, counts, time };
}

describe('a kept book', () => {
  it('is there with its snapshot and goes on while its checksums are right', () => {
    const { book, receive, kinds, events } = aBook();
    book.begin();
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    const more: LevelText = ['99.9', '3.00000000'];
    receive({ bids: [more], checksum: checksumOf([ASK], [BID, more]) });
    expect(kinds()).toEqual(['Book', 'Book']);
    const [last] = events.slice(-1);
    const levels = last?.kind === 'Book' ? last.book.levels('Buy', 5) : [];
    expect(levels.map(({ price }) => String(price))).toEqual(['100', '99.9']);
  });

  it('A7-18 that does not agree with the checksum is lost, and subscribed to anew', () => {
    const { book, receive, events, counts, kinds } = aBook();
    book.begin();
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    receive({ bids: [['100.0', '1.50000000']], checksum: 1 });
    expect(events[1]).toMatchObject({
      kind: 'BookLost',
      instrument: 'BTC/EUR',
      why: { code: 'ChecksumDiffers', expected: 1 },
    });
    expect(counts).toEqual({ gaps: 1, resubscribed: 1 });
    // What is still on its way from the subscription before means nothing.
    receive({ bids: [['100.0', '1.75000000']] });
    expect(kinds()).toEqual(['Book', 'BookLost']);
    expect(counts).toEqual({ gaps: 1, resubscribed: 1 });
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    expect(kinds()).toEqual(['Book', 'BookLost', 'Book']);
  });

  it('asks again for a snapshot that does not come, and for one that is wrong', () => {
    const { book, receive, counts, time, kinds } = aBook();
    book.begin();
    time.pass(4_999);
    expect(counts.resubscribed).toBe(0);
    time.pass(1);
    expect(counts.resubscribed).toBe(1);
    receive({ type: 'snapshot', bids: [BID], asks: [ASK], checksum: 7 });
    expect(counts.resubscribed).toBe(2);
    expect(kinds()).toEqual([]);
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    time.pass(60_000);
    expect(counts.resubscribed).toBe(2);
  });

  it('is lost once with its line, and says so only if it was there', () => {
    const { book, receive, kinds } = aBook();
    book.begin();
    book.lose({ code: 'NoSnapshot' });
    expect(kinds()).toEqual([]);
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    book.lose({ code: 'NoSnapshot' });
    book.lose({ code: 'NoSnapshot' });
    expect(kinds()).toEqual(['Book', 'BookLost']);
  });

  it('forgets what fell out of view, as the venue does', () => {
    const { book, receive, events } = aBook(1);
    book.begin();
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    const better: LevelText = ['100.0', '9.00000000'];
    const worse: LevelText = ['99.0', '1.00000000'];
    receive({ bids: [better, worse], checksum: checksumOf([ASK], [better]) });
    const [last] = events.slice(-1);
    expect(last?.kind === 'Book' ? last.book.levels('Buy', 5) : []).toHaveLength(1);
  });

  it('says nothing after it was closed', () => {
    const { book, receive, kinds, counts, time } = aBook();
    book.begin();
    book.close();
    receive({ type: 'snapshot', bids: [BID], asks: [ASK] });
    time.pass(60_000);
    expect([kinds(), counts.resubscribed]).toEqual([[], 0]);
    expect(time.waiting()).toBe(0);
  });
});
