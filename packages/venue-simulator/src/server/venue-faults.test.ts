/** What lies or stands still at a venue, seen by ccxt's unmodified clients and on the bare socket. */
import { generateKeyPairSync } from 'node:crypto';
import ccxt, { type Exchange } from 'ccxt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aClient, addCustomer } from '../../testing/ccxt.ts';
import { type NewRule, realClock, type Simulator, startSimulator } from '../index.ts';

const BTC = 'BTC/USDT';
const VENUES = ['binance', 'kraken', 'coinbase'] as const;
type Name = (typeof VENUES)[number];

/** Of the form that Coinbase gives. */
const aKey = () =>
  String(
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
      type: 'sec1',
      format: 'pem',
    }),
  );

let simulator: Simulator;
const clients = new Map<Name, Exchange>();

beforeAll(async () => {
  simulator = await startSimulator({
    seed: 'faults of venues',
    clock: realClock(),
    port: 0,
    stepMs: 20,
    busyness: 20,
    historyMs: 3_600_000,
  });
  for (const name of VENUES) {
    const changes = name === 'coinbase' ? { secret: aKey() } : {};
    addCustomer(simulator, name, changes);
    const client = await aClient(simulator, name, changes);
    let last = Date.now();
    if (name === 'kraken') client.nonce = () => ++last;
    await client.loadMarkets();
    clients.set(name, client);
  }
});
afterAll(async () => {
  for (const client of clients.values()) await client.close();
  await simulator.close();
});
afterEach(() => {
  for (const name of VENUES) simulator.venue(name).faults.clear();
});

function clientOf(name: Name): Exchange {
  const client = clients.get(name);
  if (client === undefined) throw new Error('Each venue has a client.');
  return client;
}
const strike = (name: Name, fault: NewRule['fault'], rest: Partial<NewRule> = {}) =>
  simulator.venue(name).faults.add({ fault, ...rest });
const bestOf = (name: Name, side: 'Buy' | 'Sell') =>
  Number(simulator.venue(name).world.market(BTC)?.book.best(side) ?? 0n) / 1e18;
const resting = (name: Name) =>
  clientOf(name).createOrder(BTC, 'limit', 'buy', 0.01, Math.round(bestOf(name, 'Buy') * 0.8));

/** A fill of what the customer rests here. */
function filled(name: Name): Promise<void> {
  return new Promise((resolve) => {
    const stop = simulator.venue(name).world.listen({
      onReports: (reports) => {
        const isOurs = reports.some(
          (report) => report.kind === 'Trade' && report.maker.order.owner === 'ann',
        );
        if (!isOurs) return;
        stop();
        resolve();
      },
    });
  });
}

interface Socket {
  readonly texts: string[];
  /** The next message that is this kind of message. */
  next(isIt: (text: string) => boolean): Promise<string>;
  /** Resolves when the venue answers a ping. */
  pong(): Promise<void>;
  close(): void;
}

const SUBSCRIPTIONS = {
  binance: ['/ws/btcusdt@depth@100ms/btcusdt@trade/btcusdt@ticker', []],
  kraken: [
    '/v2',
    ['book', 'ticker', 'trade'].map((channel) => ({
      method: 'subscribe',
      params: { channel, symbol: [BTC] },
    })),
  ],
  coinbase: [
    '/',
    ['level2', 'ticker', 'market_trades', 'heartbeats'].map((channel) => ({
      type: 'subscribe',
      product_ids: ['BTC-USDT'],
      channel,
    })),
  ],
} as const;

const MARKET_DATA = /"(depthUpdate|trade|24hrTicker|l2_data|market_trades|ticker|book)"/;
const UPDATE = /"(depthUpdate|l2_data)"|"book","type":"update"/;

/** Another market of the venue changed so many times. */
function stepsOf(instrument: string, name: Name, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const stop = simulator.venue(name).world.listen({
      onBook: (update) => {
        if (update.instrument !== instrument) return;
        left -= 1;
        if (left > 0) return;
        stop();
        resolve();
      },
    });
  });
}

