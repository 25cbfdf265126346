/** The connection against a venue that answers what a test puts in its mouth. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { addMs, decimal, fromEpochMs, makeUuidv7, type UtcTime } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import type { VenueOrder } from '@ultrathink/domain/trading';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VenueConnection, VenueSetup } from '../contract/index.ts';
import { realTimers } from '../line/index.ts';
import { connectBinance } from './index.ts';

const BTC = instrumentOf('BTC' as never, 'USDT' as never).id;
const clock = { now: () => fromEpochMs(Date.now()), monotonicMs: () => performance.now() };
const symbolOf = (changes: object = {}) => ({
  symbol: 'BTCUSDT',
  status: 'TRADING',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  orderTypes: ['LIMIT', 'MARKET'],
  ocoAllowed: false,
  cancelReplaceAllowed: true,
  isSpotTradingAllowed: true,
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.01' },
    { filterType: 'LOT_SIZE', minQty: '0.00001', maxQty: '9000', stepSize: '0.00001' },
  ],
  ...changes,
});

type Say = (request: { readonly url: URL; readonly text: string }) => readonly [number, unknown];

let server: Server;
let connection: VenueConnection;
/** By `GET /api/v3/time`; the last part of the path is enough. */
let says: Record<string, Say>;
let asked: URL[];

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

async function connect(changes: Partial<VenueSetup> = {}): Promise<VenueConnection> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  connection = await connectBinance({
    name: 'binance/test',
    credentials: { key: 'a-key', secret: 'a-secret' },
    network: { origin: `http://127.0.0.1:${port}` },
    instruments: [BTC],
    clock,
    timers: realTimers,
    random: () => 0,
    ...changes,
  });
  return connection;
}

