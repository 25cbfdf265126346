/** ccxt's unmodified Coinbase client against the simulator, over real sockets. */
import { generateKeyPairSync } from 'node:crypto';
import ccxt, { type coinbase } from 'ccxt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aClient, addCustomer } from '../../testing/ccxt.ts';
import { hasRecorded, missing, RECORDED, recorded } from '../../testing/shapes.ts';
import { type NewRule, realClock, type Simulator, startSimulator } from '../index.ts';

const BTC = 'BTC/USDT';
const secret = String(
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }),
);
let simulator: Simulator;
let client: coinbase;

beforeAll(async () => {
  simulator = await startSimulator({
    seed: 'coinbase',
    clock: realClock(),
    port: 0,
    stepMs: 20,
    busyness: 20,
  });
  addCustomer(simulator, 'coinbase', { secret });
  client = (await aClient(simulator, 'coinbase', { secret })) as coinbase;
  await client.loadMarkets();
});
afterAll(async () => {
  await client.close();
  await simulator.close();
});
afterEach(() => simulator.venue('coinbase').faults.clear());

const strike = (rule: NewRule) => simulator.venue('coinbase').faults.add(rule);
const buy = (amount: number, price: number, params = {}) =>
  client.createOrder(BTC, 'limit', 'buy', amount, price, params);
const askPrice = async () => (await client.fetchOrderBook(BTC, 1)).asks[0]?.[0] ?? 0;

