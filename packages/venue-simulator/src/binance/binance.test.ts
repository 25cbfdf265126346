/** ccxt's unmodified Binance client against the simulator, over real sockets. */
import ccxt, { type binance } from 'ccxt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aClient, addCustomer } from '../../testing/ccxt.ts';
import { hasRecorded, missing, RECORDED, recorded } from '../../testing/shapes.ts';
import { type NewRule, realClock, type Simulator, startSimulator } from '../index.ts';

const BTC = 'BTC/USDT';
let simulator: Simulator;
let client: binance;

beforeAll(async () => {
  simulator = await startSimulator({
    seed: 'binance',
    clock: realClock(),
    port: 0,
    stepMs: 20,
    busyness: 20,
  });
  addCustomer(simulator, 'binance');
  addCustomer(simulator, 'binance', { owner: 'bob', key: 'bobs-key' });
  client = (await aClient(simulator, 'binance')) as binance;
  await client.loadMarkets();
});
afterAll(async () => {
  await client.close();
  await simulator.close();
});
afterEach(() => simulator.venue('binance').faults.clear());

const strike = (rule: NewRule) => simulator.venue('binance').faults.add(rule);
const buy = (amount: number, price: number, params = {}) =>
  client.createOrder(BTC, 'limit', 'buy', amount, price, params);
const askPrice = async () => (await client.fetchTicker(BTC)).ask ?? 0;
const find = (clientOrderId: string) => client.fetchOrder('', BTC, { clientOrderId });

describe('public', () => {
  it('markets have their steps and minimums, and nothing is listed that is not traded', () => {
    expect(client.market(BTC)).toMatchObject({
      spot: true,
      precision: { amount: 0.00001, price: 0.01 },
      limits: { cost: { min: 5 } },
    });
    expect(Object.keys(client.markets ?? {})).toHaveLength(10);
  });

  it('a ticker, a book, trades, and a day of bars are of one market', async () => {
    const [ticker, book, bars] = await Promise.all([
      client.fetchTicker(BTC),
      client.fetchOrderBook(BTC, 10),
      client.fetchOHLCV(BTC, '1h'),
    ]);
    const [bid = 0] = book.bids[0] ?? [];
    const [ask = 0] = book.asks[0] ?? [];
    expect(bid).toBeLessThan(ask);
    expect(Math.abs((ticker.last ?? 0) / bid - 1)).toBeLessThan(0.01);
    expect(bars.length).toBeGreaterThanOrEqual(24);
  });

  it('a book that is kept by its stream goes on without a gap', async () => {
    let book = await client.watchOrderBook(BTC);
    const nonces = [];
    for (let n = 0; n < 5; n += 1) {
      book = await client.watchOrderBook(BTC);
      nonces.push(book.nonce);
    }
    expect(nonces).toEqual([...nonces].sort((a, b) => Number(a) - Number(b)));
    expect(book.bids[0]?.[0]).toBeLessThan(book.asks[0]?.[0] ?? 0);
    expect((await client.watchTrades(BTC)).length).toBeGreaterThan(0);
  });

  it('an unknown symbol is refused as Binance does', async () => {
    await expect(client.publicGetDepth({ symbol: 'NOPE' })).rejects.toThrow('-1121');
  });
});

