/**
 * One venue in its world: the matching, the market around it, and everybody who wants to be told.
 * Whatever happens goes through `tell`, in the order it happened, so that a stream and a query never
 * disagree about what came first.
 */
import { type Fixed, fromNumber, ONE } from '../kernel/fixed.ts';
import type { Random } from '../kernel/random.ts';
import { activityAt, Liquidity, type LiquidityStyle } from '../market/index.ts';
import {
  type FeeRules,
  type Instrument,
  type LevelChange,
  type Market,
  type Report,
  Venue,
} from '../matching/index.ts';
import { Bars } from './bars.ts';
import { Customers } from './customers.ts';
import type { KeptVenue } from './keeping.ts';

export interface Listing extends Instrument {
  readonly liquidity: LiquidityStyle;
}

export interface VenueSetup {
  readonly name: string;
  readonly listings: readonly Listing[];
  readonly fees: FeeRules;
  /** Standard deviation of how far this venue's price stands from the others', as a share. */
  readonly basis: number;
}

export interface PublicTrade {
  readonly id: number;
  readonly at: number;
  readonly instrument: string;
  readonly price: Fixed;
  readonly qty: Fixed;
  readonly takerSide: 'Buy' | 'Sell';
}

export interface BookUpdate {
  readonly instrument: string;
  readonly at: number;
  /** Counts changes of levels: an update covers `first` to `last`. */
  readonly first: number;
  readonly last: number;
  readonly changes: readonly LevelChange[];
}

export interface Listener {
  /** Of customers' orders; the market's own people are told to nobody. */
  readonly onReports?: (reports: readonly Report[]) => void;
  readonly onTrade?: (trade: PublicTrade) => void;
  readonly onBook?: (update: BookUpdate) => void;
  /** Balances that changed, by owner. */
  readonly onFunds?: (owner: string, assets: readonly string[], at: number) => void;
}

/** Of the basis, per step: it comes back to nothing over some minutes. */
const BASIS_KEPT = 0.98;
const TRADES_KEPT = 1000;

interface Listed {
  readonly listing: Listing;
  readonly market: Market;
  readonly liquidity: Liquidity;
  readonly bars: Bars;
  readonly random: Random;
  readonly trades: PublicTrade[];
  basis: number;
  sequence: number;
  /** False while a fault holds its price still. */
  isMoving: boolean;
}

export class VenueWorld {
  readonly name: string;
  readonly venue: Venue;
  readonly fees: FeeRules;
  readonly customers = new Customers();
  readonly #listed = new Map<string, Listed>();
  readonly #listeners = new Set<Listener>();
  readonly #basis: number;

  constructor(setup: VenueSetup, random: Random) {
    this.name = setup.name;
    this.#basis = setup.basis;
    this.fees = setup.fees;
    this.venue = new Venue({ instruments: setup.listings, fees: setup.fees });
    for (const listing of setup.listings) {
      const market = this.venue.market(listing.id);
      if (market === undefined) continue;
      const own = random.fork(listing.id);
      this.#listed.set(listing.id, {
        listing,
        market,
        liquidity: new Liquidity(market, listing.liquidity, own.fork('liquidity')),
        bars: new Bars(),
        random: own,
        trades: [],
        basis: 0,
        sequence: 0,
        isMoving: true,
      });
    }
  }

  keep(): KeptVenue {
    return { name: this.name, ...this.venue.keep(), keys: this.customers.all() };
  }

  /** Before `open`, so that the market's people keep out of the way of those who rest here. */
  restore(kept: KeptVenue): void {
    for (const key of kept.keys) this.customers.add(key);
    this.venue.restore(kept);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  listings(): Listing[] {
    return [...this.#listed.values()].map(({ listing }) => listing);
  }

  market(instrument: string): Market | undefined {
    return this.#listed.get(instrument)?.market;
  }

  bars(instrument: string): Bars | undefined {
    return this.#listed.get(instrument)?.bars;
  }

  trades(instrument: string): readonly PublicTrade[] {
    return this.#listed.get(instrument)?.trades ?? [];
  }

  /** The number of the last change of its book. */
  sequence(instrument: string): number {
    return this.#listed.get(instrument)?.sequence ?? 0;
  }

  /** Holds its price still, or lets it go: its book then stays as it is. */
  setMoving(instrument: string, isMoving: boolean): void {
    const listed = this.#listed.get(instrument);
    if (listed !== undefined) listed.isMoving = isMoving;
  }

  /** Fills every book for the first time. */
  open(priceOf: (listing: Listing) => number, at: number): void {
    for (const listed of this.#listed.values()) {
      const mid = priceOf(listed.listing);
      listed.market.lastPrice = fromNumber(mid, listed.listing.tickSize);
      this.tell(listed.liquidity.fill(mid, at), at);
    }
  }

  /** A moment of market: prices move, some levels follow, somebody trades. */
  step(priceOf: (listing: Listing) => number, elapsedMs: number, slots: number, at: number): void {
    for (const listed of this.#listed.values()) {
      if (!listed.isMoving || listed.market.state === 'Halted') continue;
      const { random, liquidity } = listed;
      const kick = Math.sqrt(1 - BASIS_KEPT ** 2) * this.#basis * random.normal();
      listed.basis = BASIS_KEPT * listed.basis + kick;
      const mid = priceOf(listed.listing) * (1 + listed.basis);
      const reports = [
        ...liquidity.refresh(mid, at, slots),
        ...liquidity.trade(elapsedMs, activityAt(at), at),
      ];
      this.tell(this.venue.background(reports), at);
    }
    this.tell(this.venue.expire(at), at);
  }

  /** Tells everybody what these reports mean for them. Every change of the venue ends here. */
  tell(reports: readonly Report[], at: number): void {
    for (const report of reports) if (report.kind === 'Trade') this.#print(report);
    for (const listed of this.#listed.values()) this.#tellBook(listed, at);
    const changedFunds = this.venue.funds.takeChanges();
    for (const listener of this.#listeners) {
      if (reports.length > 0) listener.onReports?.(reports);
      for (const { owner, assets } of changedFunds) listener.onFunds?.(owner, assets, at);
    }
  }

  #print(report: Extract<Report, { kind: 'Trade' }>): void {
    const listed = this.#listed.get(report.instrument);
    if (listed === undefined) return;
    const { tradeId: id, at, instrument, price, qty, takerSide } = report;
    const trade = { id, at, instrument, price, qty, takerSide };
    listed.bars.add(at, price, qty);
    listed.trades.push(trade);
    if (listed.trades.length > TRADES_KEPT) listed.trades.shift();
    for (const listener of this.#listeners) listener.onTrade?.(trade);
  }

  #tellBook(listed: Listed, at: number): void {
    const changes = listed.market.book.takeChanges();
    if (changes.length === 0) return;
    const first = listed.sequence + 1;
    listed.sequence += changes.length;
    const instrument = listed.listing.id;
    const update = { instrument, at, first, last: listed.sequence, changes };
    for (const listener of this.#listeners) listener.onBook?.(update);
  }
}

/** From a model's float to whole steps, for volumes of the past. */
export function volumeOf(notional: number, price: number): Fixed {
  return fromNumber(notional / price, ONE / 10n ** 8n);
}