beforeEach(async () => {
  asked = [];
  says = {
    'GET time': () => [200, { serverTime: Date.now() }],
    'GET exchangeInfo': () => [200, { symbols: [symbolOf()] }],
  };
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://venue');
    asked.push(url);
    const name = `${request.method} ${url.pathname.split('/').at(-1)}`;
    const text = `${url.search.slice(1)}${await textOf(request)}`;
    const [status, body] = says[name]?.({ url, text }) ?? [404, { code: -1000, msg: 'No.' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await connection.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const order: VenueOrder = {
  clOrdId: makeUuidv7(1_795_000_000_000, new Uint8Array(10)) as VenueOrder['clOrdId'],
  instrument: BTC,
  side: 'Buy',
  orderQty: decimal('0.1') as never,
  terms: { ordType: 'Limit', price: decimal('50000') as never },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
};
const ref = { clOrdId: order.clOrdId, orderId: null, instrument: BTC, sentAt: clock.now() };
const urgency = () => ({ notAfter: addMs(clock.now(), 30_000) });
const client = () => {
  if (connection.execution === null) throw new Error('There are credentials.');
  return connection.execution;
};

const placed = (changes: object = {}) => ({
  symbol: 'BTCUSDT',
  orderId: 28,
  clientOrderId: order.clOrdId,
  transactTime: 1_795_000_000_000,
  origQty: '0.10000000',
  executedQty: '0.00000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'NEW',
  side: 'BUY',
  fills: [],
  ...changes,
});

describe('an answer of 200', () => {
  it('that is of this very order accepts it', async () => {
    says['POST order'] = () => [200, placed()];
    await connect();
    expect(await client().place(order, urgency())).toMatchObject({
      kind: 'Accepted',
      value: { orderId: '28' },
    });
  });

  it.each([
    ['id', { clientOrderId: 'somebody-elses' }],
    ['side', { side: 'SELL' }],
    ['quantity', { origQty: '1.00000000' }],
    ['instrument', { symbol: 'ETHUSDT' }],
    ['status', { status: 'OF_TOMORROW' }],
  ])('A7-3 that has another %s leaves it unconfirmed', async (_, changes) => {
    says['POST order'] = () => [200, placed(changes)];
    await connect();
    expect((await client().place(order, urgency())).kind).toBe('Unconfirmed');
  });

  it('to a cancel or a question that names another order proves nothing', async () => {
    const other = placed({ clientOrderId: 'x', origClientOrderId: 'somebody-elses' });
    says['DELETE order'] = () => [200, other];
    says['GET order'] = () => [200, other];
    await connect();
    expect((await client().cancel(ref, urgency())).kind).toBe('Unconfirmed');
    expect((await client().find(ref)).kind).toBe('NoInformation');
  });
});

describe('a question for an order', () => {
  it.each([
    [400, -2013, 'Told'],
    // It was there once, and what became of it is told nowhere any more.
    [400, -2026, 'NoInformation'],
    [404, -2013, 'NoInformation'],
    [500, -2013, 'NoInformation'],
    [400, -1121, 'NoInformation'],
  ])('answered with status %i and code %i is %s', async (status, code, kind) => {
    says['GET order'] = () => [status, { code, msg: 'Order does not exist.' }];
    await connect();
    expect((await client().find(ref)).kind).toBe(kind);
  });
});

describe('A7-21 a clock that the venue refuses', () => {
  it('is measured anew, and the next request has the right time', async () => {
    let aheadMs = 0;
    const isRight = (text: string) => {
      const stamp = Number(new URLSearchParams(text).get('timestamp'));
      return Math.abs(stamp - Date.now() - aheadMs) < 1000;
    };
    says['GET time'] = () => [200, { serverTime: Date.now() + aheadMs }];
    says['POST order'] = ({ text }) =>
      isRight(text) ? [200, placed()] : [400, { code: -1021, msg: 'Timestamp.' }];
    await connect();
    expect((await client().place(order, urgency())).kind).toBe('Accepted');
    aheadMs = 600_000;
    expect(await client().place(order, urgency())).toMatchObject({
      kind: 'RejectedProven',
      reason: 'ClockDiffers',
    });
    await until(() => (connection.health().clockOffset?.ms ?? 0) > 590_000);
    expect((await client().place(order, urgency())).kind).toBe('Accepted');
  });
});

describe('what may be traded', () => {
  it('A7-17 is looked at again by itself, of this account’s instruments alone', async () => {
    await connect({ limits: { refreshMs: 20 } });
    says['GET exchangeInfo'] = () => [200, { symbols: [symbolOf({ status: 'END_OF_DAY' })] }];
    asked = [];
    await until(() => asked.some(({ search }) => search.includes('symbols=')));
    const since = clock.now();
    const wanted = asked.find(({ search }) => search.includes('symbols='));
    expect(wanted?.searchParams.get('symbols')).toBe('["BTCUSDT"]');
    await closed(since);
  });

  it('A7-17 is looked at again when an order is refused because of it', async () => {
    await connect();
    says['GET exchangeInfo'] = () => [200, { symbols: [symbolOf({ status: 'BREAK' })] }];
    says['POST order'] = () => [400, { code: -1013, msg: 'Market is closed.' }];
    const { instrumentsAt } = connection.health();
    await until(() => clock.now() > (instrumentsAt ?? ''));
    const since = instrumentsAt ?? clock.now();
    expect(await client().place(order, urgency())).toMatchObject({ reason: 'MarketClosed' });
    await closed(since);
  });

  it('is nothing while the venue does not tell it, and comes when it does', async () => {
    const listing = says['GET exchangeInfo'];
    says['GET exchangeInfo'] = () => [502, {}];
    says['POST order'] = () => [200, placed()];
    await connect({ limits: { refreshMs: 20 } });
    expect((await client().place(order, urgency())).kind).toBe('NotSent');
    if (listing !== undefined) says['GET exchangeInfo'] = listing;
    await until(() => connection.health().instrumentsAt !== null);
    expect((await client().place(order, urgency())).kind).toBe('Accepted');
  });

  it('A7-12 in a symbol whose orders can’t be replaced: neither leg leaves', async () => {
    says['GET exchangeInfo'] = () => [
      200,
      { symbols: [symbolOf({ cancelReplaceAllowed: false })] },
    ];
    await connect();
    const { canceled, placed: leg } = await client().replace(ref, order, urgency());
    expect([canceled.kind, leg?.kind]).toEqual(['NotSent', 'NotSent']);
    expect(asked.some(({ pathname }) => pathname.includes('cancelReplace'))).toBe(false);
  });
});

/** Once the list was read after `since`, an order in it does not leave any more. */
async function closed(since: UtcTime): Promise<void> {
  await until(() => (connection.health().instrumentsAt ?? '') > since);
  expect(await client().place(order, urgency())).toMatchObject({
    kind: 'NotSent',
    why: { code: 'VenueClosed' },
  });
}

/** Looks again with each turn of the event loop; the test's own time limit ends it. */
async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setImmediate(resolve));
}