describe('orders', () => {
  it('one that crosses is filled, paid and told of in the stream', async () => {
    // Told from here on: without this the order could be filled before anybody listens.
    await client['ensureUserDataStreamWsSubscribeSignature']();
    const told = client.watchOrders(BTC);
    const order = await buy(0.5, (await askPrice()) * 1.001, { clientOrderId: 'crosses-1' });
    expect(order).toMatchObject({ status: 'closed', filled: 0.5, clientOrderId: 'crosses-1' });
    expect((await told).at(-1)).toMatchObject({ clientOrderId: 'crosses-1', filled: 0.5 });
    const trades = await client.fetchMyTrades(BTC, undefined, undefined, { orderId: order.id });
    expect(trades.reduce((sum, trade) => sum + (trade.amount ?? 0), 0)).toBeCloseTo(0.5);
    expect(trades[0]?.fee).toMatchObject({ currency: 'BTC' });
  });

  it('one that rests is open, holds its money, and gives it back when canceled', async () => {
    const free = async () => (await client.fetchBalance())['USDT']?.free ?? 0;
    const before = await free();
    const order = await buy(0.1, 50_000);
    expect(await free()).toBeCloseTo(before - 5000);
    expect(await client.fetchOpenOrders(BTC)).toMatchObject([{ id: order.id, status: 'open' }]);
    expect(await client.cancelOrder(String(order.id), BTC)).toMatchObject({ status: 'canceled' });
    expect(await free()).toBeCloseTo(before);
  });

  it.each([
    ['market', {}, 'closed'],
    ['limit', { timeInForce: 'IOC' }, 'expired'],
    ['limit', { timeInForce: 'FOK' }, 'expired'],
    ['limit', { postOnly: true }, 'open'],
    ['limit', { stopLossPrice: 49_000 }, 'open'],
    ['market', { takeProfitPrice: 400_000 }, 'open'],
  ])('%s %o ends or rests as asked', async (type, params, status) => {
    const side = 'stopLossPrice' in params || 'takeProfitPrice' in params ? 'sell' : 'buy';
    const price = type === 'market' ? undefined : 50_000;
    const order = await client.createOrder(BTC, type, side, 0.01, price, params);
    expect(order.status).toBe(status);
    if (status === 'open') await client.cancelOrder(String(order.id), BTC);
  });

  it('are refused with the words ccxt knows', async () => {
    await expect(buy(5000, 90_000)).rejects.toBeInstanceOf(ccxt.InsufficientFunds);
    await expect(client.fetchOrder('999999999', BTC)).rejects.toBeInstanceOf(ccxt.OrderNotFound);
    await expect(client.cancelOrder('999999999', BTC)).rejects.toBeInstanceOf(ccxt.OrderNotFound);
    const crossing = buy(0.01, (await askPrice()) * 1.01, { postOnly: true });
    await expect(crossing).rejects.toBeInstanceOf(ccxt.OrderImmediatelyFillable);
    const tiny = client.privatePostOrder({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.00001',
      price: '50000',
    });
    await expect(tiny).rejects.toThrow('NOTIONAL');
  });

  it('of the same name are refused while one works, and taken again when it has ended', async () => {
    const first = await buy(0.01, 50_000, { clientOrderId: 'twice' });
    await expect(buy(0.01, 50_000, { clientOrderId: 'twice' })).rejects.toThrow('Duplicate');
    await client.cancelOrder(String(first.id), BTC);
    const second = await buy(0.01, 50_000, { clientOrderId: 'twice' });
    expect((await find('twice')).id).toBe(second.id);
    await client.cancelOrder(String(second.id), BTC);
  });

  it('of somebody else are not found', async () => {
    const { id } = await buy(0.01, 50_000);
    const bob = await aClient(simulator, 'binance', { apiKey: 'bobs-key' });
    await expect(bob.fetchOrder(String(id), BTC)).rejects.toBeInstanceOf(ccxt.OrderNotFound);
    await expect(bob.cancelOrder(String(id), BTC)).rejects.toBeInstanceOf(ccxt.OrderNotFound);
    await client.cancelOrder(String(id), BTC);
    await bob.close();
  });
});

describe('who asks', () => {
  it.each([
    ['an unknown key', { apiKey: 'nobody' }, '-2015'],
    ['a wrong secret', { secret: 'wrong' }, '-1022'],
  ])('with %s is refused', async (_, changes, code) => {
    const stranger = await aClient(simulator, 'binance', changes);
    await expect(stranger.fetchBalance()).rejects.toThrow(code);
    await stranger.close();
  });

  it('with a clock that is wrong is refused by the window', async () => {
    const late = (await aClient(simulator, 'binance')) as binance;
    late.nonce = () => Date.now() - 60_000;
    await expect(late.privateGetAccount()).rejects.toThrow('-1021');
    await late.close();
  });

  it('may see what the key may do', async () => {
    expect(await client.sapiGetAccountApiRestrictions()).toMatchObject({
      ipRestrict: true,
      enableWithdrawals: false,
      enableSpotAndMarginTrading: true,
    });
  });
});

