/** Coinbase Advanced Trade's WebSocket: one connection, channels, one count of messages over all. */
import { formatFixed } from '../kernel/fixed.ts';
import type { LevelChange, Side } from '../matching/index.ts';
import type { StreamKind } from '../server/faults.ts';
import type { StreamLine } from '../server/protocol.ts';
import type { WorldClock } from '../world/clock.ts';
import type { Listing, VenueWorld } from '../world/venue-world.ts';
import { streamOrder } from './orders.ts';
import { changePercent, dayOf, listingOf } from './public.ts';
import type { Sessions } from './session.ts';
import { CoinbaseError, instant, makerSide, productOf } from './wire.ts';

const TICK_MS = 50;
const SECOND_MS = 1000;
const CHANNELS = [
  'level2',
  'market_trades',
  'ticker',
  'ticker_batch',
  'heartbeats',
  'user',
] as const;
type Channel = (typeof CHANNELS)[number];

const SIDE: Readonly<Record<Side, string>> = { Buy: 'bid', Sell: 'offer' };

export class CoinbaseStreams {
  readonly #world: VenueWorld;
  readonly #clock: WorldClock;
  readonly #line: StreamLine;
  readonly #sessions: Sessions;
  readonly #subscribed = new Map<Channel, Map<string, Listing>>();
  /** Levels that changed since they were last told. */
  readonly #changes = new Map<string, Map<string, LevelChange>>();
  readonly #stops: (() => void)[] = [];
  #stopTimer: () => void;
  #sequence = 0;
  #lastSecond = 0;
  #owner: string | null = null;

  constructor(world: VenueWorld, clock: WorldClock, line: StreamLine, sessions: Sessions) {
    this.#world = world;
    this.#clock = clock;
    this.#line = line;
    this.#sessions = sessions;
    this.#stops.push(
      world.listen({
        onBook: ({ instrument, changes }) => this.#noteLevels(instrument, changes),
        onTrade: ({ instrument, id, at, price, qty, takerSide }) => {
          const listing = this.#has('market_trades', instrument);
          if (listing === undefined) return;
          const trade = {
            trade_id: String(id),
            product_id: productOf(listing),
            price: formatFixed(price),
            size: formatFixed(qty),
            side: makerSide(takerSide),
            time: instant(at),
          };
          this.#send('market_trades', [{ type: 'update', trades: [trade] }]);
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
    const { type, channel, product_ids: products = [] } = message;
    try {
      const known = CHANNELS.find((one) => one === channel);
      if (known === undefined) throw new CoinbaseError(400, 'error', 'channel not supported');
      const listings = (products as string[]).map((name) => listingOf(this.#world, String(name)));
      if (type === 'subscribe') this.#subscribe(known, listings, message);
      else if (type === 'unsubscribe') this.#unsubscribe(known, listings);
      else throw new CoinbaseError(400, 'error', 'type not supported');
    } catch (error) {
      if (!(error instanceof CoinbaseError)) throw error;
      this.#line.send({ type: 'error', message: error.message }, 'public');
    }
  }

  #subscribe(channel: Channel, listings: readonly Listing[], message: Message): void {
    if (channel === 'user') {
      const key = this.#sessions.ofSubscription(message, this.#clock.now());
      if (key === undefined) throw new CoinbaseError(401, 'error', 'authentication failure');
      this.#owner = key.owner;
      this.#line.setOwner(key.owner);
    }
    const known = this.#subscribed.get(channel) ?? new Map<string, Listing>();
    this.#subscribed.set(channel, known);
    for (const listing of listings) known.set(listing.id, listing);
    this.#tellSubscriptions();
    if (channel === 'level2') for (const listing of listings) this.#tellWholeBook(listing);
    if (channel === 'ticker' || channel === 'ticker_batch') {
      for (const listing of listings) this.#tellTicker(channel, listing, 'snapshot');
    }
    if (channel === 'user') this.#openUser();
  }

  #unsubscribe(channel: Channel, listings: readonly Listing[]): void {
    for (const { id } of listings) this.#subscribed.get(channel)?.delete(id);
    this.#tellSubscriptions();
  }

  #tellSubscriptions(): void {
    const subscriptions = Object.fromEntries(
      [...this.#subscribed].map(([channel, known]) => [
        channel,
        [...known.values()].map(productOf),
      ]),
    );
    this.#send('subscriptions', [{ subscriptions }]);
  }

  #has(channel: Channel, instrument: string): Listing | undefined {
    return this.#subscribed.get(channel)?.get(instrument);
  }

