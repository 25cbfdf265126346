/**
 * Binance's spot API: REST under `/api/v3` and `/sapi/v1`, public streams under `/ws` and `/stream`,
 * the WebSocket API with its user data stream under `/ws-api/v3`.
 */
import type { Operation } from '../server/faults.ts';
import type {
  Incoming,
  Outgoing,
  Protocol,
  StreamHandler,
  StreamLine,
  Trouble,
  Twist,
} from '../server/protocol.ts';
import type { WorldClock } from '../world/clock.ts';
import type { CustomerKey } from '../world/customers.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import { account, apiRestrictions, coins } from './account.ts';
import { MarketStreams } from './market-streams.ts';
import {
  allOrders,
  type Call,
  cancelOpenOrders,
  cancelOrder,
  cancelReplace,
  instrumentOf,
  myTrades,
  openOrders,
  placeOrder,
  queryOrder,
} from './orders.ts';
import { aggTrades, bookTicker, depth, exchangeInfo, klines, ticker24, trades } from './public.ts';
import { Parameters, Sessions, sentText } from './session.ts';
import { accountPosition, executionReports } from './user-stream.ts';
import { BinanceError } from './wire.ts';

type PublicAct = (world: VenueWorld, parameters: Parameters, now: number) => unknown;
type PrivateAct = (call: Call) => unknown;

interface PublicRoute {
  readonly weight: number;
  readonly act: PublicAct;
}

interface PrivateRoute {
  readonly weight: number;
  readonly operation: Operation;
  readonly trades?: boolean;
  readonly act: PrivateAct;
}

const NO_SYMBOLS: PublicAct = (_world, _parameters, now) => ({
  timezone: 'UTC',
  serverTime: now,
  rateLimits: [],
  exchangeFilters: [],
  assets: [],
  symbols: [],
});

const each =
  (row: (world: VenueWorld, listing: ReturnType<typeof instrumentOf>, now: number) => unknown) =>
  (world: VenueWorld, parameters: Parameters, now: number): unknown => {
    const symbol = parameters.get('symbol');
    if (symbol !== null) return row(world, instrumentOf(world, symbol), now);
    return world.listings().map((listing) => row(world, listing, now));
  };

const lastPrice = each((world, listing, now) => {
  const { symbol, lastPrice: price } = ticker24(world, listing, now);
  return { symbol, price };
});

const PUBLIC: Readonly<Record<string, PublicRoute>> = {
  'GET /api/v3/ping': { weight: 1, act: () => ({}) },
  'GET /api/v3/time': { weight: 1, act: (_w, _p, now) => ({ serverTime: now }) },
  'GET /api/v3/exchangeInfo': { weight: 20, act: exchangeInfo },
  'GET /api/v3/depth': { weight: 5, act: depth },
  'GET /api/v3/trades': { weight: 25, act: trades },
  'GET /api/v3/aggTrades': { weight: 4, act: aggTrades },
  'GET /api/v3/klines': { weight: 2, act: klines },
  'GET /api/v3/ticker/24hr': { weight: 2, act: each(ticker24) },
  'GET /api/v3/ticker/price': { weight: 2, act: lastPrice },
  'GET /api/v3/ticker/bookTicker': { weight: 2, act: each(bookTicker) },
  // Futures are not simulated; clients that ask for all markets find none of them.
  'GET /fapi/v1/exchangeInfo': { weight: 1, act: NO_SYMBOLS },
  'GET /dapi/v1/exchangeInfo': { weight: 1, act: NO_SYMBOLS },
  'GET /eapi/v1/exchangeInfo': { weight: 1, act: NO_SYMBOLS },
};

