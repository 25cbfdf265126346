/** ccxt's unmodified Kraken client against the simulator, over real sockets. */
import ccxt, { type kraken } from 'ccxt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aClient, addCustomer } from '../../testing/ccxt.ts';
import { firstOf, hasRecorded, missing, RECORDED, recorded } from '../../testing/shapes.ts';
import { type NewRule, realClock, type Simulator, startSimulator } from '../index.ts';
import { crc32 } from './book-view.ts';

const BTC = 'BTC/USDT';
let simulator: Simulator;
let client: kraken;

/** Numbers that rise by one: two requests of one millisecond must not have the same. */
function risingNonce(of: kraken): void {
  let last = Date.now();
  of.nonce = () => ++last;
}

beforeAll(async () => {
  simulator = await startSimulator({
    seed: 'kraken',
    clock: realClock(),
    port: 0,
    stepMs: 20,
    busyness: 20,
  });
  addCustomer(simulator, 'kraken');
  client = (await aClient(simulator, 'kraken')) as kraken;
  risingNonce(client);
  await client.loadMarkets();
});
afterAll(async () => {
  await client.close();
  await simulator.close();
});
afterEach(() => simulator.venue('kraken').faults.clear());

const strike = (rule: NewRule) => simulator.venue('kraken').faults.add(rule);
const buy = (amount: number, price: number, params = {}) =>
  client.createOrder(BTC, 'limit', 'buy', amount, price, params);
const askPrice = async () => (await client.fetchTicker(BTC)).ask ?? 0;
/** As an order has to be found whose answer was lost: among the open and the closed. */
async function find(clientOrderId: string) {
  const open = await client.fetchOpenOrders(undefined, undefined, undefined, { clientOrderId });
  const closed = await client.fetchClosedOrders(undefined, undefined, undefined, { clientOrderId });
  return [...open, ...closed];
}

describe('public', () => {
  it('markets have Kraken’s names, old letters included', () => {
    expect(client.market('BTC/EUR')).toMatchObject({ id: 'XXBTZEUR', wsId: 'XBT/EUR' });
    expect(client.market(BTC)).toMatchObject({ id: 'XBTUSDT', precision: { price: 0.1 } });
  });

  it('a ticker, a book and a day of bars are of one market', async () => {
    const [ticker, book, bars] = await Promise.all([
      client.fetchTicker(BTC),
      client.fetchOrderBook(BTC, 10),
      client.fetchOHLCV(BTC, '1h'),
    ]);
    const [bid = 0] = book.bids[0] ?? [];
    expect(bid).toBeLessThan(book.asks[0]?.[0] ?? 0);
    expect(Math.abs((ticker.last ?? 0) / bid - 1)).toBeLessThan(0.01);
    expect(bars.length).toBeGreaterThanOrEqual(24);
  });

  it('a streamed book stays uncrossed over many updates', async () => {
    for (let n = 0; n < 8; n += 1) {
      const book = await client.watchOrderBook(BTC, 10);
      expect(book.bids[0]?.[0]).toBeLessThan(book.asks[0]?.[0] ?? 0);
    }
    expect((await client.watchTrades(BTC)).length).toBeGreaterThan(0);
  });
});

