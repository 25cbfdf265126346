/**
 * Coinbase Advanced Trade: REST under `/api/v3/brokerage` (and the little of `/v2` that clients ask
 * for), the WebSocket under every other path.
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
import type { VenueWorld } from '../world/venue-world.ts';
import { accounts, keyPermissions, portfolios, transactionSummary, wallets } from './account.ts';
import {
  type Call,
  cancelOrders,
  createOrder,
  editOrder,
  getOrder,
  listFills,
  listOrders,
} from './orders.ts';
import {
  bestBidAsk,
  candles,
  listingOf,
  product,
  productBook,
  products,
  productTicker,
} from './public.ts';
import { Sessions } from './session.ts';
import { CoinbaseStreams } from './streams.ts';
import { CoinbaseError } from './wire.ts';

const ROOT = '/api/v3/brokerage';

interface PrivateRoute {
  readonly operation: Operation;
  readonly trades?: boolean;
  readonly act: (call: Call) => unknown;
}

const PRIVATE: Readonly<Record<string, PrivateRoute>> = {
  'GET /accounts': { operation: 'account', act: accounts },
  'GET /v2/accounts': { operation: 'account', act: wallets },
  'GET /key_permissions': { operation: 'account', act: keyPermissions },
  'GET /transaction_summary': { operation: 'account', act: transactionSummary },
  'GET /portfolios': { operation: 'account', act: portfolios },
  'POST /orders': { operation: 'order.place', trades: true, act: createOrder },
  'POST /orders/batch_cancel': { operation: 'order.cancel', trades: true, act: cancelOrders },
  'POST /orders/edit': { operation: 'order.replace', trades: true, act: editOrder },
  'GET /orders/historical/batch': { operation: 'orders.open', act: listOrders },
  'GET /orders/historical/fills': { operation: 'trades.own', act: listFills },
};

const ONE_ORDER = /^GET \/orders\/historical\/([0-9a-f-]{36})$/;
const ONE_PRODUCT = /^GET (?:\/market)?\/products\/([A-Z0-9]+-[A-Z0-9]+)(\/ticker|\/candles)?$/;

function routeOf({ method, path }: Incoming): PrivateRoute | undefined {
  const name = `${method} ${path.replace(ROOT, '')}`;
  const [, id] = ONE_ORDER.exec(name) ?? [];
  if (id !== undefined) return { operation: 'order.query', act: (call) => getOrder(call, id) };
  return PRIVATE[name];
}

export class CoinbaseProtocol implements Protocol {
  readonly name = 'coinbase';
  readonly #world: VenueWorld;
  readonly #clock: WorldClock;
  readonly #sessions: Sessions;

  constructor(world: VenueWorld, clock: WorldClock) {
    this.#world = world;
    this.#clock = clock;
    this.#sessions = new Sessions(world.customers);
  }

  describe(incoming: Incoming) {
    return {
      operation: routeOf(incoming)?.operation ?? ('market-data' as const),
      owner: this.#sessions.claimed(incoming)?.owner ?? null,
    };
  }

  answer(incoming: Incoming, twist: Twist): Outgoing {
    try {
      return { status: 200, body: this.#route(incoming, twist) };
    } catch (error) {
      if (!(error instanceof CoinbaseError)) throw error;
      return { status: error.status, body: error.body() };
    }
  }

  trouble(trouble: Trouble): Outgoing {
    switch (trouble.kind) {
      case 'RateLimited':
      case 'Banned': {
        const body = { error: 'RESOURCE_EXHAUSTED', message: 'Too many requests' };
        return { status: 429, body, headers: { 'retry-after': String(trouble.retryAfterSeconds) } };
      }
      case 'ServerError':
        return { status: trouble.status, body: { error: 'INTERNAL', message: 'Internal error' } };
      case 'Maintenance':
        return { status: 503, body: { error: 'UNAVAILABLE', message: 'Under maintenance' } };
      case 'FailsAfterEffect':
        return { status: 500, body: { error: 'INTERNAL', message: 'Internal error' } };
    }
  }

  connect(incoming: Incoming, line: StreamLine): StreamHandler | undefined {
    if (incoming.path.startsWith('/api')) return undefined;
    const streams = new CoinbaseStreams(this.#world, this.#clock, line, this.#sessions);
    return { onMessage: (text) => streams.receive(text), onClose: () => streams.close() };
  }

  /** @throws {CoinbaseError} */
  #route(incoming: Incoming, twist: Twist): unknown {
    const now = this.#clock.now();
    const query = new URLSearchParams(incoming.query);
    const open = this.#answerAll(incoming, query, now);
    if (open !== undefined) return open;
    const route = routeOf(incoming);
    if (route === undefined) throw new CoinbaseError(404, 'NOT_FOUND', 'No such endpoint');
    const key = this.#sessions.authenticate(incoming, now);
    if (route.trades === true && !key.mayTrade) {
      throw new CoinbaseError(403, 'PERMISSION_DENIED', 'Missing required scopes');
    }
    return route.act({
      world: this.#world,
      owner: key.owner,
      key,
      query,
      body: readBody(incoming.body),
      now,
      twist,
    });
  }

  /** What is the same for everybody, with a key or without. */
  #answerAll({ method, path }: Incoming, query: URLSearchParams, now: number): unknown {
    const world = this.#world;
    const name = `${method} ${path.replace(ROOT, '')}`;
    const [, id, part] = ONE_PRODUCT.exec(name) ?? [];
    if (id !== undefined) {
      const listing = listingOf(world, id);
      if (part === '/ticker') return productTicker(world, listing, query);
      return part === '/candles' ? candles(world, listing, query) : product(world, listing, now);
    }
    switch (name) {
      case 'GET /time':
        return {
          iso: new Date(now).toISOString(),
          epochSeconds: String(Math.floor(now / 1000)),
          epochMillis: String(now),
        };
      case 'GET /v2/time':
        return { data: { iso: new Date(now).toISOString(), epoch: Math.floor(now / 1000) } };
      case 'GET /market/products':
      case 'GET /products':
        return products(world, query, now);
      case 'GET /market/product_book':
      case 'GET /product_book':
        return productBook(world, query, now);
      case 'GET /best_bid_ask':
        return bestBidAsk(world, query, now);
      case 'GET /v2/currencies':
      case 'GET /v2/currencies/crypto':
        return { data: [] };
      case 'GET /v2/exchange-rates':
        return { data: { currency: 'USD', rates: {} } };
      default:
        return undefined;
    }
  }
}

function readBody(text: string): Call['body'] {
  if (text === '') return {};
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) return read as Call['body'];
  } catch {
    // Said below, like everything else that can't be read.
  }
  throw new CoinbaseError(400, 'INVALID_ARGUMENT', 'The body is not JSON');
}
