/** Public streams: who subscribed to what, and what each of them is told. */
import type { Fixed } from '../kernel/fixed.ts';
import type { StreamLine } from '../server/protocol.ts';
import type { WorldClock } from '../world/clock.ts';
import type { BookUpdate, Listing, PublicTrade, VenueWorld } from '../world/venue-world.ts';
import { barLength, bookTicker, ticker24 } from './public.ts';
import { BinanceError, eight, symbolOf } from './wire.ts';

const STREAM =
  /^([a-z0-9]+)@(trade|aggTrade|bookTicker|ticker|depth|depth@100ms|depth@1000ms|kline_(\w+))$/;
const STREAMS_MAX = 1024;
const SECOND_MS = 1000;

interface Subscription {
  readonly name: string;
  readonly listing: Listing;
  readonly topic: string;
  /** Depth: levels that changed since the last message, and the numbers they cover. */
  readonly levels: { readonly Buy: Map<Fixed, Fixed>; readonly Sell: Map<Fixed, Fixed> };
  first: number | undefined;
  last: number;
}

/** One connection's subscriptions. */
export class MarketStreams {
  readonly #world: VenueWorld;
  readonly #clock: WorldClock;
  readonly #line: StreamLine;
  /** Whether each message is wrapped with the name of its stream. */
  readonly #isCombined: boolean;
  readonly #subscribed = new Map<string, Subscription>();
  readonly #stops: (() => void)[];
  #timers: (() => void)[] = [];

