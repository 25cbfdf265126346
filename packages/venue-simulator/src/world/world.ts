/**
 * The world: one model of prices, several venues that follow it each in its own way, and a clock that
 * moves them all.
 */
import { fromNumber } from '../kernel/fixed.ts';
import { createRandom } from '../kernel/random.ts';
import { type AssetModel, PriceModel } from '../market/index.ts';
import type { WorldClock } from './clock.ts';
import type { Happened } from './happened.ts';
import type { KeptWorld } from './keeping.ts';
import { type Listing, type VenueSetup, VenueWorld, volumeOf } from './venue-world.ts';

export interface WorldSetup {
  readonly seed: string;
  readonly assets: readonly AssetModel[];
  readonly venues: readonly VenueSetup[];
  readonly clock: WorldClock;
  /** Between two moments of market. */
  readonly stepMs: number;
  /** Levels laid anew per moment and instrument. */
  readonly slotsPerStep: number;
  /** How many times as many trades as there usually are; 1 for a market like the real one. */
  readonly busyness: number;
  /** How much of the past there is to see when it begins. */
  readonly historyMs: number;
  /** Instead of the model, for the instruments it has. */
  readonly recording?: readonly Happened[] | undefined;
  /** As an earlier world left it. */
  readonly kept?: KeptWorld | undefined;
}

const MINUTE_MS = 60_000;
const LATE_MOST_MS = 1000;
/** Some moves are out of every reader's sight, and without readers all of them are. */
const MOVES_PER_UPDATE = 8;

interface Pace {
  readonly updatesPerSecond: number;
  readonly markets: readonly { readonly venue: VenueWorld; readonly id: string }[];
  due: number;
  turn: number;
  /** When it was last kept, on the clock that does not jump. */
  at: number;
}

export class World {
  readonly venues: readonly VenueWorld[];
  readonly clock: WorldClock;
  readonly #setup: WorldSetup;
  readonly #model: PriceModel;
  #stop: (() => void) | undefined;
  #pace: Pace | undefined;
  readonly #startedAt: number;
  /** What of the recording has not happened again yet. */
  #nextHappening = 0;

