/** Markets, as clients, their programs and staff ask for them: with an engine and without one. */
import { createHash, randomBytes } from 'node:crypto';
import { openMarketStore } from '@ultrathink/db/market-data';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import {
  addMs,
  type ClientId,
  decimal,
  type PersonId,
  type Price,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { type BookView, opensAtOf, type Quote } from '@ultrathink/domain/market-data';
import { systemClock } from '@ultrathink/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCaller,
  aClientHouse,
  aContext,
  type House,
  memoryDoor,
  testServices,
} from '../../testing/index.ts';
import { aVenueReport } from '../../testing/venue-report.ts';
import type { Caller } from '../auth/caller.ts';
import type { Accepted, CommandToSend } from '../engine/door-client.ts';
import type { LiveMessage } from '../live/message.ts';
import { createRestInterface } from '../rest/answer.ts';
import { REST_BASE } from '../rest/routes.ts';
import { appRouter } from '../root.ts';

const database = await openTestDatabase();
const store = openMarketStore(database.url('engine'));
afterAll(() => store.close());

const MINUTE = 60_000;
const now = systemClock.now();
const thisMinute = opensAtOf(now, '1m');
const ago = (minutes: number): UtcTime => addMs(thisMinute, -minutes * MINUTE);
const price = (text: string) => decimal(text) as Price;

const QUOTE: Quote = {
  instrument: 'BTC/EUR',
  at: now,
  bid: null,
  ask: null,
  mid: null,
  spread: null,
  spreadBps: null,
  venues: [],
  last: null,
  minute: null,
  day: null,
};
const BOOK: BookView = {
  instrument: 'BTC/EUR',
  at: now,
  bids: [],
  asks: [],
  isCrossed: false,
  venues: [],
  trades: [],
};
const OPEN_MINUTE = { open: '7', high: '9', low: '6', close: '8', volume: '2' };

/** An engine that follows one instrument at one venue. */
function engine(body: CommandToSend['body']): Accepted {
  const isKnown = 'instrument' in body && body.instrument === 'BTC/EUR';
  switch (body.name) {
    case 'readQuotes':
      return { name: 'readQuotes', at: now, quotes: [QUOTE] };
    case 'readBook':
      return { name: 'readBook', book: isKnown ? BOOK : null };
    case 'readTrades':
      return { name: 'readTrades', trades: isKnown ? [] : null };
    case 'readCost':
      return { name: 'readCost', cost: null };
    case 'readVenues':
      return { name: 'readVenues', at: now, venues: [] };
    case 'readRecentBars': {
      const minutes = [{ opensAt: thisMinute, ...OPEN_MINUTE }];
      return { name: 'readRecentBars', bars: isKnown ? [{ venue: 'kraken', minutes }] : null };
    }
    default:
      throw new Error(`Nobody asks for ${body.name} here.`);
  }
}

// The minute that is open stays the same, however long the tests take.
const clock = { ...systemClock, now: () => now };
const withEngine = testServices(database, { clock, door: memoryDoor(100, engine) });
const withoutEngine = testServices(database, { clock });
const halden: House = await aClientHouse(database, 'Halden');

function staff(role: Role): Caller {
  const organisation = { kind: 'Firm', id: anId<OrganisationId>() } as const;
  const person = anId<PersonId>();
  return aCaller(person, organisation, [grantOf(person, organisation, role)]);
}

function atHalden(role: Role): Caller {
  const client = halden.clientId as ClientId;
  const organisation = { kind: 'Client', id: halden.id as OrganisationId, client } as const;
  const person = anId<PersonId>();
  return aCaller(person, organisation, [grantOf(person, organisation, role)]);
}

const grantOf = (person: PersonId, organisation: Caller['organisation'], role: Role): Grant =>
  ({
    id: anId<GrantId>(),
    person,
    organisation,
    role,
    ...(organisation.kind === 'Firm' && {
      clients: role === 'Administrator' ? [] : [halden.clientId],
    }),
    from: addMs(now, -1_000),
    until: null,
    grantedBy: 'Installation',
  }) as Grant;

const as = (caller: Caller, services = withEngine) =>
  appRouter.createCaller(aContext(services, { caller }));

beforeAll(async () => {
  const terms = {
    tickSize: '0.1',
    stepSize: '0.001',
    minQty: '0.001',
    maxQty: null,
    minNotional: null,
    makerRate: '0.0025',
    takerRate: '0.004',
  };
  const capabilities = { ordTypes: { Limit: ['GoodTillCancel'] }, postOnly: true };
  await store.saveInstruments([
    {
      venue: 'kraken',
      instrument: 'BTC/EUR',
      base: 'BTC',
      quote: 'EUR',
      symbol: 'XBT/EUR',
      status: 'Open',
      terms,
      capabilities: { ...capabilities, protection: 'EMULATED' },
      probedAt: now,
    },
  ]);
  const bar = { instrument: 'BTC/EUR', venue: 'kraken', volume: decimal('1') };
  const flat = (px: string) => ({
    open: price(px),
    high: price(px),
    low: price(px),
    close: price(px),
  });
  await store.saveBars([
    { ...bar, ...flat('5'), opensAt: ago(30) },
    { ...bar, ...flat('10'), opensAt: ago(2) },
    { ...bar, ...flat('4'), opensAt: ago(1) },
    { ...bar, ...flat('3'), opensAt: ago(1), venue: 'binance', volume: decimal('5') },
  ]);
  await store.saveStates([{ at: now, venue: 'kraken', state: 'UP', reasons: [] }]);
});

