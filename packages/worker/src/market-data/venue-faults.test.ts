/** What goes wrong at venues, through the running feed over the simulator's own sockets. */
import { fromEpochMs } from '@ultrathink/domain/kernel';
import {
  bookViewSchema,
  quoteSchema,
  type VenueLimits,
  venueReportSchema,
} from '@ultrathink/domain/market-data';
import { createLog } from '@ultrathink/runtime';
import {
  type NewRule,
  realClock,
  type Simulator,
  startSimulator,
} from '@ultrathink/venue-simulator';
import { realTimers } from '@ultrathink/venues';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { CONNECT, chosenVenues, createAddresses, networkOf } from './connect.ts';
import { MarketFeed } from './market-feed.ts';

// Bounds for a busy machine: what is waited for is an event, and nothing waits as long.
vi.setConfig({ testTimeout: 60_000 });
const PATIENCE = { timeout: 45_000, interval: 20 };

const VENUES = ['binance', 'kraken', 'coinbase'] as const;
type Name = (typeof VENUES)[number];
const BTC = 'BTC/USDT';

let setByMs = 0;
const clock = {
  now: () => fromEpochMs(Date.now() + setByMs),
  monotonicMs: () => performance.now(),
};
const lines: string[] = [];
const log = createLog({
  level: 'info',
  stream: { write: (line: string) => void lines.push(line) },
});

const start = (port: number): Promise<Simulator> =>
  startSimulator({
    seed: 'faults through the feed',
    clock: realClock(),
    port,
    busyness: 20,
    historyMs: 3_600_000,
  });
let simulator = await start(0);
const { port } = simulator;

/** Hours of a venue in seconds: silence, refreshes and ages are short. */
const QUICK = { silenceMs: 2_600, refreshMs: 300 };
const SOON: Partial<VenueLimits> = { silentMs: 3_000 };
const MAX_BOOK_AGE_MS = 1_500;

const env = {
  DEPLOYMENT: 'DEMO',
  VENUES,
  VENUE_SIMULATOR: `http://127.0.0.1:${port}`,
  INSTRUMENTS: [BTC],
} as const;
const { venues, wanted } = chosenVenues(env, clock, createAddresses(clock));
const feed = new MarketFeed(
  {
    wanted,
    clock,
    log,
    maxBookAgeMs: MAX_BOOK_AGE_MS,
    relay: { publish: () => undefined },
    venues: venues.map((setup, n) => ({
      ...setup,
      limits: SOON,
      connect: (hooks) => {
        const name = VENUES[n] ?? 'binance';
        return CONNECT[name]({
          ...hooks,
          name: `${name}/market`,
          credentials: null,
          network: networkOf(env.VENUE_SIMULATOR, name),
          instruments: wanted,
          clock,
          timers: realTimers,
          random: Math.random,
          limits: QUICK,
        });
      },
    })),
  },
  () => undefined,
);
feed.start();
afterAll(async () => {
  await feed.close();
  await simulator.close();
});
afterEach(() => {
  setByMs = 0;
  for (const name of VENUES) simulator.venue(name).faults.clear();
});

const strike = (name: Name, fault: NewRule['fault'], rest: Partial<NewRule> = {}) =>
  simulator.venue(name).faults.add({ fault, ...rest });
const reportOf = (name: Name) => {
  const answer = feed.answer({ name: 'readVenues' });
  const venue = answer.name === 'readVenues' && answer.venues.find((one) => one.venue === name);
  return venueReportSchema.parse(venue);
};
const states = () => VENUES.map((name) => reportOf(name).current.state);
const codesOf = (name: Name) => reportOf(name).current.reasons.map(({ code }) => code);
const quote = () => {
  const answer = feed.answer({ name: 'readQuotes' });
  return quoteSchema.parse(answer.name === 'readQuotes' ? answer.quotes[0] : undefined);
};
const excludedOf = (name: Name) =>
  quote().venues.find(({ venue }) => venue === name)?.excluded?.code ?? null;