const PRIVATE: Readonly<Record<string, PrivateRoute>> = {
  'POST /api/v3/order': { weight: 1, operation: 'order.place', trades: true, act: placeOrder },
  'GET /api/v3/order': { weight: 4, operation: 'order.query', act: queryOrder },
  'DELETE /api/v3/order': { weight: 1, operation: 'order.cancel', trades: true, act: cancelOrder },
  'POST /api/v3/order/cancelReplace': {
    weight: 1,
    operation: 'order.replace',
    trades: true,
    act: cancelReplace,
  },
  'GET /api/v3/openOrders': { weight: 6, operation: 'orders.open', act: openOrders },
  'DELETE /api/v3/openOrders': {
    weight: 1,
    operation: 'order.cancel',
    trades: true,
    act: cancelOpenOrders,
  },
  'GET /api/v3/allOrders': { weight: 20, operation: 'orders.closed', act: allOrders },
  'GET /api/v3/myTrades': { weight: 20, operation: 'trades.own', act: myTrades },
  'GET /api/v3/account': { weight: 20, operation: 'account', act: account },
  'GET /sapi/v1/account/apiRestrictions': {
    weight: 1,
    operation: 'account',
    act: apiRestrictions,
  },
  // Nothing is lent here.
  'GET /sapi/v1/margin/allPairs': { weight: 1, operation: 'account', act: () => [] },
  'GET /sapi/v1/margin/isolated/allPairs': { weight: 1, operation: 'account', act: () => [] },
  'GET /sapi/v1/capital/config/getall': { weight: 10, operation: 'account', act: coins },
};

export class BinanceProtocol implements Protocol {
  readonly name = 'binance';
  readonly sessions: Sessions;
  readonly #world: VenueWorld;
  readonly #clock: WorldClock;

  constructor(world: VenueWorld, clock: WorldClock) {
    this.#world = world;
    this.#clock = clock;
    this.sessions = new Sessions(world.customers);
  }

  describe({ method, path, headers }: Incoming) {
    const route = PRIVATE[`${method} ${path}`];
    const owner = this.sessions.keyOf(headers['x-mbx-apikey'])?.owner ?? null;
    return { operation: route?.operation ?? ('market-data' as const), owner };
  }

  answer(incoming: Incoming, twist: Twist): Outgoing {
    try {
      return this.#route(incoming, twist);
    } catch (error) {
      if (!(error instanceof BinanceError)) throw error;
      const headers = error.status === 429 || error.status === 418 ? { 'retry-after': '60' } : {};
      return { status: error.status, body: error.body(), headers };
    }
  }

  trouble(trouble: Trouble): Outgoing {
    switch (trouble.kind) {
      case 'RateLimited':
      case 'Banned': {
        const status = trouble.kind === 'Banned' ? 418 : 429;
        const body = { code: -1003, msg: 'Too much request weight used.' };
        return { status, body, headers: { 'retry-after': String(trouble.retryAfterSeconds) } };
      }
      case 'ServerError':
        return { status: trouble.status, body: 'Internal error; unable to process your request.' };
      case 'Maintenance':
        return { status: 503, body: { code: -1016, msg: 'This service is no longer available.' } };
      case 'FailsAfterEffect': {
        const msg =
          'Timeout waiting for response from backend server. Send status unknown; execution status unknown.';
        return { status: 408, body: { code: -1007, msg } };
      }
    }
  }