describe('a streamed book', () => {
  /** Reads the digits as they stand on the wire: parsing them as numbers would lose zeros. */
  const levelsOf = (text: string, side: string): [string, string][] => {
    const list = new RegExp(`"${side}":\\[(.*?)\\]`).exec(text)?.[1] ?? '';
    return [...list.matchAll(/"price":([\d.]+),"qty":([\d.]+)/g)].map(([, p = '', q = '']) => [
      p,
      q,
    ]);
  };
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');

  it('kept from its updates alone has the checksum that each of them carries', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}/kraken/v2`);
    const sides = { bids: new Map<string, string>(), asks: new Map<string, string>() };
    const best = (side: 'bids' | 'asks') =>
      [...sides[side]].sort(([a], [b]) =>
        side === 'bids' ? Number(b) - Number(a) : Number(a) - Number(b),
      );
    let checked = 0;
    await new Promise<void>((resolve, reject) => {
      socket.on('open', () => {
        const params = { channel: 'book', symbol: [BTC], depth: 10 };
        socket.send(JSON.stringify({ method: 'subscribe', params }));
      });
      socket.on('message', (data) => {
        const text = String(data);
        if (!text.includes('"channel":"book"') || text.includes('"method"')) return;
        for (const side of ['bids', 'asks'] as const) {
          for (const [price, qty] of levelsOf(text, side)) {
            if (Number(qty) === 0) sides[side].delete(price);
            else sides[side].set(price, qty);
          }
          sides[side] = new Map(best(side).slice(0, 10));
        }
        const line = (side: 'bids' | 'asks') =>
          best(side)
            .map(([price, qty]) => digits(price) + digits(qty))
            .join('');
        const expected = Number(/"checksum":(\d+)/.exec(text)?.[1]);
        if (crc32(line('asks') + line('bids')) !== expected) reject(new Error(`after ${checked}`));
        checked += 1;
        if (checked === 20) resolve();
      });
    });
    socket.terminate();
    expect(checked).toBe(20);
  });

  it('has checksums by CRC-32: its check value is right', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
  });
});

describe('orders', () => {
  it('one that crosses is filled, paid in quote, and told of in the stream', async () => {
    const told = client.watchOrders(BTC);
    const { id } = await buy(0.5, (await askPrice()) * 1.001, { clientOrderId: 'crosses-1' });
    expect(await client.fetchOrder(String(id))).toMatchObject({ status: 'closed', filled: 0.5 });
    expect((await told).some((one) => one.id === id)).toBe(true);
    const trades = await client.fetchMyTrades(BTC);
    expect(trades.at(-1)?.fee?.currency).toBe('USDT');
  });

  it('one that rests holds its money and is found by the client’s name for it', async () => {
    const held = async () => (await client.fetchBalance())['USDT']?.used ?? 0;
    const before = await held();
    const { id } = await buy(0.1, 50_000, { clientOrderId: 'rests-1' });
    // 0.4 % on top, the most the fee could be.
    expect(await held()).toBeCloseTo(before + 5020);
    expect(await find('rests-1')).toMatchObject([{ id, status: 'open' }]);
    await client.cancelOrder(String(id));
    expect(await held()).toBeCloseTo(before);
    expect(await find('rests-1')).toMatchObject([{ id, status: 'canceled' }]);
  });

  it('a post-only one that would trade is taken, then canceled', async () => {
    const { id } = await buy(0.01, (await askPrice()) * 1.02, { postOnly: true });
    expect(await client.fetchOrder(String(id))).toMatchObject({ status: 'canceled', filled: 0 });
  });

  it.each([
    ['limit', { stopLossPrice: 49_000 }],
    ['market', { takeProfitPrice: 400_000 }],
  ])('%s %o waits for its trigger', async (type, params) => {
    const price = type === 'market' ? undefined : 48_000;
    const { id } = await client.createOrder(BTC, type, 'sell', 0.01, price, params);
    expect((await client.fetchOpenOrders(BTC)).map((one) => one.id)).toContain(id);
    await client.cancelOrder(String(id));
  });

  it('are amended in place', async () => {
    const { id } = await buy(0.1, 50_000);
    await client.privatePostAmendOrder({ txid: id, order_qty: '0.05', limit_price: '50001.0' });
    expect(await client.fetchOrder(String(id))).toMatchObject({ amount: 0.05, price: 50_001 });
    await client.cancelOrder(String(id));
  });

  it('are refused with the words ccxt knows', async () => {
    await expect(buy(5000, 90_000)).rejects.toBeInstanceOf(ccxt.InsufficientFunds);
    await expect(buy(0.00001, 90_000)).rejects.toThrow('Order minimum not met');
    await expect(client.cancelOrder('OAAAAA-AAAAA-AAAAZZ')).rejects.toThrow('Unknown order');
    await buy(0.01, 50_000, { clientOrderId: 'twice' });
    await expect(buy(0.01, 50_000, { clientOrderId: 'twice' })).rejects.toThrow('Duplicate');
    await client.cancelAllOrders();
  });

  it('that came too late for their deadline are refused', async () => {
    const late = buy(0.01, 50_000, { deadline: new Date(Date.now() - 1000).toISOString() });
    await expect(late).rejects.toThrow('Deadline elapsed');
  });
});

describe('who asks', () => {
  it.each([
    ['an unknown key', { apiKey: 'nobody' }, 'Invalid key'],
    ['a wrong secret', { secret: 'd3Jvbmc=' }, 'Invalid signature'],
  ])('with %s is refused', async (_, changes, said) => {
    const stranger = await aClient(simulator, 'kraken', changes);
    await expect(stranger.fetchBalance()).rejects.toThrow(said);
    await stranger.close();
  });

  it('with a number that does not rise is refused', async () => {
    const late = (await aClient(simulator, 'kraken')) as kraken;
    late.nonce = () => 5;
    await expect(late.fetchBalance()).rejects.toThrow('Invalid nonce');
    await late.close();
  });
});

describe('faults', () => {
  it('who asks too often is told so by the counter of the key', async () => {
    addCustomer(simulator, 'kraken', { owner: 'cat', key: 'cats-key', rateFactor: 1 });
    const eager = (await aClient(simulator, 'kraken', { apiKey: 'cats-key' })) as kraken;
    risingNonce(eager);
    const many = async () => {
      for (;;) await eager.fetchOpenOrders();
    };
    await expect(many()).rejects.toBeInstanceOf(ccxt.DDoSProtection);
    await eager.close();
  });

  it.each([
    ['AnswerLost', ccxt.NetworkError, true],
    ['RequestLost', ccxt.NetworkError, false],
    ['FailsAfterEffect', ccxt.ExchangeError, true],
    ['Maintenance', ccxt.ExchangeNotAvailable, false],
  ] as const)('%s while an order is placed', async (kind, error, isThere) => {
    strike({ fault: { kind }, operations: ['order.place'], times: 1 });
    const clientOrderId = `struck-${kind.slice(0, 8)}`;
    await expect(buy(0.01, 50_001, { clientOrderId })).rejects.toBeInstanceOf(error);
    expect(await find(clientOrderId)).toHaveLength(isThere ? 1 : 0);
    if (isThere) await client.cancelAllOrders();
  });

  it('the dead man’s switch cancels what nobody put off', async () => {
    await buy(0.01, 50_000);
    await client.privatePostCancelAllOrdersAfter({ timeout: 0.2 });
    for (let open = 1; open > 0; ) open = (await client.fetchOpenOrders(BTC)).length;
    expect(await client.fetchOpenOrders(BTC)).toEqual([]);
  });
});

describe(RECORDED, () => {
  const result = (answer: unknown, name?: string) => {
    const { result: whole } = answer as { result: Record<string, unknown> };
    return name === undefined ? whole : whole[name];
  };

  it.skipIf(!hasRecorded)(
    'orders and trades have every field that the real ones have',
    async () => {
      const { id } = await buy(0.01, 50_000);
      const open = firstOf(result(await client.privatePostOpenOrders({}), 'open'));
      const wanted = (file: string, name: string) =>
        firstOf(result(recorded('kraken', file), name));
      expect(missing(wanted('http_open_orders.json', 'open'), open)).toEqual([]);
      await client.cancelOrder(String(id));
      const closed = firstOf(result(await client.privatePostClosedOrders({}), 'closed'));
      expect(missing(wanted('http_closed_orders.json', 'closed'), closed)).toEqual([]);
      const trade = firstOf(result(await client.privatePostTradesHistory({}), 'trades'));
      expect(missing(wanted('http_trades_history.json', 'trades'), trade)).toEqual([]);
    },
  );

  it.skipIf(!hasRecorded).each([
    ['http_add_order_spot.json', () => addRaw()],
    ['http_server_time.json', () => client.publicGetTime()],
    ['http_system_status.json', () => client.publicGetSystemStatus()],
  ])('%s has no field that the simulator lacks', async (file, ask) => {
    expect(missing(recorded('kraken', file), await ask())).toEqual([]);
  });

  const addRaw = () =>
    client.privatePostAddOrder({
      pair: 'XBTUSDT',
      type: 'buy',
      ordertype: 'limit',
      price: '50000.0',
      volume: '0.01',
    });

  it.skipIf(!hasRecorded)('pairs, books and trades of everybody too', async () => {
    const pairs = firstOf(result(await client.publicGetAssetPairs({ pair: 'XBTUSDT' })));
    const realPair = firstOf(result(recorded('kraken', 'http_asset_pairs_tokenized.json')));
    expect(missing(realPair, pairs)).toEqual([]);
    for (const [file, ask] of [
      ['http_order_book.json', client.publicGetDepth({ pair: 'XBTUSDT' })],
      ['http_trades.json', client.publicGetTrades({ pair: 'XBTUSDT' })],
    ] as const) {
      const real = firstOf(result(recorded('kraken', file)));
      expect(missing(real, firstOf(result(await ask)))).toEqual([]);
    }
  });
});
