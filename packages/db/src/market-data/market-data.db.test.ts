/** What is kept of markets: written by the engine alone, once; read by everybody who shows pages. */
import {
  addMs,
  decimal,
  type Price,
  parseUtcTime,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
import {
  aggregateCandles,
  BAR_INTERVALS,
  type Candle,
  opensAtOf,
} from '@ultrathink/domain/market-data';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aClientsActor, anActor, openTestDatabase, systemClock } from '../../testing/index.ts';
import { read } from '../read.ts';
import {
  isInstrument,
  type KeptBar,
  type KeptInstrument,
  listCandles,
  listInstruments,
  listVenueStates,
  openMarketStore,
} from './index.ts';

const database = await openTestDatabase();
const store = openMarketStore(database.url('engine'));
afterAll(() => store.close());

const staff = database.as('app_staff');
const now = systemClock.now();
const today = opensAtOf(now, '1d');
const at = (text: string): UtcTime => unwrap(parseUtcTime(text));
const price = (text: string) => decimal(text) as Price;

const anInstrument = (changes: Partial<KeptInstrument> = {}): KeptInstrument => ({
  venue: 'kraken',
  instrument: 'BTC/EUR',
  base: 'BTC',
  quote: 'EUR',
  symbol: 'XBT/EUR',
  status: 'Open',
  terms: {
    tickSize: '0.1',
    stepSize: '0.00000001',
    minQty: '0.00005',
    maxQty: null,
    minNotional: '0.45',
    makerRate: '0.0025',
    takerRate: '0.004',
  },
  capabilities: { ordTypes: { Limit: ['GoodTillCancel'] }, postOnly: true, protection: 'EMULATED' },
  probedAt: now,
  ...changes,
});

const aBar = (changes: Partial<KeptBar> = {}): KeptBar => ({
  instrument: 'BTC/EUR',
  venue: 'kraken',
  opensAt: today,
  open: price('100.1'),
  high: price('101'),
  low: price('99.5'),
  close: price('100'),
  volume: decimal('1.5'),
  ...changes,
});

beforeAll(async () => {
  const binance = { venue: 'binance', symbol: 'BTCEUR' };
  const ethereum = { instrument: 'ETH/USDT', base: 'ETH', quote: 'USDT', symbol: 'ETH/USDT' };
  await store.saveInstruments([anInstrument(), anInstrument(binance), anInstrument(ethereum)]);
});

describe('instruments', () => {
  const search = (text: string) =>
    read(staff, anActor(), (tx) => listInstruments(tx, { search: text, most: 10 }));

  it('are found by parts of their name, with what each venue asks', async () => {
    const [found, ...more] = await search('eur btc');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ instrument: 'BTC/EUR', base: 'BTC', quote: 'EUR' });
    expect(found?.venues.map(({ venue }) => venue)).toEqual(['binance', 'kraken']);
    expect(found?.venues[1]).toMatchObject({
      symbol: 'XBT/EUR',
      tickSize: '0.1',
      stepSize: '0.00000001',
      maxQty: null,
      takerRate: '0.004',
      probedAt: now,
    });
    expect((await search('')).map(({ instrument }) => instrument)).toEqual(['BTC/EUR', 'ETH/USDT']);
    expect(await search('%')).toHaveLength(2);
    expect(await search('BTC/USDT')).toEqual([]);
  });

  it('are as they were probed last, whatever comes late', async () => {
    const later = addMs(now, 1_000);
    await store.saveInstruments([anInstrument({ status: 'CancelOnly', probedAt: later })]);
    await store.saveInstruments([anInstrument({ status: 'Closed' })]);
    const [found] = await search('BTC');
    expect(found?.venues[1]).toMatchObject({ status: 'CancelOnly', probedAt: later });
  });
});