  #route(incoming: Incoming, twist: Twist): Outgoing {
    const name = `${incoming.method} ${incoming.path}`;
    const now = this.#clock.now();
    const open = PUBLIC[name];
    const closed = PRIVATE[name];
    if (open === undefined && closed === undefined) {
      return { status: 404, body: { code: -1000, msg: 'No such endpoint.' } };
    }
    const weight = open?.weight ?? closed?.weight ?? 1;
    const used = this.sessions.spend(incoming.address, weight, now);
    const headers = { 'x-mbx-used-weight-1m': String(used), 'x-mbx-used-weight': String(used) };
    const parameters = new Parameters(sentText(incoming));
    if (open !== undefined) {
      return { status: 200, body: open.act(this.#world, parameters, now), headers };
    }
    const key = this.sessions.authenticate(incoming, now);
    if (closed?.trades === true && !key.mayTrade) {
      throw new BinanceError(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
    }
    const call = { world: this.#world, owner: key.owner, key, parameters, now, twist };
    return { status: 200, body: closed?.act(call), headers };
  }

  connect(incoming: Incoming, line: StreamLine): StreamHandler | undefined {
    if (incoming.path.startsWith('/ws-api')) return this.#connectApi(incoming, line);
    const isCombined = incoming.path.startsWith('/stream');
    if (!isCombined && !incoming.path.startsWith('/ws')) return undefined;
    const streams = new MarketStreams(this.#world, this.#clock, line, isCombined);
    const asked = isCombined
      ? (new Parameters(incoming.query).get('streams')?.split('/') ?? [])
      : incoming.path.split('/').filter((part) => part.includes('@'));
    for (const name of asked) streams.subscribe(name);
    return {
      onMessage: (text) => line.send(answerSubscription(streams, text), 'public'),
      onClose: () => streams.close(),
    };
  }

  #connectApi(incoming: Incoming, line: StreamLine): StreamHandler {
    let stop: (() => void) | undefined;
    return {
      onMessage: (text) => {
        const { id, method, params } = readMessage(text);
        try {
          if (method !== 'userDataStream.subscribe.signature') {
            throw new BinanceError(-1000, `Unknown method ${method}.`, 404);
          }
          const key = this.#checkParams(params, incoming.address);
          line.setOwner(key.owner);
          stop?.();
          stop = this.#tellUser(key.owner, line);
          line.send({ id, status: 200, result: { subscriptionId: 0 } }, 'private');
        } catch (error) {
          if (!(error instanceof BinanceError)) throw error;
          line.send({ id, status: error.status, error: error.body() }, 'private');
        }
      },
      onClose: () => stop?.(),
    };
  }

  /** Parameters of the WebSocket API are signed in the order of the alphabet. */
  #checkParams(params: Readonly<Record<string, unknown>>, address: string): CustomerKey {
    const { signature, ...rest } = params;
    const signed = Object.keys(rest)
      .sort()
      .map((name) => `${name}=${String(rest[name])}`)
      .join('&');
    return this.sessions.check({
      key: String(params['apiKey'] ?? ''),
      signed,
      signature: String(signature ?? ''),
      parameters: new Parameters(signed),
      address,
      now: this.#clock.now(),
    });
  }

  #tellUser(owner: string, line: StreamLine): () => void {
    const tell = (event: unknown) => line.send({ subscriptionId: 0, event }, 'private');
    return this.#world.listen({
      onReports: (reports) => {
        for (const event of executionReports(this.#world, owner, reports)) tell(event);
      },
      onFunds: (changed, assets, at) => {
        if (changed === owner) tell(accountPosition(this.#world, owner, assets, at));
      },
    });
  }
}

interface Message {
  readonly id: unknown;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly names: readonly string[];
}

function readMessage(text: string): Message {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    read = null;
  }
  const { id = null, method = '', params = {} } = (read ?? {}) as Record<string, unknown>;
  const names = Array.isArray(params) ? params.map(String) : [];
  return { id, method: String(method), params: params as Message['params'], names };
}

function answerSubscription(streams: MarketStreams, text: string): unknown {
  const { id, method, names } = readMessage(text);
  try {
    switch (method) {
      case 'SUBSCRIBE':
        for (const name of names) streams.subscribe(name);
        return { result: null, id };
      case 'UNSUBSCRIBE':
        for (const name of names) streams.unsubscribe(name);
        return { result: null, id };
      case 'LIST_SUBSCRIPTIONS':
        return { result: streams.names(), id };
      default:
        throw new BinanceError(2, `Invalid request: unknown method ${method}`);
    }
  } catch (error) {
    if (!(error instanceof BinanceError)) throw error;
    return { error: { code: error.code, msg: error.message }, id };
  }
}
