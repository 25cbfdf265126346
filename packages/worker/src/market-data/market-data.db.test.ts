/** Market data from the wire to the notice and into the store, at venues that are simulated. */
import { openMarketStore } from '@ultrathink/db/market-data';
import { openTestDatabase } from '@ultrathink/db/testing';
import { decimal, greaterThan, msBetween } from '@ultrathink/domain/kernel';
import { bookViewSchema, quoteSchema, venueReportSchema } from '@ultrathink/domain/market-data';
import { silentLog, systemClock } from '@ultrathink/runtime';
import { realClock, startSimulator } from '@ultrathink/venue-simulator';
import { afterAll, describe, expect, it } from 'vitest';
import type { NoticeToPublish } from '../engine/relay.ts';
import { chosenVenues, createAddresses } from './connect.ts';
import { MarketKeeper } from './keep-market.ts';
import { MarketFeed } from './market-feed.ts';

const database = await openTestDatabase();
const simulator = await startSimulator({
  seed: 'market data',
  clock: realClock(),
  port: 0,
  busyness: 20,
  historyMs: 2 * 3_600_000,
});
const VENUES = ['binance', 'kraken'] as const;
const env = {
  DEPLOYMENT: 'DEMO',
  VENUES,
  VENUE_SIMULATOR: `http://127.0.0.1:${simulator.port}`,
  INSTRUMENTS: ['BTC/USDT', 'BTC/EUR', 'XRP/USDT', 'DOGE/USD'],
} as const;
const store = openMarketStore(database.url('engine'));
const notices: NoticeToPublish[] = [];
const feed = new MarketFeed(
  {
    ...chosenVenues(env, systemClock, createAddresses(systemClock)),
    clock: systemClock,
    log: silentLog,
    relay: { publish: (notice) => notices.push(notice) },
  },
  (venue) => keeper.onListed(venue),
);
const keeper = new MarketKeeper({ feed, store, clock: systemClock, log: silentLog });
feed.start();
keeper.start();
afterAll(async () => {
  await keeper.close();
  await feed.close();
  await store.close();
  await simulator.close();
});

const PATIENCE = { timeout: 20_000 };
const newest = (topic: string, key: string) =>
  notices.findLast(({ body, ...about }) => body.topic === topic && about.key === key)?.body.payload;
const quoteOf = (instrument: string) => {
  const payload = newest('market-data.quotes', instrument);
  return payload === undefined ? undefined : quoteSchema.parse(payload);
};
const stateOf = (venue: string) => {
  const payload = newest('market-data.venues', venue);
  return payload === undefined ? undefined : venueReportSchema.parse(payload).current.state;
};