  constructor(setup: WorldSetup) {
    const random = createRandom(setup.seed);
    const now = setup.clock.now();
    this.#setup = setup;
    this.clock = setup.clock;
    const before = () => new PriceModel(setup.assets, random.fork('prices'), now - setup.historyMs);
    this.#model = before();
    this.venues = setup.venues.map((venue) => new VenueWorld(venue, random.fork(venue.name)));
    this.#live(now, setup.kept === undefined ? () => 1 : towards(before(), now, setup));
    this.#restore(setup.kept);
    this.#startedAt = now;
    for (const { venue, instrument } of setup.recording ?? []) {
      this.venue(venue)?.replay(instrument);
    }
    for (const venue of this.venues) venue.open(this.#priceOf, now);
    this.#replay(now);
  }

  venue(name: string): VenueWorld | undefined {
    return this.venues.find((venue) => venue.name === name);
  }

  start(): void {
    if (this.#stop !== undefined) return;
    let last = this.clock.now();
    const { busyness, slotsPerStep } = this.#setup;
    const step = () => {
      const now = this.clock.now();
      this.#model.stepTo(now);
      this.#replay(now);
      if (this.#pace === undefined) {
        for (const venue of this.venues) {
          venue.step(this.#priceOf, (now - last) * busyness, slotsPerStep, now);
        }
      } else this.#keepPace(this.#pace, now);
      last = now;
      this.#stop = this.clock.at(now + this.#setup.stepMs, step);
    };
    this.#stop = this.clock.at(last + this.#setup.stepMs, step);
  }

  /**
   * From now on so many updates of books go out over the sockets each second, each as it happens, from
   * all instruments of these venues in turn; nobody trades by himself then. 0: everything stands still.
   */
  setPace(updatesPerSecond: number, names = this.venues.map(({ name }) => name)): void {
    const venues = this.venues.filter(({ name }) => names.includes(name));
    const markets = venues.flatMap((venue) => venue.listings().map(({ id }) => ({ venue, id })));
    this.#pace = { updatesPerSecond, markets, due: 0, turn: 0, at: this.clock.monotonicMs() };
    for (const venue of this.venues) venue.tellsAtOnce = true;
  }

  #replay(now: number): void {
    const { recording = [] } = this.#setup;
    for (;;) {
      const happened = recording[this.#nextHappening];
      if (happened === undefined || this.#startedAt + happened.at > now) return;
      this.#nextHappening += 1;
      this.venue(happened.venue)?.again(happened, now);
    }
  }

  /** What is late is made up for, but no more than a second of it. */
  #keepPace(pace: Pace, now: number): void {
    const ms = this.clock.monotonicMs();
    pace.due += (Math.min(ms - pace.at, LATE_MOST_MS) * pace.updatesPerSecond) / 1000;
    pace.at = ms;
    for (let left = pace.due * MOVES_PER_UPDATE; pace.due >= 1 && left > 0; left -= 1) {
      const market = pace.markets[pace.turn % pace.markets.length];
      if (market === undefined) return;
      pace.turn += 1;
      const { venue, id } = market;
      const before = venue.bookUpdatesTold;
      venue.move(id, this.#priceOf, now);
      pace.due -= venue.bookUpdatesTold - before;
    }
    pace.due = Math.min(pace.due, 1);
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  keep(): KeptWorld {
    const logPrices = this.#model.logPrices();
    const venues = this.venues.map((venue) => venue.keep());
    return { version: 1, at: this.clock.now(), logPrices, venues };
  }

  /** Prices go on where they were; what happened meanwhile happened to nobody. */
  #restore(kept: KeptWorld | undefined): void {
    if (kept === undefined) return;
    this.#model.restore(this.clock.now(), kept.logPrices);
    for (const venue of kept.venues) this.venue(venue.name)?.restore(venue);
  }

  /** In quote asset, by the model. */
  readonly #priceOf = ({ base, quote }: Listing): number => this.#usd(base) / this.#usd(quote);

  #usd(asset: string): number {
    return asset === 'USD' ? 1 : this.#model.price(asset);
  }

  /**
   * The minutes before the world began, as bars without orders behind them. A world that goes on has
   * them lead to the prices that it was kept with.
   */
  #live(until: number, factorOf: FactorOf): void {
    const priceOf = (listing: Listing) =>
      (this.#priceOf(listing) * factorOf(listing.base)) / factorOf(listing.quote);
    for (const at of minutesOf(this.#model.at, until)) {
      const opens = new Map<Listing, number>();
      for (const venue of this.venues) {
        for (const listing of venue.listings()) opens.set(listing, priceOf(listing));
      }
      this.#model.stepTo(Math.min(at + MINUTE_MS, until));
      for (const venue of this.venues) {
        for (const listing of venue.listings()) {
          const open = opens.get(listing) ?? priceOf(listing);
          venue.bars(listing.id)?.addMinute(barOf(listing, at, open, priceOf(listing)));
        }
      }
    }
  }
}

type FactorOf = (asset: string) => number;

function* minutesOf(from: number, until: number): Generator<number> {
  for (let at = from - (from % MINUTE_MS) + MINUTE_MS; at < until; at += MINUTE_MS) yield at;
}

/** By how much the prices of before have to be others, so that they end where the kept ones are. */
function towards(model: PriceModel, until: number, { assets, kept }: WorldSetup): FactorOf {
  for (const at of minutesOf(model.at, until)) model.stepTo(Math.min(at + MINUTE_MS, until));
  const ends = model.logPrices();
  const factors = new Map(
    assets.map(({ asset }, n) => {
      const end = ends[n] ?? 0;
      return [asset, Math.exp((kept?.logPrices[n] ?? end) - end)];
    }),
  );
  return (asset) => factors.get(asset) ?? 1;
}

function barOf(listing: Listing, at: number, from: number, to: number) {
  const { tickSize, liquidity } = listing;
  const price = (value: number) => fromNumber(value, tickSize);
  const reach = Math.abs(to - from) / 2 + (from * liquidity.halfSpreadBps) / 10_000;
  const notional = liquidity.tradesPerMinute * liquidity.tradeNotional;
  return {
    at,
    open: price(from),
    high: price(Math.max(from, to) + reach),
    low: price(Math.min(from, to) - reach),
    close: price(to),
    volume: volumeOf(notional, from),
    quoteVolume: fromNumber(notional, tickSize),
    trades: Math.max(1, Math.round(liquidity.tradesPerMinute)),
  };
}