/** Every state since then, oldest first. */
const since = (name: Name, from: number) =>
  reportOf(name)
    .history.filter((entry) => Date.parse(entry.since) >= from)
    .map(({ state }) => state)
    .reverse();
/** All venues are up and have their part, as before anything went wrong. */
async function isWell(): Promise<void> {
  await expect.poll(states, PATIENCE).toEqual(['UP', 'UP', 'UP']);
  await expect.poll(() => VENUES.map(excludedOf), PATIENCE).toEqual([null, null, null]);
}

describe.each(VENUES)('%s', (name) => {
  const others = VENUES.filter((other) => other !== name);

  it('A7-18 loses an update: its book is dropped, counted, and there again', async () => {
    await isWell();
    const lost = () => {
      const { NoSnapshot, ...gaps } = reportOf(name).feed.gaps;
      return Object.values(gaps).reduce((sum, count) => sum + count, 0);
    };
    const before = lost();
    // Trades are lost too, so it goes on until a book has lost something.
    strike(name, { kind: 'Drop' }, { streams: ['public'], share: 0.3 });
    await expect.poll(lost, PATIENCE).toBeGreaterThan(before);
    simulator.venue(name).faults.clear();
    await isWell();
  });

  it('A7-20 has a bid above its own ask: it has no part, and the others go on', async () => {
    await isWell();
    const before = reportOf(name).feed.gaps.Crossed;
    strike(name, { kind: 'CrossedBook' });
    await expect.poll(() => reportOf(name).feed.gaps.Crossed, PATIENCE).toBeGreaterThan(before);
    await expect.poll(() => excludedOf(name), PATIENCE).not.toBeNull();
    expect(others.map(excludedOf)).toEqual([null, null]);
    simulator.venue(name).faults.clear();
    await isWell();
  });

  it('A7-20 has prices a place too high: it is off the market, by how much is told', async () => {
    await isWell();
    strike(name, { kind: 'PricesOff', factor: 10 });
    await expect.poll(() => excludedOf(name), PATIENCE).toBe('OffMarket');
    const [best] = [quote().bid];
    expect(best?.venue).not.toBe(name);
    const view = feed.answer({ name: 'readBook', instrument: BTC });
    const { bids, asks } = bookViewSchema.parse(view.name === 'readBook' ? view.book : null);
    expect([...bids, ...asks].filter(({ venue }) => venue === name)).toEqual([]);
    expect(bids.length).toBeGreaterThan(0);
    expect(others.map(excludedOf)).toEqual([null, null]);
    simulator.venue(name).faults.clear();
    await isWell();
  });

  it('A7-17 is closed for maintenance: shown as that, and back by way of RECONCILING', async () => {
    await isWell();
    const from = Date.now();
    strike(name, { kind: 'TradingState', state: 'Halted' });
    await expect.poll(() => reportOf(name).current.state, PATIENCE).toBe('MAINTENANCE');
    // A halt is cancel-only at some, and closed at others.
    expect(['SaysMaintenance', 'CancelOnly']).toContain(codesOf(name)[0]);
    expect(excludedOf(name)).not.toBeNull();
    simulator.venue(name).faults.clear();
    await isWell();
    const seen = since(name, from);
    expect(seen.slice(seen.lastIndexOf('MAINTENANCE'))).toContain('RECONCILING');
  });
});

it('A7-19 sockets that are silent and open are cut, and opened anew', async () => {
  await isWell();
  const reconnects = () =>
    VENUES.map((name) => reportOf(name).streams.reduce((sum, one) => sum + one.reconnects, 0));
  const before = reconnects();
  for (const name of VENUES) strike(name, { kind: 'Silence' }, { streams: ['public'], times: 1 });
  const lastDowns = () =>
    VENUES.map((name) =>
      reportOf(name).streams.some(({ lastDown }) => lastDown?.code === 'Silent'),
    );
  await expect.poll(lastDowns, PATIENCE).toEqual([true, true, true]);
  await isWell();
  for (const [n, count] of reconnects().entries()) expect(count).toBeGreaterThan(before[n] ?? 0);
});