describe('bars', () => {
  const candles = (interval: (typeof BAR_INTERVALS)[number], from: UtcTime, to: UtcTime) =>
    read(staff, anActor(), (tx) => listCandles(tx, { instrument: 'SOL/EUR', interval, from, to }));

  it('are written once: the same again, and another one of the same minute, change nothing', async () => {
    await store.saveBars([aBar()]);
    await store.saveBars([aBar(), aBar({ high: price('500') })]);
    const kept = await database.sql<{ high: string }>(
      `select trim_scale(high)::text as high from market_data.bar where instrument_id = 'BTC/EUR'`,
    );
    expect(kept).toEqual([{ high: '101' }]);
  });

  it('longer than a minute are, where they stand, what the domain makes of the minutes', async () => {
    const minute = fc.record({
      n: fc.integer({ min: 0, max: 400 }),
      prices: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 4, maxLength: 4 }),
      volume: fc.integer({ min: 0, max: 9_999 }),
    });
    const drawn = fc.sample(fc.uniqueArray(minute, { selector: ({ n }) => n, minLength: 200 }), {
      numRuns: 1,
      seed: 7,
    });
    const minutes = (drawn[0] ?? [])
      .map(({ n, prices, volume }): Candle => {
        const [low = 1, open = 1, close = 1, high = 1] = prices.toSorted((a, b) => a - b);
        const px = (units: number) => price(`${units / 100}`);
        const opensAt = addMs(today, (n - 200) * 60_000);
        const bar = { open: px(open), close: px(close), low: px(low), high: px(high) };
        return { opensAt, ...bar, volume: decimal(`${volume / 1_000}`) };
      })
      .sort((a, b) => (a.opensAt < b.opensAt ? -1 : 1));
    await store.saveBars(
      minutes.map((bar) => ({ ...bar, instrument: 'SOL/EUR', venue: 'coinbase' })),
    );
    const [from, to] = [addMs(today, -86_400_000), addMs(today, 86_400_000)];
    for (const interval of BAR_INTERVALS) {
      const [told] = await candles(interval, from, to);
      expect(told).toEqual({ venue: 'coinbase', candles: aggregateCandles(minutes, interval) });
    }
  });

  it('that can not be, or are of no minute, are refused', async () => {
    const impossible = [
      aBar({ opensAt: addMs(today, 60_000), low: price('100.05') }),
      aBar({ opensAt: addMs(today, 60_001) }),
      aBar({ opensAt: addMs(today, 90_000) }),
      aBar({ opensAt: addMs(today, 60_000), low: price('0') }),
    ];
    for (const bar of impossible) await expect(store.saveBars([bar])).rejects.toThrow(/bar_is_/);
  });

  it('tell what the last day was, and from where the next are to be asked', async () => {
    const first = addMs(opensAtOf(now, '1m'), -600_000);
    const bar = { instrument: 'LTC/EUR', venue: 'kraken' };
    await store.saveBars([
      aBar({ ...bar, opensAt: first, open: price('50'), low: price('49') }),
      aBar({ ...bar, opensAt: addMs(first, 60_000), open: price('60'), low: price('58') }),
    ]);
    const since = addMs(now, -86_400_000);
    const days = await store.days(since);
    expect(days.find(({ instrument }) => instrument === 'LTC/EUR')).toEqual({
      instrument: 'LTC/EUR',
      open: '50',
      high: '101',
      low: '49',
      volume: '3',
    });
    expect((await store.newestBars(since)).get('kraken LTC/EUR')).toBe(addMs(first, 60_000));
  });
});

describe('states of venues', () => {
  it('are told newest first, each once', async () => {
    const reasons = [{ code: 'StreamDown', sentence: 'The stream is down.' }];
    const [early, late] = [addMs(now, -5_000), addMs(now, -1_000)];
    const states = [
      { at: early, venue: 'kraken', state: 'DOWN', reasons },
      { at: late, venue: 'kraken', state: 'UP', reasons: [] },
    ] as const;
    await store.saveStates(states);
    await store.saveStates(states);
    const told = await read(staff, anActor(), (tx) => listVenueStates(tx, 10));
    expect(told).toEqual([
      {
        venue: 'kraken',
        history: [
          { since: late, state: 'UP', reasons: [] },
          { since: early, state: 'DOWN', reasons },
        ],
      },
    ]);
    const [[newest] = []] = await read(staff, anActor(), async (tx) =>
      (await listVenueStates(tx, 1)).map(({ history }) => history),
    );
    expect(newest?.since).toBe(late);
  });
});

describe('market data', () => {
  it('is the same for every client, who may change none of it', async () => {
    const client = database.as('app_client');
    const seen = await read(client, aClientsActor(), (tx) => isInstrument(tx, 'BTC/EUR'));
    expect(seen).toBe(true);
    const range = { instrument: 'BTC/EUR', interval: '1m', from: today, to: now } as const;
    const bars = await read(client, aClientsActor(), (tx) => listCandles(tx, range));
    expect(bars).toHaveLength(1);
    await expect(client.prisma.$executeRaw`delete from market_data.bar`).rejects.toThrow(
      /permission denied/,
    );
  });

  it('is changed by the engine only where a new probe says so', async () => {
    const engine = database.as('engine');
    await expect(engine.prisma.$executeRaw`update market_data.bar set close = 1`).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      engine.prisma.$executeRaw`delete from market_data.venue_instrument`,
    ).rejects.toThrow(/permission denied/);
  });

  it('does not tell clients how the firm’s connections fare', async () => {
    const asked = read(database.as('app_client'), aClientsActor(), (tx) => listVenueStates(tx, 1));
    await expect(asked).rejects.toThrow(/permission denied/);
  });

  it('outside the months that are kept has no place', async () => {
    const old = aBar({ opensAt: at('2001-01-01T00:00:00.000Z') });
    await expect(store.saveBars([old])).rejects.toThrow(/no partition/);
  });
});
