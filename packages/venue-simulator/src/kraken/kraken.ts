/** Kraken's spot API: REST under `/0/public` and `/0/private`, streams under `/v2`. */
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
import { keyInfo, tradeVolume } from './account.ts';
import {
  addOrder,
  amendOrder,
  balance,
  balanceWithHolds,
  type Call,
  cancelAll,
  cancelBatch,
  cancelOrder,
  closedOrders,
  openOrders,
  queryOrders,
  tradesHistory,
} from './orders.ts';
import { assetPairs, assets, depth, ohlc, ticker, trades } from './public.ts';
import { Parameters, Sessions } from './session.ts';
import { KrakenStreams } from './streams.ts';
import { KrakenError } from './wire.ts';

type PublicAct = (world: VenueWorld, parameters: Parameters, now: number) => unknown;

interface PrivateRoute {
  readonly cost: number;
  readonly operation: Operation;
  readonly trades?: boolean;
  readonly act: (call: Call) => unknown;
}

const PUBLIC: Readonly<Record<string, PublicAct>> = {
  Time: (_w, _p, now) => ({
    unixtime: Math.floor(now / 1000),
    rfc1123: new Date(now).toUTCString(),
  }),
  SystemStatus: (_w, _p, now) => ({ status: 'online', timestamp: new Date(now).toISOString() }),
  Assets: assets,
  AssetPairs: assetPairs,
  Depth: depth,
  Trades: trades,
  OHLC: ohlc,
  Ticker: ticker,
};

const PRIVATE: Readonly<Record<string, PrivateRoute>> = {
  Balance: { cost: 1, operation: 'account', act: balance },
  BalanceEx: { cost: 1, operation: 'account', act: balanceWithHolds },
  OpenOrders: { cost: 1, operation: 'orders.open', act: openOrders },
  ClosedOrders: { cost: 1, operation: 'orders.closed', act: closedOrders },
  QueryOrders: { cost: 1, operation: 'order.query', act: queryOrders },
  TradeVolume: { cost: 1, operation: 'account', act: tradeVolume },
  GetApiKeyInfo: { cost: 1, operation: 'account', act: keyInfo },
  TradesHistory: { cost: 2, operation: 'trades.own', act: tradesHistory },
  AddOrder: { cost: 0, operation: 'order.place', trades: true, act: addOrder },
  AmendOrder: { cost: 0, operation: 'order.replace', trades: true, act: amendOrder },
  CancelOrder: { cost: 0, operation: 'order.cancel', trades: true, act: cancelOrder },
  CancelOrderBatch: { cost: 0, operation: 'order.cancel', trades: true, act: cancelBatch },
  CancelAll: { cost: 1, operation: 'order.cancel', trades: true, act: cancelAll },
};

export class KrakenProtocol implements Protocol {
  readonly name = 'kraken';
  readonly #world: VenueWorld;
  readonly #clock: WorldClock;
  readonly #sessions: Sessions;
  /** Dead man's switches: what cancels a customer's orders unless it is put off in time. */
  readonly #switches = new Map<string, () => void>();

  constructor(world: VenueWorld, clock: WorldClock) {
    this.#world = world;
    this.#clock = clock;
    this.#sessions = new Sessions(world.customers);
  }

  describe({ path, headers }: Incoming) {
    const owner = this.#sessions.keyOf(headers['api-key'])?.owner ?? null;
    const name = path.split('/').at(-1) ?? '';
    if (name === 'GetWebSocketsToken' || name === 'CancelAllOrdersAfter') {
      return { operation: 'session' as const, owner };
    }
    return { operation: PRIVATE[name]?.operation ?? ('market-data' as const), owner };
  }

  answer(incoming: Incoming, twist: Twist): Outgoing {
    try {
      return { status: 200, body: { error: [], result: this.#route(incoming, twist) } };
    } catch (error) {
      if (!(error instanceof KrakenError)) throw error;
      return { status: 200, body: error.body() };
    }
  }

  trouble(trouble: Trouble): Outgoing {
    switch (trouble.kind) {
      case 'RateLimited':
        return { status: 200, body: { error: ['EAPI:Rate limit exceeded'] } };
      case 'Banned':
        return { status: 200, body: { error: ['EGeneral:Temporary lockout'] } };
      case 'ServerError':
        return { status: trouble.status, body: 'error code: 520' };
      case 'Maintenance':
        return { status: 200, body: { error: ['EService:Unavailable'] } };
      case 'FailsAfterEffect':
        return { status: 200, body: { error: ['EService:Timeout'] } };
    }
  }

  connect({ path }: Incoming, line: StreamLine): StreamHandler | undefined {
    if (!path.startsWith('/v2')) return undefined;
    const streams = new KrakenStreams(this.#world, this.#clock, line, this.#sessions);
    return { onMessage: (text) => streams.receive(text), onClose: () => streams.close() };
  }

  /** @throws {KrakenError} */
  #route(incoming: Incoming, twist: Twist): unknown {
    const [, version, kind, name = ''] = incoming.path.split('/');
    const now = this.#clock.now();
    if (version !== '0') throw new KrakenError('EGeneral:Unknown method');
    if (kind === 'public') {
      const act = PUBLIC[name];
      if (act === undefined) throw new KrakenError('EGeneral:Unknown method');
      const text = incoming.query === '' ? incoming.body : incoming.query;
      return act(this.#world, new Parameters(text), now);
    }
    const key = this.#sessions.authenticate(incoming);
    const parameters = new Parameters(incoming.body);
    if (name === 'GetWebSocketsToken') return this.#sessions.newToken(key, now);
    if (name === 'CancelAllOrdersAfter') return this.#armSwitch(key.owner, parameters);
    const route = PRIVATE[name];
    if (route === undefined) throw new KrakenError('EGeneral:Unknown method');
    if (route.trades === true && !key.mayTrade) throw new KrakenError('EGeneral:Permission denied');
    this.#sessions.spend(key, route.cost, now);
    return route.act({ world: this.#world, owner: key.owner, key, parameters, now, twist });
  }

  /** 0 seconds disarms it. */
  #armSwitch(owner: string, parameters: Parameters): unknown {
    const seconds = parameters.number('timeout') ?? 0;
    const now = this.#clock.now();
    this.#switches.get(owner)?.();
    this.#switches.delete(owner);
    const triggerAt = now + seconds * 1000;
    if (seconds > 0) {
      const cancel = () => {
        const at = this.#clock.now();
        const reason = 'DeadMansSwitch' as const;
        this.#world.tell(this.#world.venue.cancelAll(owner, at, { reason }), at);
      };
      this.#switches.set(owner, this.#clock.at(triggerAt, cancel));
    }
    const triggerTime = seconds > 0 ? new Date(triggerAt).toISOString() : '0';
    return { currentTime: new Date(now).toISOString(), triggerTime };
  }
}