  #send(channel: string, events: readonly unknown[], kind: StreamKind = 'public'): void {
    const timestamp = instant(this.#clock.now());
    const message = { channel, client_id: '', timestamp, sequence_num: this.#sequence, events };
    this.#sequence += 1;
    this.#line.send(message, kind);
  }

  #tellWholeBook(listing: Listing): void {
    const book = this.#world.market(listing.id)?.book;
    const at = instant(this.#clock.now());
    const updates = (['Buy', 'Sell'] as const).flatMap((side) =>
      (book?.levels(side) ?? []).map(({ price, qty }) => levelRow(side, price, qty, at)),
    );
    this.#changes.delete(listing.id);
    const product_id = productOf(listing);
    this.#send('l2_data', [{ type: 'snapshot', product_id, updates }]);
  }

  #noteLevels(instrument: string, changes: readonly LevelChange[]): void {
    if (this.#has('level2', instrument) === undefined) return;
    const noted = this.#changes.get(instrument) ?? new Map<string, LevelChange>();
    for (const change of changes) noted.set(`${change.side}${change.price}`, change);
    this.#changes.set(instrument, noted);
    if (this.#world.tellsAtOnce) this.#tellLevels(instrument, noted);
  }

  #tick(): void {
    const now = this.#clock.now();
    for (const [instrument, noted] of this.#changes) this.#tellLevels(instrument, noted);
    if (now - this.#lastSecond < SECOND_MS) return;
    this.#lastSecond = now;
    for (const channel of ['ticker', 'ticker_batch'] as const) {
      for (const listing of this.#subscribed.get(channel)?.values() ?? []) {
        if (!this.#world.isStale(listing.id)) this.#tellTicker(channel, listing, 'update');
      }
    }
    if (this.#subscribed.has('heartbeats')) {
      const beat = { current_time: new Date(now).toString(), heartbeat_counter: this.#sequence };
      this.#send('heartbeats', [beat]);
    }
  }

  #tellLevels(instrument: string, noted: Map<string, LevelChange>): void {
    const listing = this.#has('level2', instrument);
    if (listing !== undefined && noted.size > 0) {
      const at = instant(this.#clock.now());
      const updates = [...noted.values()].map(({ side, price, qty }) =>
        levelRow(side, price, qty, at),
      );
      this.#world.bookUpdatesTold += 1;
      this.#send('l2_data', [{ type: 'update', product_id: productOf(listing), updates }]);
    }
    noted.clear();
  }

  #tellTicker(channel: Channel, listing: Listing, type: 'snapshot' | 'update'): void {
    const now = this.#clock.now();
    const day = dayOf(this.#world, listing.id, now);
    const market = this.#world.market(listing.id);
    const last = market?.lastPrice ?? day?.close ?? 0n;
    const [bid] = market?.book.levels('Buy', 1) ?? [];
    const [ask] = market?.book.levels('Sell', 1) ?? [];
    const text = (value: bigint | undefined) => formatFixed(value ?? 0n);
    const ticker = {
      type: 'ticker',
      product_id: productOf(listing),
      price: text(last),
      volume_24_h: text(day?.volume),
      low_24_h: text(day?.low),
      high_24_h: text(day?.high),
      low_52_w: text(day?.low),
      high_52_w: text(day?.high),
      price_percent_chg_24_h: changePercent(day, last),
      best_bid: text(bid?.price),
      best_bid_quantity: text(bid?.qty),
      best_ask: text(ask?.price),
      best_ask_quantity: text(ask?.qty),
    };
    this.#send(channel, [{ type, tickers: [ticker] }]);
  }

  #openUser(): void {
    const owner = this.#owner;
    if (owner === null) return;
    const tell = (type: 'snapshot' | 'update', orders: unknown[]) =>
      this.#send('user', [{ type, orders }], 'private');
    const open = this.#world.venue.openOrders(owner);
    tell(
      'snapshot',
      open.map((order) => streamOrder(this.#world, order)),
    );
    this.#stops.push(
      this.#world.listen({
        onReports: (reports) => {
          const orders = reports
            .flatMap((one) =>
              one.kind === 'Trade' ? [one.maker.order, one.taker.order] : [one.order],
            )
            .filter((order) => order.owner === owner && order.status !== 'Rejected');
          if (orders.length > 0) {
            tell(
              'update',
              orders.map((order) => streamOrder(this.#world, order)),
            );
          }
        },
      }),
    );
  }
}

function levelRow(side: Side, price: bigint, qty: bigint, at: string) {
  return {
    side: SIDE[side],
    event_time: at,
    price_level: formatFixed(price),
    new_quantity: formatFixed(qty),
  };
}

type Message = Readonly<Record<string, unknown>>;

function readMessage(text: string): Message {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Message) : {};
  } catch {
    return {};
  }
}