  constructor(world: VenueWorld, clock: WorldClock, line: StreamLine, isCombined: boolean) {
    this.#world = world;
    this.#clock = clock;
    this.#line = line;
    this.#isCombined = isCombined;
    this.#stops = [
      world.listen({
        onTrade: (trade) => this.#onTrade(trade),
        onBook: (update) => this.#onBook(update),
      }),
    ];
    this.#every(100, () => this.#flush('depth@100ms'));
    this.#every(SECOND_MS, () => {
      this.#flush('depth');
      this.#flush('depth@1000ms');
      this.#tellEachSecond();
    });
  }

  close(): void {
    for (const stop of [...this.#stops, ...this.#timers]) stop();
    this.#timers = [];
  }

  names(): string[] {
    return [...this.#subscribed.keys()];
  }

  /** @throws {BinanceError} for a stream there is none of. */
  subscribe(name: string): void {
    const [, symbol = '', topic = '', interval] = STREAM.exec(name) ?? [];
    const listing = this.#world.listings().find((one) => symbolOf(one).toLowerCase() === symbol);
    if (listing === undefined) throw new BinanceError(2, `Invalid request: unknown stream ${name}`);
    if (interval !== undefined) barLength(interval);
    if (this.#subscribed.size >= STREAMS_MAX) {
      throw new BinanceError(2, `Invalid request: more than ${STREAMS_MAX} streams`);
    }
    const levels = { Buy: new Map<Fixed, Fixed>(), Sell: new Map<Fixed, Fixed>() };
    this.#subscribed.set(name, { name, listing, topic, levels, first: undefined, last: 0 });
  }

  unsubscribe(name: string): void {
    this.#subscribed.delete(name);
  }

  #every(ms: number, call: () => void): void {
    const next = () => {
      call();
      this.#timers[place] = this.#clock.at(this.#clock.now() + ms, next);
    };
    const place = this.#timers.length;
    this.#timers.push(this.#clock.at(this.#clock.now() + ms, next));
  }

  #send({ name }: Subscription, data: unknown): void {
    this.#line.send(this.#isCombined ? { stream: name, data } : data, 'public');
  }

  #onTrade({ instrument, id, at, price, qty, takerSide }: PublicTrade): void {
    for (const subscription of this.#subscribed.values()) {
      const { listing, topic } = subscription;
      if (listing.id !== instrument) continue;
      const shared = { E: at, s: symbolOf(listing), p: eight(price), q: eight(qty), T: at };
      const m = takerSide === 'Sell';
      if (topic === 'trade') this.#send(subscription, { e: 'trade', ...shared, t: id, m, M: true });
      if (topic === 'aggTrade') {
        this.#send(subscription, { e: 'aggTrade', ...shared, a: id, f: id, l: id, m, M: true });
      }
    }
  }

  #onBook({ instrument, first, last, changes }: BookUpdate): void {
    for (const subscription of this.#subscribed.values()) {
      const { listing, topic, levels } = subscription;
      if (listing.id !== instrument) continue;
      if (topic === 'bookTicker') {
        const {
          symbol: s,
          bidPrice: b,
          bidQty: B,
          askPrice: a,
          askQty: A,
        } = bookTicker(this.#world, listing);
        this.#send(subscription, { u: last, s, b, B, a, A });
      }
      if (!topic.startsWith('depth')) continue;
      for (const { side, price, qty } of changes) levels[side].set(price, qty);
      subscription.first ??= first;
      subscription.last = last;
      if (this.#world.tellsAtOnce) this.#tellDepth(subscription);
    }
  }

  #flush(topic: string): void {
    for (const subscription of this.#subscribed.values()) {
      if (subscription.topic === topic) this.#tellDepth(subscription);
    }
  }

  #tellDepth(subscription: Subscription): void {
    const { first, last, levels, listing } = subscription;
    if (first === undefined) return;
    const rows = (side: 'Buy' | 'Sell') =>
      [...levels[side]].map(([price, qty]) => [eight(price), eight(qty)]);
    const [bids, asks] = [rows('Buy'), rows('Sell')];
    levels.Buy.clear();
    levels.Sell.clear();
    subscription.first = undefined;
    this.#world.bookUpdatesTold += 1;
    this.#send(subscription, {
      e: 'depthUpdate',
      E: this.#clock.now(),
      s: symbolOf(listing),
      U: first,
      u: last,
      b: bids,
      a: asks,
    });
  }

  #tellEachSecond(): void {
    const now = this.#clock.now();
    for (const subscription of this.#subscribed.values()) {
      if (this.#world.isStale(subscription.listing.id)) continue;
      if (subscription.topic === 'ticker') this.#tellTicker(subscription, now);
      if (subscription.topic.startsWith('kline_')) this.#tellBar(subscription, now);
    }
  }

  #tellTicker(subscription: Subscription, now: number): void {
    const t = ticker24(this.#world, subscription.listing, now);
    this.#send(subscription, {
      e: '24hrTicker',
      E: now,
      s: t.symbol,
      p: t.priceChange,
      P: t.priceChangePercent,
      w: t.weightedAvgPrice,
      x: t.prevClosePrice,
      c: t.lastPrice,
      Q: t.lastQty,
      b: t.bidPrice,
      B: t.bidQty,
      a: t.askPrice,
      A: t.askQty,
      o: t.openPrice,
      h: t.highPrice,
      l: t.lowPrice,
      v: t.volume,
      q: t.quoteVolume,
      O: t.openTime,
      C: t.closeTime,
      F: t.firstId,
      L: t.lastId,
      n: t.count,
    });
  }

  #tellBar(subscription: Subscription, now: number): void {
    const interval = subscription.topic.slice('kline_'.length);
    const lengthMs = barLength(interval);
    const { listing } = subscription;
    const range = { lengthMs, from: now - lengthMs, to: now + 1, most: 1 };
    const [bar] = this.#world.bars(listing.id)?.list(range) ?? [];
    if (bar === undefined) return;
    const s = symbolOf(listing);
    this.#send(subscription, {
      e: 'kline',
      E: now,
      s,
      k: {
        t: bar.at,
        T: bar.at + lengthMs - 1,
        s,
        i: interval,
        f: -1,
        L: -1,
        o: eight(bar.open),
        c: eight(bar.close),
        h: eight(bar.high),
        l: eight(bar.low),
        v: eight(bar.volume),
        n: bar.trades,
        x: bar.at + lengthMs <= now,
        q: eight(bar.quoteVolume),
        V: eight(bar.volume / 2n),
        Q: eight(bar.quoteVolume / 2n),
        B: '0',
      },
    });
  }
}