describe('public', () => {
  it('markets have their increments, and no futures', () => {
    expect(client.market(BTC)).toMatchObject({ id: 'BTC-USDT', precision: { price: 0.01 } });
    // Those against USDC are aliases that ccxt makes of those against USD.
    expect(Object.values(client.markets ?? {}).every((one) => one?.spot)).toBe(true);
  });

  it('a book and a day of bars are of one market', async () => {
    const [book, bars] = await Promise.all([
      client.fetchOrderBook(BTC, 10),
      client.fetchOHLCV(BTC, '1h'),
    ]);
    const [bid = 0] = book.bids[0] ?? [];
    expect(bid).toBeLessThan(book.asks[0]?.[0] ?? 0);
    expect(Math.abs((bars.at(-1)?.[4] ?? 0) / bid - 1)).toBeLessThan(0.02);
  });

  it('a streamed book stays uncrossed over many updates', async () => {
    for (let n = 0; n < 8; n += 1) {
      const book = await client.watchOrderBook(BTC);
      expect(book.bids[0]?.[0]).toBeLessThan(book.asks[0]?.[0] ?? 0);
    }
    expect((await client.watchTrades(BTC)).length).toBeGreaterThan(0);
  });

  it('messages of one connection are counted without a gap, and one that was dropped leaves one', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}/coinbase`);
    const numbers: number[] = [];
    let isStruck = false;
    await new Promise<void>((resolve) => {
      socket.on('open', () => {
        const message = { type: 'subscribe', channel: 'level2', product_ids: ['ETH-USDT'] };
        socket.send(JSON.stringify(message));
      });
      socket.on('message', (data) => {
        numbers.push(Number(JSON.parse(String(data)).sequence_num));
        if (numbers.length === 8 && !isStruck) {
          expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
          isStruck = true;
          void client.close().then(() => strike({ fault: { kind: 'Drop' }, times: 1 }));
        }
        const last = numbers.at(-1) ?? 0;
        if (last >= numbers.length) resolve();
      });
    });
    socket.terminate();
    expect(numbers.at(-1)).toBe(numbers.length);
  });
});

describe('trades', () => {
  it('have the side of whoever was there first, asked for and streamed', async () => {
    const streamed = await client.watchTrades(BTC);
    const product = { product_id: 'BTC-USDT' };
    const answer = await client.v3PublicGetBrokerageMarketProductsProductIdTicker(product);
    const { world } = simulator.venue('coinbase');
    const takers = new Map(world.trades(BTC).map(({ id, takerSide }) => [String(id), takerSide]));
    const asked = answer['trades'] as { trade_id: string; side: string }[];
    const told = [
      ...asked.map(({ trade_id: id, side }) => ({ id, side: side.toLowerCase() })),
      ...streamed.map(({ id, side }) => ({ id: String(id), side })),
    ];
    expect(told.length).toBeGreaterThan(1);
    for (const { id, side } of told) {
      expect(side).toBe(takers.get(id) === 'Buy' ? 'sell' : 'buy');
    }
  });
});

describe('orders', () => {
  it('one that crosses is filled and pays its fee in quote', async () => {
    const { id } = await buy(0.5, (await askPrice()) * 1.001);
    expect(await client.fetchOrder(String(id))).toMatchObject({ status: 'closed', filled: 0.5 });
    const trades = await client.fetchMyTrades(BTC);
    expect(trades.every((trade) => trade.fee?.currency === 'USDT')).toBe(true);
  });

  it('of which many were filled tell their fills page by page, each once', async () => {
    for (let n = 0; n < 5; n += 1) await buy(0.01, (await askPrice()) * 1.01);
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = await client.v3PrivateGetBrokerageOrdersHistoricalFills({ limit: 2, cursor });
      ids.push(...(page['fills'] as { entry_id: string }[]).map(({ entry_id }) => entry_id));
      cursor = String(page['cursor']);
    } while (cursor !== '');
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('one that rests is open until it is canceled', async () => {
    const { id } = await buy(0.1, 50_000);
    expect((await client.fetchOpenOrders(BTC)).map((one) => one.id)).toEqual([id]);
    await client.cancelOrder(String(id));
    expect(await client.fetchOrder(String(id))).toMatchObject({ status: 'canceled' });
  });

  it('keep the client’s name where it is given in Coinbase’s own words', async () => {
    const { id } = await buy(0.01, 50_000, { client_order_id: 'mine-1' });
    expect(await client.fetchOrder(String(id))).toMatchObject({ clientOrderId: 'mine-1' });
    await client.cancelOrder(String(id));
  });

  it('of a name that was used are the order that is there, whatever else is sent with it', async () => {
    const order = {
      client_order_id: 'again-1',
      product_id: 'BTC-USDT',
      side: 'BUY',
      order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '50000' } },
    };
    const first = await client.v3PrivatePostBrokerageOrders(order);
    const second = await client.v3PrivatePostBrokerageOrders(order);
    expect(second['order_id']).toBe(first['order_id']);
    const settings = { base_size: '0.02', limit_price: '50001' };
    const other = { ...order, side: 'SELL', order_configuration: { limit_limit_gtc: settings } };
    expect(await client.v3PrivatePostBrokerageOrders(other)).toMatchObject({
      success: true,
      order_id: first['order_id'],
      success_response: { side: 'BUY', client_order_id: 'again-1' },
      order_configuration: { limit_limit_gtc: { base_size: '0.01', limit_price: '50000' } },
    });
    expect(await client.fetchOpenOrders(BTC)).toHaveLength(1);
    await client.cancelOrder(String(first['order_id']));
  });

  it('that were refused have used no name', async () => {
    const order = {
      client_order_id: 'again-2',
      product_id: 'BTC-USDT',
      side: 'BUY',
      order_configuration: { limit_limit_gtc: { base_size: '5000', limit_price: '90000' } },
    };
    await expect(client.v3PrivatePostBrokerageOrders(order)).rejects.toThrow('INSUFFICIENT');
    const settings = { base_size: '0.01', limit_price: '50000' };
    const small = { ...order, order_configuration: { limit_limit_gtc: settings } };
    const { order_id: id } = await client.v3PrivatePostBrokerageOrders(small);
    await client.cancelOrder(String(id));
  });

  it('that are open can’t be asked for together with others', async () => {
    const both = { order_status: ['OPEN', 'FILLED'] };
    const asked = client.v3PrivateGetBrokerageOrdersHistoricalBatch(both);
    await expect(asked).rejects.toThrow('INVALID_ARGUMENT');
  });

  it('are refused with the words ccxt knows', async () => {
    await expect(buy(5000, 90_000)).rejects.toBeInstanceOf(ccxt.InsufficientFunds);
    await expect(buy(0.01, (await askPrice()) * 1.02, { postOnly: true })).rejects.toThrow(
      'POST_ONLY',
    );
    await expect(buy(0.000001, 50_000)).rejects.toThrow('TOO_SMALL');
    const nowhere = client.fetchOrder('00000000-0000-4000-8000-0000000fffff');
    await expect(nowhere).rejects.toThrow('NOT_FOUND');
  });

  it('are edited in place', async () => {
    const { id } = await buy(0.1, 50_000);
    await client.editOrder(String(id), BTC, 'limit', 'buy', 0.05, 50_001);
    const edited = await client.fetchOrder(String(id));
    expect(edited).toMatchObject({ amount: 0.05, price: 50_001 });
    await client.cancelOrder(String(id));
  });
});

describe('who asks', () => {
  const ed25519 = (() => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
    return Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]).toString(
      'base64',
    );
  })();

  it.each([
    ['EdDSA', ed25519],
    ['HMAC', 'an older secret'],
  ])('may sign by %s', async (name, own) => {
    addCustomer(simulator, 'coinbase', { key: name, secret: own, owner: name });
    const other = await aClient(simulator, 'coinbase', { apiKey: name, secret: own });
    expect((await other.fetchBalance())['USDT']?.total).toBe(1_000_000);
    await other.close();
  });

  it('with somebody else’s secret is refused', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const wrong = String(privateKey.export({ type: 'sec1', format: 'pem' }));
    const stranger = await aClient(simulator, 'coinbase', { secret: wrong });
    await expect(stranger.fetchBalance()).rejects.toThrow(/UNAUTHORIZED|Unauthorized/);
    await stranger.close();
  });
});

describe('faults', () => {
  it.each([
    ['AnswerLost', true],
    ['RequestLost', false],
    ['FailsAfterEffect', true],
  ] as const)('%s while an order is placed: sending it again is safe', async (kind, isThere) => {
    strike({ fault: { kind }, operations: ['order.place'], times: 1 });
    const params = { client_order_id: `struck-${kind}` };
    await expect(buy(0.01, 50_001, params)).rejects.toThrow();
    expect(await client.fetchOpenOrders(BTC)).toHaveLength(isThere ? 1 : 0);
    const { id } = await buy(0.01, 50_001, params);
    expect(await client.fetchOpenOrders(BTC)).toMatchObject([{ id }]);
    await client.cancelOrder(String(id));
  });
});

const PRODUCT = { product_id: 'BTC-USDT' };
const CANDLES = {
  ...PRODUCT,
  granularity: 'ONE_HOUR',
  start: String(Math.floor(Date.now() / 1000) - 7200),
  end: String(Math.floor(Date.now() / 1000)),
};

describe(RECORDED, () => {
  it.skipIf(!hasRecorded).each([
    ['http_accounts.json', () => client.v3PrivateGetBrokerageAccounts()],
    ['http_orders_list.json', () => client.v3PrivateGetBrokerageOrdersHistoricalBatch()],
    ['http_product.json', () => client.v3PublicGetBrokerageMarketProductsProductId(PRODUCT)],
    ['http_ticker.json', () => client.v3PublicGetBrokerageMarketProductsProductIdTicker(PRODUCT)],
    ['http_candles.json', () => client.v3PublicGetBrokerageMarketProductsProductIdCandles(CANDLES)],
  ])('%s has no field that the simulator lacks', async (file, ask) => {
    const wanted = recorded('coinbase', file) as { orders?: Record<string, unknown>[] };
    // Each order has the configuration of its own kind.
    for (const order of wanted.orders ?? []) delete order['order_configuration'];
    expect(missing(wanted, await ask())).toEqual([]);
  });
});