describe('instruments', () => {
  it.each([
    ['a client', atHalden('ClientViewer')],
    ['the desk', staff('Trader')],
  ])('are told to %s with terms, fees and prices', async (_who, caller) => {
    const { isLive, instruments } = await as(caller).markets.listInstruments({ search: 'btc' });
    expect(isLive).toBe(true);
    expect(instruments).toMatchObject([
      { instrument: 'BTC/EUR', quoteAsset: 'EUR', quote: { instrument: 'BTC/EUR' } },
    ]);
    expect(instruments[0]?.venues).toMatchObject([
      { venue: 'kraken', symbol: 'XBT/EUR', tickSize: '0.1', makerBps: '25', takerBps: '40' },
    ]);
  });

  it('are told without prices while there is no engine', async () => {
    const told = await as(staff('Trader'), withoutEngine).markets.listInstruments({});
    expect(told).toMatchObject({ isLive: false, instruments: [{ quote: null }] });
  });

  it('that nobody follows have no book, no trades and no cost', async () => {
    const { markets } = as(staff('Trader'));
    const instrument = 'DOGE/EUR';
    for (const asked of [
      markets.getBook({ instrument }),
      markets.listTrades({ instrument }),
      markets.compareFees({ instrument, side: 'Buy', quantity: '1' }),
      markets.listBars({ instrument, interval: '1m', from: ago(5), to: now }),
    ]) {
      await expect(asked).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    await expect(markets.getBook({ instrument: 'BTC/EUR' })).resolves.toEqual(BOOK);
  });

  it('have a book only as long as there is an engine', async () => {
    const asked = as(staff('Trader'), withoutEngine).markets.getBook({ instrument: 'BTC/EUR' });
    await expect(asked).rejects.toMatchObject({ publicCode: 'EngineAway' });
  });
});

describe('bars', () => {
  const ask = (interval: '1m' | '1d', venue?: string, services = withEngine) =>
    as(atHalden('ClientViewer'), services).markets.listBars({
      instrument: 'BTC/EUR',
      interval,
      from: ago(60),
      to: addMs(now, MINUTE),
      ...(venue === undefined ? {} : { venue }),
    });

  it('of one venue are the kept ones and the open one', async () => {
    const { bars } = await ask('1m', 'kraken');
    expect(bars.map(({ opensAt, close, isOpen }) => [opensAt, close, isOpen])).toEqual([
      [ago(30), '5', false],
      [ago(2), '10', false],
      [ago(1), '4', false],
      [thisMinute, '8', true],
    ]);
  });

  it('over all venues have their extremes, and open and close of where most was traded', async () => {
    const { bars } = await ask('1m');
    expect(bars.find(({ opensAt }) => opensAt === ago(1))).toMatchObject({
      open: '3',
      high: '4',
      low: '3',
      close: '3',
      volume: '6',
    });
  });

  it('that are longer are made of both: of what is kept, and of the minute that is open', async () => {
    const bars = (await ask('1d', 'kraken')).bars;
    const total = bars.reduce((sum, { volume }) => sum + Number(volume), 0);
    expect(total).toBe(5);
    expect(bars.at(-1)).toMatchObject({ close: '8', isOpen: true });
  });

  it('are the kept ones alone without an engine', async () => {
    const { bars } = await ask('1m', 'kraken', withoutEngine);
    expect(bars.map(({ opensAt }) => opensAt)).toEqual([ago(30), ago(2), ago(1)]);
  });

  it('of a span that has no end are refused, with how many there may be', async () => {
    const from = addMs(now, -41 * 86_400_000);
    const asked = (interval: '1m' | '1d') =>
      as(staff('Trader')).markets.listBars({ instrument: 'BTC/EUR', interval, from, to: now });
    await expect(asked('1m')).rejects.toMatchObject({
      publicCode: 'InvalidInput',
      sentence: 'At most 1500 bars of 1m are told at once. Nothing was done.',
    });
    await expect(asked('1d')).rejects.toMatchObject({ publicCode: 'InvalidInput' });
  });
});

describe('how venues are', () => {
  it('is told to staff, with what each can do and what it was', async () => {
    const told = await as(staff('Administrator')).venues.list();
    expect(told).toMatchObject({
      isLive: true,
      venues: [
        {
          venue: 'kraken',
          report: null,
          instruments: [
            { instrument: 'BTC/EUR', capabilities: { protection: 'EMULATED', postOnly: true } },
          ],
          history: [{ state: 'UP', since: now }],
        },
      ],
    });
  });

  it('is not told to a client', async () => {
    await expect(as(atHalden('ClientAdministrator')).venues.list()).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
  });
});

describe('the live stream', () => {
  const PROBE = { topic: 'market-data.quotes', payload: QUOTE } as const;

  async function heard(caller: Caller): Promise<string[]> {
    const door = memoryDoor(100);
    const ended = new AbortController();
    const context = aContext(testServices(database, { door }), { caller });
    const stream = await appRouter.createCaller(context, { signal: ended.signal }).live({
      topics: ['market-data.quotes', 'market-data.books', 'market-data.venues'],
      books: ['BTC/EUR'],
    });
    const messages = stream[Symbol.asyncIterator]();
    await messages.next();
    const about = { clientId: null, key: 'BTC/EUR' };
    door.publish({ ...about, body: PROBE });
    door.publish({ ...about, body: { topic: 'market-data.books', payload: BOOK } });
    // Depth that somebody else reads.
    door.publish({
      clientId: null,
      key: 'X/Y',
      body: { topic: 'market-data.books', payload: BOOK },
    });
    door.publish({ ...about, body: { topic: 'market-data.venues', payload: aVenueReport(now) } });
    const topics: string[] = [];
    for (;;) {
      const { value } = await messages.next();
      const [, message] = value as unknown as readonly [string, LiveMessage];
      // The next beat comes when everything there was has been told.
      if (message.kind !== 'Notices') break;
      topics.push(...message.notices.map(({ body }) => body.topic));
    }
    ended.abort();
    return topics;
  }

  it('asks the engine for the depth it is to carry, so that it tells nothing of who else reads', async () => {
    const asked: unknown[] = [];
    const door = memoryDoor(100, (body) => {
      asked.push(body);
      return engine(body);
    });
    const ended = new AbortController();
    const context = aContext(testServices(database, { door }), {
      caller: atHalden('ClientViewer'),
    });
    const open = { topics: ['market-data.books' as const], books: ['BTC/EUR'] };
    await appRouter.createCaller(context, { signal: ended.signal }).live(open);
    expect(asked).toEqual([{ name: 'readBook', instrument: 'BTC/EUR' }]);
    ended.abort();
  });

  it('brings markets to clients and the desk, and how venues are to staff alone', async () => {
    const markets = ['market-data.quotes', 'market-data.books'];
    expect(await heard(atHalden('ClientViewer'))).toEqual(markets);
    expect(await heard(staff('Trader'))).toEqual([...markets, 'market-data.venues']);
    expect(await heard(staff('Administrator'))).toEqual(['market-data.venues']);
  });
});

describe('the interface for programs', () => {
  const key = `ut_${randomBytes(32).toString('base64url')}`;
  const owner = anId<PersonId>();
  const rest = createRestInterface(withEngine);
  const get = async (path: string) => {
    const request = new Request(`http://localhost:3000${REST_BASE}${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const answer = await rest.answer(request, { peer: 'ThisMachine', address: '127.0.0.1' });
    return [answer.status, await answer.json()] as const;
  };

  beforeAll(async () => {
    await database.sql(`insert into access.person (id, organisation_id, client_id, state, email_hash, personal)
      values ('${owner}', '${halden.id}', '${halden.clientId}', 'Active', sha256('a'), 'sealed')`);
    await database.sql(`insert into access.role_grant (id, person_id, organisation_id, client_id, role, "from")
      values ('${anId()}', '${owner}', '${halden.id}', '${halden.clientId}', 'ClientViewer', now() - interval '1 day')`);
    const hash = createHash('sha256').update(key).digest('hex');
    await database.sql(`insert into access.api_key (id, organisation_id, client_id, person_id, name, scope,
        secret_hash, hint, claimed_at, allow_list, "from", until)
      values ('${anId()}', '${halden.id}', '${halden.clientId}', '${owner}', 'prices', 'Read', '\\x${hash}',
        '${key.slice(0, 7)}', now(), '{127.0.0.1}', now() - interval '1 hour', now() + interval '1 day')`);
  });

  it('tells a key what is traded and its bars', async () => {
    const [status, told] = await get('/instruments?search=btc');
    expect([status, told]).toMatchObject([200, { instruments: [{ instrument: 'BTC/EUR' }] }]);
    const span = `from=${ago(40)}&to=${now}`;
    const [, bars] = await get(`/bars?instrument=BTC/EUR&interval=1m&venue=kraken&${span}`);
    expect(bars).toMatchObject({ bars: [{ opensAt: ago(30), close: '5' }, {}, {}, {}] });
    expect((await get('/book?instrument=BTC/EUR'))[0]).toBe(200);
  });

  it.each([
    '/bars?instrument=btc&interval=1m',
    '/book?instrument=BTC/EUR;drop',
    '/cost?instrument=BTC/EUR&side=Buy&quantity=0',
    '/cost?instrument=BTC/EUR&side=Buy&quantity=-1',
    '/cost?instrument=BTC/EUR&side=Buy&quantity=1e9',
    '/instruments?limit=1',
  ])('refuses %s', async (path) => {
    expect((await get(path))[0]).toBe(400);
  });
});
