/** Kraken's WebSocket API, version 2: one connection, many channels. */
import { placesOf } from '../kernel/fixed.ts';
import type { StreamKind } from '../server/faults.ts';
import type { StreamLine } from '../server/protocol.ts';
import type { WorldClock } from '../world/clock.ts';
import type { Listing, VenueWorld } from '../world/venue-world.ts';
import { BookView } from './book-view.ts';
import { balancesOf, executionsOf, snapshotOf } from './executions.ts';
import { assetInfos, instrumentInfo } from './instruments.ts';
import { listingOf } from './public.ts';
import type { Sessions } from './session.ts';
import { instant, KrakenError, plain, streamText } from './wire.ts';

const TICK_MS = 100;
const HEARTBEAT_MS = 1000;
const DEPTHS = [10, 25, 100, 500, 1000];

interface Asked {
  readonly channel: string;
  readonly symbols: readonly string[];
  readonly depth: number;
  readonly token: string;
  readonly wantsSnapshot: boolean;
}

interface BookChannel {
  readonly listing: Listing;
  readonly view: BookView;
}

export class KrakenStreams {
  readonly #world: VenueWorld;
  readonly #clock: WorldClock;
  readonly #line: StreamLine;
  readonly #sessions: Sessions;
  readonly #books = new Map<string, BookChannel>();
  readonly #symbols: Record<'trade' | 'ticker', Set<string>> = {
    trade: new Set(),
    ticker: new Set(),
  };
  readonly #stops: (() => void)[] = [];
  #stopTimer: () => void;
  #lastSentAt = 0;
  /** Each subscription counts its own messages. */
  readonly #sequences = { executions: 0, balances: 0 };
  /** As last told to who listens to instruments; null for nobody. */
  #statuses: Map<string, string> | null = null;
  #owner: string | null = null;

  constructor(world: VenueWorld, clock: WorldClock, line: StreamLine, sessions: Sessions) {
    this.#world = world;
    this.#clock = clock;
    this.#line = line;
    this.#sessions = sessions;
    this.#send({
      channel: 'status',
      type: 'update',
      data: [{ api_version: 'v2', connection_id: 1, system: 'online', version: '2.0.10' }],
    });
    this.#stops.push(
      world.listen({
        onBook: ({ instrument }) => {
          const book = world.tellsAtOnce ? this.#books.get(instrument) : undefined;
          if (book !== undefined) this.#tellBook(book, 'update');
        },
        onTrade: ({ instrument, id, at, price, qty, takerSide }) => {
          if (!this.#symbols.trade.has(instrument)) return;
          const places = placesOf(listingOf(world, instrument).tickSize);
          const row = {
            symbol: instrument,
            side: takerSide.toLowerCase(),
            price: plain(price, places),
            qty: plain(qty, 8),
            ord_type: 'limit',
            trade_id: id,
            timestamp: instant(at),
          };
          this.#send({ channel: 'trade', type: 'update', data: [row] });
        },
      }),
    );
    const tick = () => {
      this.#tick();
      this.#stopTimer = clock.at(clock.now() + TICK_MS, tick);
    };
    this.#stopTimer = clock.at(clock.now() + TICK_MS, tick);
  }

  close(): void {
    this.#stopTimer();
    for (const stop of this.#stops) stop();
  }

  receive(text: string): void {
    const message = readMessage(text);
    const now = instant(this.#clock.now());
    const times = { time_in: now, time_out: now };
    const { method, req_id: id, params } = message;
    if (method === 'ping') {
      this.#send({ method: 'pong', req_id: id, ...times });
      return;
    }
    if (method !== 'subscribe' && method !== 'unsubscribe') {
      const error = 'Unsupported method';
      this.#send({ method, req_id: id, success: false, error, ...times });
      return;
    }
    const asked = readAsked(params);
    try {
      const listings = asked.symbols.map((symbol) => listingOf(this.#world, symbol));
      if (method === 'unsubscribe') this.#unsubscribe(asked);
      else this.#check(asked);
      for (const symbol of asked.symbols.length > 0 ? asked.symbols : [undefined]) {
        const result = { channel: asked.channel, symbol, snapshot: asked.wantsSnapshot };
        this.#send({ method, req_id: id, result, success: true, ...times });
      }
      if (method === 'subscribe') this.#subscribe(asked, listings);
    } catch (error) {
      if (!(error instanceof KrakenError)) throw error;
      const { message: said } = error;
      this.#send({ method, req_id: id, success: false, error: said, ...times });
    }
  }

  #send(message: unknown, kind: StreamKind = 'public'): void {
    this.#lastSentAt = this.#clock.now();
    this.#line.send(streamText(message), kind);
  }

  /** @throws {KrakenError} */
  #check({ channel, depth, token }: Asked): void {
    if (channel === 'book' && !DEPTHS.includes(depth)) {
      throw new KrakenError('Subscription depth not supported');
    }
    if (channel !== 'executions' && channel !== 'balances') return;
    const key = this.#sessions.ofToken(token, this.#clock.now());
    if (key === undefined) throw new KrakenError('EAuth: Invalid session');
    this.#owner = key.owner;
    this.#line.setOwner(key.owner);
  }

  #subscribe(asked: Asked, listings: readonly Listing[]): void {
    switch (asked.channel) {
      case 'book':
        for (const listing of listings) this.#openBook(listing, asked.depth);
        return;
      case 'trade':
      case 'ticker':
        for (const { id } of listings) this.#symbols[asked.channel].add(id);
        return;
      case 'instrument':
        this.#openInstruments(asked.wantsSnapshot);
        return;
      case 'executions':
        this.#openExecutions();
        return;
      case 'balances':
        this.#openBalances();
        return;
      default:
    }
  }

  #unsubscribe({ channel, symbols }: Asked): void {
    for (const symbol of symbols) {
      if (channel === 'book') this.#books.delete(symbol);
      if (channel === 'trade' || channel === 'ticker') this.#symbols[channel].delete(symbol);
    }
  }

  #openBook(listing: Listing, depth: number): void {
    const market = this.#world.market(listing.id);
    if (market === undefined) return;
    const view = new BookView(market, depth);
    this.#books.set(listing.id, { listing, view });
    this.#tellBook({ listing, view }, 'snapshot');
  }

  #tellBook({ listing, view }: BookChannel, type: 'snapshot' | 'update'): void {
    const { bids, asks } = type === 'snapshot' ? view.snapshot() : view.changes();
    if (bids.length + asks.length === 0) return;
    const places = placesOf(listing.tickSize);
    const rows = (levels: typeof bids) =>
      levels.map(({ price, qty }) => ({ price: plain(price, places), qty: plain(qty, 8) }));
    const data = {
      symbol: listing.id,
      bids: rows(bids),
      asks: rows(asks),
      checksum: view.checksum(),
      timestamp: instant(this.#clock.now()),
    };
    if (type === 'update') this.#world.bookUpdatesTold += 1;
    this.#send({ channel: 'book', type, data: [data] });
  }

  #tick(): void {
    for (const [id, book] of this.#books) {
      if (!this.#world.isStale(id)) this.#tellBook(book, 'update');
    }
    for (const id of this.#symbols.ticker) if (!this.#world.isStale(id)) this.#tellTicker(id);
    this.#tellInstruments();
    if (this.#clock.now() - this.#lastSentAt >= HEARTBEAT_MS) this.#send({ channel: 'heartbeat' });
  }

  #openInstruments(wantsSnapshot: boolean): void {
    const pairs = this.#world.listings().map((listing) => instrumentInfo(this.#world, listing));
    this.#statuses = new Map(pairs.map(({ symbol, status }) => [symbol, status]));
    if (!wantsSnapshot) return;
    const data = { assets: assetInfos(this.#world), pairs };
    this.#send({ channel: 'instrument', type: 'snapshot', data });
  }

  /** Pairs whose status is another than before. */
  #tellInstruments(): void {
    const known = this.#statuses;
    if (known === null) return;
    const pairs = this.#world
      .listings()
      .map((listing) => instrumentInfo(this.#world, listing))
      .filter(({ symbol, status }) => known.get(symbol) !== status);
    if (pairs.length === 0) return;
    for (const { symbol, status } of pairs) known.set(symbol, status);
    this.#send({ channel: 'instrument', type: 'update', data: { assets: [], pairs } });
  }

  #tellTicker(id: string): void {
    const listing = listingOf(this.#world, id);
    const market = this.#world.market(id);
    const [bid] = market?.book.levels('Buy', 1) ?? [];
    const [ask] = market?.book.levels('Sell', 1) ?? [];
    if (bid === undefined || ask === undefined) return;
    const price = (value: bigint) => plain(value, placesOf(listing.tickSize));
    const last = market?.lastPrice ?? bid.price;
    const data = {
      symbol: id,
      bid: price(bid.price),
      bid_qty: plain(bid.qty, 8),
      ask: price(ask.price),
      ask_qty: plain(ask.qty, 8),
      last: price(last),
      volume: 0,
      vwap: price(last),
      low: price(last),
      high: price(last),
      change: 0,
      change_pct: 0,
      timestamp: instant(this.#clock.now()),
    };
    this.#send({ channel: 'ticker', type: 'update', data: [data] });
  }

  #openExecutions(): void {
    const owner = this.#owner;
    if (owner === null) return;
    const tell = (type: 'snapshot' | 'update', data: unknown[]) => {
      this.#sequences.executions += 1;
      const sequence = this.#sequences.executions;
      this.#send({ channel: 'executions', type, data, sequence }, 'private');
    };
    tell('snapshot', snapshotOf(this.#world, owner));
    this.#stops.push(
      this.#world.listen({
        onReports: (reports) => {
          const data = executionsOf(this.#world, owner, reports);
          if (data.length > 0) tell('update', data);
        },
      }),
    );
  }

  #openBalances(): void {
    const owner = this.#owner;
    if (owner === null) return;
    const tell = (type: 'snapshot' | 'update', assets: readonly string[]) => {
      this.#sequences.balances += 1;
      const sequence = this.#sequences.balances;
      const data = balancesOf(this.#world, owner, assets);
      this.#send({ channel: 'balances', type, data, sequence }, 'private');
    };
    tell('snapshot', [...this.#world.venue.funds.all(owner).keys()]);
    const onFunds = (changed: string, assets: readonly string[]) => {
      if (changed === owner) tell('update', assets);
    };
    this.#stops.push(this.#world.listen({ onFunds }));
  }
}

interface Message {
  readonly method: string;
  readonly req_id: unknown;
  readonly params: Readonly<Record<string, unknown>>;
}

function readMessage(text: string): Message {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    read = {};
  }
  const { method = '', req_id, params = {} } = (read ?? {}) as Record<string, unknown>;
  return { method: String(method), req_id, params: params as Message['params'] };
}

function readAsked(params: Message['params']): Asked {
  const { channel = '', symbol, depth = 10, token = '', snapshot = true } = params;
  return {
    channel: String(channel),
    symbols: Array.isArray(symbol) ? symbol.map(String) : [],
    depth: Number(depth),
    token: String(token),
    wantsSnapshot: snapshot !== false,
  };
}