describe('faults', () => {
  it('an answer that was lost: ccxt tells of the network, and the order is there', async () => {
    strike({ fault: { kind: 'AnswerLost' }, operations: ['order.place'], times: 1 });
    const lost = buy(0.01, 50_001, { clientOrderId: 'lost-answer' });
    await expect(lost).rejects.toBeInstanceOf(ccxt.NetworkError);
    const found = await find('lost-answer');
    expect(found.status).toBe('open');
    await client.cancelOrder(String(found.id), BTC);
  });

  it('a request that was lost: the same words, and the order is not there', async () => {
    strike({ fault: { kind: 'RequestLost' }, operations: ['order.place'], times: 1 });
    const lost = buy(0.01, 50_001, { clientOrderId: 'lost-request' });
    await expect(lost).rejects.toBeInstanceOf(ccxt.NetworkError);
    await expect(find('lost-request')).rejects.toBeInstanceOf(ccxt.OrderNotFound);
  });

  it('an order that took effect and was answered as unknown is there', async () => {
    strike({ fault: { kind: 'FailsAfterEffect' }, operations: ['order.place'], times: 1 });
    await expect(buy(0.01, 50_001, { clientOrderId: 'unknown' })).rejects.toThrow('-1007');
    const found = await find('unknown');
    await client.cancelOrder(String(found.id), BTC);
  });

  it('a query that lags does not find what is there, and finds it when it no longer lags', async () => {
    const { id } = await buy(0.01, 50_001, { clientOrderId: 'lagging' });
    strike({ fault: { kind: 'ReadLag', ms: 60_000 }, operations: ['order.query'], times: 1 });
    await expect(find('lagging')).rejects.toBeInstanceOf(ccxt.OrderNotFound);
    expect((await find('lagging')).id).toBe(id);
    await client.cancelOrder(String(id), BTC);
  });

  it('half of a cancel-replace: the old order is gone, the new one was not placed', async () => {
    const { id } = await buy(0.01, 50_001);
    strike({ fault: { kind: 'HalfReplace' }, times: 1 });
    const half = client.privatePostOrderCancelReplace({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.02',
      price: '50002',
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrderId: id,
    });
    await expect(half).rejects.toThrow('-2021');
    expect(await client.fetchOpenOrders(BTC)).toEqual([]);
  });

  it.each([
    ['RateLimited', { kind: 'RateLimited', retryAfterSeconds: 30 }, ccxt.DDoSProtection],
    ['ServerError', { kind: 'ServerError', status: 503 }, ccxt.NetworkError],
    // -1016 is a bad request to ccxt, though the venue means itself: an outcome is read from the code.
    ['Maintenance', { kind: 'Maintenance' }, ccxt.BadRequest],
    ['Html', { kind: 'Html', status: 502 }, ccxt.NetworkError],
  ] as const)('%s before it had an effect', async (_, fault, kind) => {
    strike({ fault, operations: ['order.place'], times: 1 });
    await expect(buy(0.01, 50_001, { clientOrderId: 'refused' })).rejects.toBeInstanceOf(kind);
    await expect(find('refused')).rejects.toBeInstanceOf(ccxt.OrderNotFound);
  });

  it('an update of the book that never came shows as a gap in its numbers', async () => {
    // No other stream is open, so that it strikes this one.
    await client.close();
    const other = (await aClient(simulator, 'binance')) as binance;
    await other.watchOrderBook('ETH/USDT');
    strike({ fault: { kind: 'Drop' }, streams: ['public'], times: 1 });
    const watching = (async () => {
      for (;;) await other.watchOrderBook('ETH/USDT');
    })();
    await expect(watching).rejects.toThrow(/nonce|checksum/i);
    await other.close();
  });
});

describe(RECORDED, () => {
  const params = { symbol: 'BTCUSDT' };
  const order = { ...params, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001' };

  it.skipIf(!hasRecorded).each([
    ['account_response.json', () => client.privateGetAccount()],
    [
      'order_response.json',
      async () => client.privateGetOrder({ ...params, orderId: await anId() }),
    ],
    ['new_order_full_response.json', () => client.privatePostOrder({ ...order, price: '50000' })],
    ['account_trades_response.json', () => client.privateGetMyTrades(params)],
    ['klines_response.json', () => client.publicGetKlines({ ...params, interval: '1m' })],
    ['trades_response.json', () => client.publicGetTrades(params)],
    ['book_ticker_response.json', () => client.publicGetTickerBookTicker(params)],
    ['server_time_response.json', () => client.publicGetTime()],
  ])('%s has no field that the simulator lacks', async (file, ask) => {
    expect(missing(recorded('binance', file), await ask())).toEqual([]);
  });

  async function anId(): Promise<string> {
    return String((await buy(0.001, 50_000)).id);
  }
});