async function listen(name: Name): Promise<Socket> {
  const [path, messages] = SUBSCRIPTIONS[name];
  const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}/${name}${path}`);
  const texts: string[] = [];
  const waiting = new Set<(text: string) => void>();
  socket.on('message', (data) => {
    texts.push(String(data));
    for (const one of waiting) one(String(data));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  for (const message of messages) socket.send(JSON.stringify(message));
  return {
    texts,
    next: (isIt) =>
      new Promise((resolve) => {
        const look = (text: string) => {
          if (!isIt(text)) return;
          waiting.delete(look);
          resolve(text);
        };
        waiting.add(look);
      }),
    pong: () =>
      new Promise((resolve) => {
        socket.once('pong', () => resolve());
        socket.ping();
      }),
    close: () => socket.terminate(),
  };
}

describe.each(VENUES)('%s', (name) => {
  it('A7-14 tells another fee when it is asked than it took and told', async () => {
    const client = clientOf(name);
    const ask = bestOf(name, 'Sell');
    const order = await client.createOrder(BTC, 'limit', 'buy', 0.01, Math.round(ask * 1.01));
    const told = async () => {
      const trades = await client.fetchMyTrades(BTC, undefined, 50);
      const own = trades.filter((trade) => trade.order === order.id);
      return own.reduce((sum, { fee }) => sum + Number(fee?.cost), 0);
    };
    const right = await told();
    strike(name, { kind: 'WrongFee', percent: 200 }, { times: 1 });
    expect(await told()).toBeCloseTo(2 * right, 5);
    expect(await told()).toBe(right);
    expect(right).toBeGreaterThan(0);
  });

  it('A7-13 a fill is told after the cancel was confirmed, and paid', async () => {
    const client = clientOf(name);
    const before = (await client.fetchBalance())['BTC']?.total ?? 0;
    const { id } = await resting(name);
    strike(name, { kind: 'LateFill', ms: 5, share: 0.5 }, { times: 1 });
    const late = filled(name);
    await client.cancelOrder(String(id), BTC);
    await late;
    const trades = (await client.fetchMyTrades(BTC, undefined, 50)).filter(
      (trade) => trade.order === id,
    );
    expect(trades).toMatchObject([{ amount: 0.005, side: 'buy' }]);
    expect(await client.fetchOrder(String(id), BTC)).toMatchObject({
      status: 'canceled',
      filled: 0.005,
    });
    const after = (await client.fetchBalance())['BTC']?.total ?? 0;
    expect(after - before).toBeGreaterThan(0.00498);
  });

  it('A7-21 a clock that stands apart is told, and its own checks refuse by it', async () => {
    const client = clientOf(name);
    strike(name, { kind: 'ClockSkew', ms: 120_000 });
    if (name === 'kraken') {
      const seconds = Number((await client.fetchTime()) ?? 0) / 1000;
      expect(seconds).toBeGreaterThan(Date.now() / 1000 + 100);
      const deadline = new Date(Date.now() + 10_000).toISOString();
      const late = client.createOrder(BTC, 'limit', 'buy', 0.01, 50_000, { deadline });
      await expect(late).rejects.toThrow('EService:Deadline elapsed');
    } else {
      const code = name === 'binance' ? '-1021' : 'Unauthorized';
      expect(Number(await client.fetchTime())).toBeGreaterThan(Date.now() + 100_000);
      await expect(client.fetchBalance()).rejects.toThrow(code);
    }
    simulator.venue(name).faults.clear();
    await client.fetchBalance();
  });

  it('A7-20 prices stand still while the socket lives, and go on without a gap', async () => {
    const socket = await listen(name);
    await socket.next((text) => UPDATE.test(text));
    strike(name, { kind: 'StalePrices', instruments: [BTC] });
    const [bid, ask, count] = [bestOf(name, 'Buy'), bestOf(name, 'Sell'), socket.texts.length];
    // The market's people would have moved some hundred levels by then.
    await stepsOf('SOL/USDT', name, 60);
    const pong = socket.pong();
    await pong;
    expect([bestOf(name, 'Buy'), bestOf(name, 'Sell')]).toEqual([bid, ask]);
    // What was on its way when the fault struck is told once more, and then nothing.
    const told = socket.texts.slice(count).filter((text) => MARKET_DATA.test(text));
    expect(told.filter((text) => UPDATE.test(text)).length).toBeLessThanOrEqual(1);
    simulator.venue(name).faults.clear();
    await socket.next((text) => UPDATE.test(text));
    socket.close();
  });

  it('A7-20 a bid stands above its own ask', async () => {
    strike(name, { kind: 'CrossedBook', instruments: [BTC] });
    const { bids, asks } = await clientOf(name).fetchOrderBook(BTC, 5);
    expect(Number(bids[0]?.[0])).toBeGreaterThan(Number(asks[0]?.[0]));
    simulator.venue(name).faults.clear();
    const after = await clientOf(name).fetchOrderBook(BTC, 5);
    expect(Number(after.bids[0]?.[0])).toBeLessThan(Number(after.asks[0]?.[0]));
  });

  it.each([
    ['above the asks of all others', 1.02],
    ['ten times what it should be', 10],
  ])('A7-20 its price is %s, at once and only while it lasts', async (_, factor) => {
    const others = VENUES.filter((other) => other !== name);
    const before = bestOf(name, 'Buy');
    strike(name, { kind: 'PricesOff', factor, instruments: [BTC] });
    const { bids } = await clientOf(name).fetchOrderBook(BTC, 5);
    expect(Number(bids[0]?.[0]) / before).toBeCloseTo(factor, 1);
    for (const other of others) expect(Number(bids[0]?.[0])).toBeGreaterThan(bestOf(other, 'Sell'));
    simulator.venue(name).faults.clear();
    const after = await clientOf(name).fetchOrderBook(BTC, 5);
    expect(Number(after.bids[0]?.[0]) / before).toBeCloseTo(1, 1);
  });
});

describe('A7-17 a market that takes cancels alone', () => {
  const REFUSED = {
    binance: ['Market is closed', 'END_OF_DAY'],
    kraken: ['cancel_only', 'cancel_only'],
    coinbase: ['Product is cancel only', 'true'],
  } as const;

  it.each(VENUES)('%s says so, refuses what is new and cancels what rests', async (name) => {
    const [words, status] = REFUSED[name];
    const { id } = await resting(name);
    strike(name, { kind: 'TradingState', state: 'CancelOnly', instruments: [BTC] });
    expect(await statusAt(name, 'cancel_only')).toBe(status);
    await expect(resting(name)).rejects.toThrow(words);
    await clientOf(name).cancelOrder(String(id), BTC);
  });
});

describe('A7-17 a market that takes makers alone', () => {
  const REFUSED = {
    binance: ['Order would immediately match and take', 'TRADING'],
    kraken: ['post_only', 'post_only'],
    coinbase: ['Product is post only', 'true'],
  } as const;

  it.each(VENUES)('%s says so as far as it can, and refuses what would take', async (name) => {
    const [words, status] = REFUSED[name];
    strike(name, { kind: 'TradingState', state: 'PostOnly', instruments: [BTC] });
    expect(await statusAt(name, 'post_only')).toBe(status);
    const { id } = await resting(name);
    await clientOf(name).cancelOrder(String(id), BTC);
    const price = Math.round(bestOf(name, 'Sell') * 1.01);
    const taking = clientOf(name).createOrder(BTC, 'limit', 'buy', 0.01, price);
    await expect(taking).rejects.toBeInstanceOf(ccxt.BaseError);
    await expect(clientOf(name).createOrder(BTC, 'limit', 'buy', 0.01, price)).rejects.toThrow(
      words,
    );
  });
});

/** As the venue's own answer words it. */
async function statusAt(name: Name, flag: string): Promise<string> {
  const root = `http://127.0.0.1:${simulator.port}/${name}`;
  const ask = async (path: string) => (await fetch(root + path)).json() as Promise<never>;
  if (name === 'binance') {
    const { symbols } = await ask('/api/v3/exchangeInfo?symbol=BTCUSDT');
    return String((symbols as { status: string }[])[0]?.status);
  }
  if (name === 'kraken') {
    const { result } = await ask('/0/public/AssetPairs?pair=XBTUSDT');
    return String((result as Record<string, { status: string }>)['XBTUSDT']?.status);
  }
  return String((await ask('/api/v3/brokerage/market/products/BTC-USDT'))[flag]);
}