describe('market data', () => {
  it('of an instrument that two venues list is quoted with the best of both', async () => {
    await expect
      .poll(() => quoteOf('BTC/USDT')?.venues.map(({ excluded }) => excluded), PATIENCE)
      .toEqual([null, null]);
    const quote = quoteOf('BTC/USDT');
    const bids = quote?.venues.map(({ bid }) => decimal(bid?.price ?? '0')) ?? [];
    for (const bid of bids) {
      expect(greaterThan(bid, decimal(quote?.bid?.price ?? '0'))).toBe(false);
    }
    expect(quote?.mid).not.toBeNull();
  });

  it('of an instrument that one venue lists is quoted with that one, and of none not at all', async () => {
    await expect.poll(() => quoteOf('XRP/USDT')?.venues, PATIENCE).toHaveLength(1);
    expect(quoteOf('DOGE/USD')).toBeUndefined();
    expect(feed.answer({ name: 'readBook', instrument: 'DOGE/USD' })).toMatchObject({ book: null });
  });

  it('is told at most four times a second for each instrument, however fast it comes', async () => {
    const from = notices.length;
    await expect.poll(() => notices.length - from, PATIENCE).toBeGreaterThan(60);
    const times = notices
      .slice(from)
      .flatMap(({ key, body }) =>
        key === 'BTC/USDT' && body.topic === 'market-data.quotes' ? [body.payload.at] : [],
      );
    const [first, last] = [times[0], times.at(-1)];
    const spanMs = first === undefined || last === undefined ? 0 : msBetween(first, last);
    expect(times.length - 1).toBeLessThanOrEqual(spanMs / 200);
    const conflated = feed.venues.map(({ counts }) => counts.conflated);
    expect(Math.max(...conflated)).toBeGreaterThan(0);
  });

  it('is told with depth for who has read it lately, and for nobody else', async () => {
    expect(notices.some(({ body }) => body.topic === 'market-data.books')).toBe(false);
    feed.answer({ name: 'readBook', instrument: 'BTC/EUR' });
    await expect.poll(() => newest('market-data.books', 'BTC/EUR'), PATIENCE).toBeDefined();
    const view = bookViewSchema.parse(newest('market-data.books', 'BTC/EUR'));
    expect(view.asks).toHaveLength(15);
    expect(view.venues.map(({ bids }) => bids.length)).toEqual([15, 15]);
    const others = notices.filter(
      ({ key, body }) => body.topic === 'market-data.books' && key !== 'BTC/EUR',
    );
    expect(others).toEqual([]);
  });

  it('answers what a size would cost: over both venues no more than at the better one', async () => {
    const question = { instrument: 'BTC/USDT', side: 'Buy', quantity: '0.5' } as const;
    const answer = feed.answer({ name: 'readCost', ...question });
    if (answer.name !== 'readCost' || answer.cost === null) throw new Error('No cost was told.');
    const { together, venues } = answer.cost;
    expect(together.unfilled).toBe('0');
    for (const { allIn, unfilled } of venues) {
      if (unfilled === '0') {
        expect(greaterThan(decimal(together.allIn), decimal(allIn))).toBe(false);
      }
    }
  });

  it('has the venues’ own bars of the past in the store, and what they list', async () => {
    const kept = () =>
      database.sql<{ venue: string; bars: number }>(`select venue, count(*)::int as bars
        from market_data.bar where instrument_id = 'BTC/USDT' group by 1 order by 1`);
    await expect
      .poll(async () => (await kept()).map(({ venue, bars }) => [venue, bars > 100]), PATIENCE)
      .toEqual([
        ['binance', true],
        ['kraken', true],
      ]);
    const listed = await database.sql(
      'select venue, instrument_id from market_data.venue_instrument order by 1, 2',
    );
    expect(listed).toHaveLength(5);
  });
});

describe('a venue', () => {
  const gapsOf = (venue: string) =>
    feed.venues.find((one) => one.venue === venue)?.counts.gaps ?? { NoSnapshot: 0, Gap: 0 };
  const isWhole = () => quoteOf('BTC/USDT')?.venues.every(({ excluded }) => excluded === null);

  it('that is heard of, and whose books are whole, is up', async () => {
    await expect.poll(() => VENUES.map(stateOf), PATIENCE).toEqual(['UP', 'UP']);
  });

  it('A7-19 whose stream breaks has no part in what is quoted, until its books were fetched again', async () => {
    const from = notices.length;
    const before = gapsOf('kraken').NoSnapshot;
    simulator
      .venue('kraken')
      .faults.add({ fault: { kind: 'Disconnect' }, streams: ['public'], times: 1 });
    await expect.poll(() => gapsOf('kraken').NoSnapshot, PATIENCE).toBeGreaterThan(before);
    await expect
      .poll(
        () =>
          notices
            .slice(from)
            .some(
              ({ key, body }) =>
                key === 'BTC/USDT' &&
                body.topic === 'market-data.quotes' &&
                body.payload.venues[1]?.excluded?.code === 'NoBook' &&
                body.payload.bid?.venue === 'binance',
            ),
        PATIENCE,
      )
      .toBe(true);
    await expect.poll(isWhole, PATIENCE).toBe(true);
  });

  it('A7-18 whose update was lost has its book dropped and fetched again, and the loss is counted', async () => {
    const before = gapsOf('binance').Gap;
    simulator
      .venue('binance')
      .faults.add({ fault: { kind: 'Drop' }, streams: ['public'], times: 20, share: 0.5 });
    await expect.poll(() => gapsOf('binance').Gap, PATIENCE).toBeGreaterThan(before);
    await expect.poll(isWhole, PATIENCE).toBe(true);
  });

  it('that is simulated is refused in production', () => {
    expect(() =>
      chosenVenues({ ...env, DEPLOYMENT: 'PRODUCTION' }, systemClock, createAddresses(systemClock)),
    ).toThrow(/simulated prices have no place/);
  });
});
