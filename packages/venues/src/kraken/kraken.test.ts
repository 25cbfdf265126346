/** What Kraken alone asks of its adapter, against the simulator over real sockets. */
import { addMs, decimal, fromEpochMs, makeUuidv7, toText } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import type { ClOrdId, VenueOrder } from '@ultrathink/domain/trading';
import { fixed, realClock, type Simulator, startSimulator } from '@ultrathink/venue-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer, Evidence, Outcome } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { ExecutionClient, OrderRef, Report } from '../contract/execution-client.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import { createAddressBudget, realTimers } from '../line/index.ts';
import { connectKraken, KRAKEN_TIERS, type KrakenTier } from './index.ts';

const BTC_USDT = instrumentOf('BTC' as never, 'USDT' as never).id;
const CREDENTIALS = { key: 'a-key', secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=' };
const GENEROUS: KrakenTier = {
  counter: { most: 20_000, fallsPerSecond: 500 },
  trades: { most: 125_000, fallsPerSecond: 2_000 },
};

const clock = { now: () => fromEpochMs(Date.now()), monotonicMs: () => performance.now() };

/** Real sockets, and both cores may be busy. */
vi.setConfig({ testTimeout: 15_000 });

let simulator: Simulator;
const opened: VenueConnection[] = [];
const evidence: Evidence[] = [];

beforeAll(async () => {
  const options = { seed: 'kraken adapter', clock: realClock(), port: 0, stepMs: 20 };
  simulator = await startSimulator({ ...options, historyMs: 26 * 3_600_000 });
  const { world } = venue();
  world.customers.add({
    ...CREDENTIALS,
    passphrase: null,
    owner: 'ann',
    mayTrade: true,
    mayWithdraw: false,
    addresses: ['127.0.0.1'],
    createdAt: 0,
    rateFactor: 1000,
  });
  world.venue.funds.move('ann', 'USDT', fixed('1000000'));
  world.venue.funds.move('ann', 'BTC', fixed('20'));
});
afterEach(async () => {
  venue().faults.clear();
  venue().world.setMoving(BTC_USDT, true);
  const now = Date.now();
  venue().world.tell(venue().world.venue.cancelAll('ann', now), now);
  for (const connection of opened.splice(0)) await connection.close();
});
afterAll(() => simulator.close());

const venue = () => simulator.venue('kraken');

async function connected(changes: Partial<VenueSetup> = {}, tier = GENEROUS) {
  const rule = {
    kind: 'Bucket',
    capacity: 10_000,
    refillPerSecond: 1_000,
    keptForCancels: 0,
  } as const;
  const setup: VenueSetup = {
    name: 'kraken/test',
    credentials: CREDENTIALS,
    network: { origin: `http://127.0.0.1:${simulator.port}/kraken` },
    instruments: [BTC_USDT],
    clock,
    timers: realTimers,
    random: Math.random,
    address: createAddressBudget({ clock, budgets: { public: rule } }),
    onEvidence: (one) => evidence.push(one),
    ...changes,
  };
  const connection = await connectKraken(setup, tier);
  opened.push(connection);
  const { execution } = connection;
  if (execution === null) throw new Error('It has credentials.');
  return { connection, execution };
}

const newId = () => makeUuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClOrdId;
/** To buy far below the market, so that it rests. */
const anOrder = (changes: Partial<VenueOrder> = {}): VenueOrder => ({
  clOrdId: newId(),
  instrument: BTC_USDT,
  side: 'Buy',
  orderQty: decimal('0.01') as VenueOrder['orderQty'],
  terms: { ordType: 'Limit', price: decimal('60000') as never },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  ...changes,
});
const market = (): VenueOrder =>
  anOrder({ terms: { ordType: 'Market' }, timeInForce: 'ImmediateOrCancel' });
const soon = () => ({ notAfter: addMs(clock.now(), 10_000) });
const ref = (order: VenueOrder, orderId: string | null = null): OrderRef => ({
  clOrdId: order.clOrdId,
  instrument: order.instrument,
  orderId,
  sentAt: addMs(clock.now(), -1_000),
});
function accepted<T>(outcome: Outcome<T> | null): T {
  if (outcome?.kind === 'Accepted') return outcome.value;
  throw new Error(JSON.stringify(outcome));
}
function told<T>(answer: Answer<T>): T {
  if (answer.kind === 'Told') return answer.value;
  throw new Error(JSON.stringify(answer));
}
const placed = async (execution: ExecutionClient, order: VenueOrder) =>
  accepted(await execution.place(order, soon())).orderId;

/** Resolves when something was heard that satisfies. */
function listen<T>() {
  const heard: T[] = [];
  let looks: (() => boolean)[] = [];
  const until = (is: (one: T) => boolean, from = 0) =>
    new Promise<T>((resolve) => {
      const look = () => {
        const found = heard.slice(from).find(is);
        if (found !== undefined) resolve(found);
        return found !== undefined;
      };
      if (!look()) looks.push(look);
    });
  const take = (one: T) => {
    heard.push(one);
    looks = looks.filter((look) => !look());
  };
  return { heard, take, until };
}

describe('numbers of a key', () => {
  it('rise over many requests of one moment and over two lines of one key', async () => {
    const [one, other] = [await connected(), await connected()];
    const many = Array.from({ length: 30 }, () => one.execution.openOrders());
    expect((await Promise.all(many)).every(({ kind }) => kind === 'Told')).toBe(true);
    for (let n = 0; n < 5; n += 1) {
      told(await one.execution.openOrders());
      told(await other.execution.openOrders());
    }
  });

  it('stay where they were when our clock is set back by an hour', async () => {
    let backMs = 0;
    const wrong = { ...clock, now: () => addMs(clock.now(), -backMs) };
    const { execution } = await connected({ clock: wrong });
    told(await execution.balances());
    backMs = 3_600_000;
    told(await execution.balances());
  });
});

describe('an order that was changed in place', () => {
  it('is one order, which the name of the change names too', async () => {
    const { execution } = await connected();
    const order = anOrder();
    const orderId = await placed(execution, order);
    const to = anOrder({ terms: { ordType: 'Limit', price: decimal('59000.5') as never } });
    const replaced = await execution.replace(ref(order), to, soon());
    expect(accepted(replaced.placed).orderId).toBe(orderId);
    expect(told(await execution.find(ref(to)))).toMatchObject({ orderId, clOrdId: order.clOrdId });
    accepted(await execution.cancel(ref(to), soon()));
    expect(told(await execution.find(ref(order)))).toMatchObject({ ordStatus: 'Canceled' });
  });

  it('and then asked for by somebody who remembers the new name alone is no absence', async () => {
    const [{ execution }, later] = [await connected(), await connected()];
    const order = anOrder();
    const orderId = await placed(execution, order);
    const to = anOrder();
    accepted((await execution.replace(ref(order), to, soon())).placed);
    const asked = await later.execution.find(ref(to, orderId));
    expect(asked).toMatchObject({ kind: 'NoInformation' });
    expect(told(await later.execution.find(ref(order)))).toMatchObject({ orderId });
  });

  it('refused: the order is as it was, and no other was tried', async () => {
    const { execution } = await connected();
    const order = anOrder();
    await placed(execution, order);
    const orderQty = decimal('10000') as VenueOrder['orderQty'];
    const replaced = await execution.replace(ref(order), anOrder({ orderQty }), soon());
    expect(replaced).toMatchObject({
      canceled: { kind: 'RejectedProven', reason: 'InsufficientFunds' },
      placed: null,
    });
    const found = told(await execution.find(ref(order)));
    expect(toText(found?.orderQty ?? decimal('0'))).toBe('0.01');
  });
});

describe('an order whose answer was lost', () => {
  it('A7-6 is found behind its trade, where lists of orders lag', async () => {
    const { execution } = await connected();
    venue().faults.add({ fault: { kind: 'AnswerLost' }, operations: ['order.place'], times: 1 });
    const order = market();
    expect((await execution.place(order, soon())).kind).toBe('Unconfirmed');
    const lag = { kind: 'ReadLag', ms: 60_000 } as const;
    venue().faults.add({ fault: lag, operations: ['orders.open', 'orders.closed'] });
    expect(told(await execution.find(ref(order)))).toMatchObject({
      clOrdId: order.clOrdId,
      ordStatus: 'Filled',
    });
  });

  it('A7-6 is no information while its trade is told and the order is not', async () => {
    const { execution } = await connected();
    venue().faults.add({ fault: { kind: 'AnswerLost' }, operations: ['order.place'], times: 1 });
    const order = market();
    expect((await execution.place(order, soon())).kind).toBe('Unconfirmed');
    const lag = { kind: 'ReadLag', ms: 60_000 } as const;
    const operations = ['orders.open', 'orders.closed', 'order.query'] as const;
    venue().faults.add({ fault: lag, operations });
    expect(await execution.find(ref(order))).toMatchObject({
      kind: 'NoInformation',
      detail: 'EOrder:Unknown order',
    });
  });
});

describe('cancels', () => {
  it('of one instrument take back more orders than one request may name', async () => {
    const { execution } = await connected();
    await Promise.all(Array.from({ length: 52 }, () => placed(execution, anOrder())));
    expect(told(await execution.openOrders())).toHaveLength(52);
    accepted(await execution.cancelAll(BTC_USDT, soon()));
    expect(told(await execution.openOrders())).toEqual([]);
  });

  it('by the dead man’s switch are told with the venue’s words', async () => {
    const { execution } = await connected();
    const { take, until } = listen<Report>();
    execution.subscribe(take);
    await until(({ kind }) => kind === 'Live');
    const order = anOrder();
    await placed(execution, order);
    accepted(await execution.armDeadManSwitch(1));
    const end = await until((one) => one.kind === 'Order' && one.report.ordStatus === 'Canceled');
    expect(end).toMatchObject({ report: { clOrdId: order.clOrdId, text: 'Canceled by timeout' } });
  });
});

describe('the account’s stream', () => {
  it('A7-18 with a message missing says that there is a gap, and is live again', async () => {
    const { execution } = await connected();
    const { heard, take, until } = listen<Report>();
    execution.subscribe(take);
    await until(({ kind }) => kind === 'Live');
    const [lost, other, seen] = [anOrder(), anOrder(), anOrder()];
    venue().faults.add({ fault: { kind: 'Drop' }, streams: ['private'], times: 2 });
    for (const order of [lost, other, seen]) await placed(execution, order);
    await until(({ kind }) => kind === 'Gap');
    const gapAt = heard.findIndex(({ kind }) => kind === 'Gap');
    await until(({ kind }) => kind === 'Live', gapAt);
    // The snapshot tells what was missed and still works.
    await until((one) => one.kind === 'Order' && one.report.clOrdId === lost.clOrdId, gapAt);
  });

  it('and the answers that open it leave no token in what is kept', async () => {
    const { execution } = await connected();
    evidence.length = 0;
    const { take, until } = listen<Report>();
    execution.subscribe(take);
    await until(({ kind }) => kind === 'Live');
    told(await execution.permissions());
    const kept = evidence.filter(({ operation }) => operation === 'session');
    expect(kept[0]?.response?.body).toContain('"token":"[masked]"');
    const all = JSON.stringify(evidence);
    expect(all).not.toContain(CREDENTIALS.secret);
    expect(all).not.toContain('AA88 N84G WOAK NMOI');
  });
});

describe('a book', () => {
  it('A7-18 that differs from its checksum is subscribed to anew on the same connection', async () => {
    const { connection } = await connected();
    const { heard, take, until } = listen<MarketEvent>();
    connection.market.subscribe([BTC_USDT], take);
    await until(({ kind }) => kind === 'Book');
    venue().faults.add({ fault: { kind: 'Drop' }, streams: ['public'], times: 3 });
    const lost = await until(({ kind }) => kind === 'BookLost');
    // What is missing shows in the checksum, or in a bid that still stands above the asks.
    const why = lost.kind === 'BookLost' ? lost.why.code : '';
    expect(['ChecksumDiffers', 'Crossed']).toContain(why);
    await until(({ kind }) => kind === 'Book', heard.indexOf(lost));
    const [stream] = connection.health().streams;
    expect(stream).toMatchObject({ state: 'Open', reconnects: 0 });
  });

  it('is what stands in the venue’s own book, level by level', async () => {
    const { connection } = await connected();
    const { take, until } = listen<MarketEvent>();
    venue().world.setMoving(BTC_USDT, false);
    connection.market.subscribe([BTC_USDT], take);
    const event = await until(({ kind }) => kind === 'Book');
    const levels = event.kind === 'Book' ? event.book.levels('Sell', 100) : [];
    const theirs = venue().world.market(BTC_USDT)?.book.levels('Sell', 100) ?? [];
    const whole = (value: unknown) => fixed(String(value));
    expect(levels.map((one) => [whole(one.price), whole(one.quantity)])).toEqual(
      theirs.map(({ price, qty }) => [price, qty]),
    );
    expect(levels.length).toBeGreaterThan(20);
  });
});

describe('bars', () => {
  it('of six hours are there, though the venue has none', async () => {
    const { connection } = await connected();
    const from = addMs(clock.now(), -24 * 3_600_000);
    const query = { instrument: BTC_USDT, interval: '6h', from, most: 10 } as const;
    const bars = told(await connection.market.bars(query));
    expect(bars.length).toBeGreaterThanOrEqual(2);
    expect(bars.every(({ opensAt }) => Date.parse(opensAt) % (6 * 3_600_000) === 0)).toBe(true);
  });
});

describe('the limits of an account', () => {
  it('hold back what the venue would refuse, and cancels go first', async () => {
    const { connection, execution } = await connected({}, KRAKEN_TIERS.Starter);
    const order = anOrder();
    await placed(execution, order);
    const questions = Array.from({ length: 15 }, () => execution.openOrders());
    // The counter is spent, but for what is kept: a question has to wait and a cancel has not.
    accepted(await execution.cancel(ref(order), soon()));
    const headroom = connection.health().lines.find(({ name }) => name.endsWith('/key'))?.budgets;
    expect(headroom?.['counter']).toMatchObject({ capacity: 15 });
    expect(headroom?.[`trades ${BTC_USDT}`]?.left).toBeLessThan(60);
    await connection.close();
    const kinds = (await Promise.all(questions)).map(({ kind }) => kind);
    expect(kinds).toContain('NoInformation');
  });
});

describe('a test network', () => {
  it('is refused, because there is none', async () => {
    await expect(connected({ network: 'Test' })).rejects.toThrow('no open test network');
  });
});