it('A7-15 too many requests: the open breaker and what is left are told, and it ends', async () => {
  await isWell();
  for (const name of VENUES) {
    strike(name, { kind: 'RateLimited', retryAfterSeconds: 3 }, { times: 1 });
  }
  const limited = () => VENUES.map((name) => codesOf(name).includes('RateLimited'));
  await expect.poll(limited, PATIENCE).toEqual([true, true, true]);
  for (const name of VENUES) {
    const { breakers, budgets, current } = reportOf(name);
    expect(current.state).toBe('DEGRADED');
    expect(breakers).toMatchObject([{ state: 'Open', reason: 'RateLimited' }]);
    expect(budgets.length).toBeGreaterThan(0);
    expect(budgets.every(({ left, capacity }) => left >= 0 && left <= capacity)).toBe(true);
  }
  await isWell();
});

it('A7-16 answers of HTML open the line as failing; the others go on, and it heals by itself', async () => {
  await isWell();
  const sick = ['binance', 'kraken'] as const;
  for (const name of sick) strike(name, { kind: 'Html', status: 502 });
  const failing = () => sick.map((name) => codesOf(name).includes('LineFailing'));
  await expect.poll(failing, PATIENCE).toEqual([true, true]);
  expect(states().slice(0, 2)).toEqual(['DOWN', 'DOWN']);
  expect(excludedOf('coinbase')).toBeNull();
  for (const name of sick) simulator.venue(name).faults.clear();
  await isWell();
});

it.each(['binance', 'kraken'] as const)(
  'A7-20 %s has prices that stand still on live sockets: stale, and without a part',
  async (name) => {
    await isWell();
    strike(name, { kind: 'StalePrices' });
    await expect.poll(() => excludedOf(name), PATIENCE).toBe('Stale');
    expect(reportOf(name).feed.booksStale).toBe(1);
    expect(reportOf(name).streams.map(({ state }) => state)).toContain('Open');
    expect(quote().bid?.venue).not.toBe(name);
    simulator.venue(name).faults.clear();
    await isWell();
  },
);

it('A7-20 coinbase, whose heartbeats say that quiet books are whole, is off the market once others moved', async () => {
  await isWell();
  strike('coinbase', { kind: 'StalePrices' });
  for (const other of ['binance', 'kraken'] as const)
    strike(other, { kind: 'PricesOff', factor: 1.2 });
  await expect.poll(() => VENUES.map(excludedOf), PATIENCE).toEqual([null, null, 'OffMarket']);
  for (const name of VENUES) simulator.venue(name).faults.clear();
  await isWell();
});

it('A7-21 the clock of the machine is set: every venue says so, and the log', async () => {
  await isWell();
  setByMs = -600_000;
  await expect
    .poll(() => VENUES.map((name) => codesOf(name).includes('ClockSet')), PATIENCE)
    .toEqual([true, true, true]);
  expect(states().every((state) => state !== 'UP')).toBe(true);
  // Nobody knows how old a book is that was stamped ahead of us; Kraken's are stamped as they come.
  expect([excludedOf('binance'), excludedOf('coinbase')]).toEqual(['Stale', 'Stale']);
  const told = lines.filter((line) => line.includes('The clock of this machine was set.'));
  expect(told).toHaveLength(VENUES.length);
  setByMs = 0;
  await expect.poll(() => VENUES.map(excludedOf), PATIENCE).toEqual([null, null, null]);
});

it('all venues go away at once and come back: the same feed finds them by itself', async () => {
  await simulator.close();
  await expect.poll(states, PATIENCE).toEqual(['DOWN', 'DOWN', 'DOWN']);
  expect([quote().bid, quote().ask]).toEqual([null, null]);
  simulator = await start(port);
  await expect.poll(() => VENUES.map(excludedOf), PATIENCE).toEqual([null, null, null]);
});
