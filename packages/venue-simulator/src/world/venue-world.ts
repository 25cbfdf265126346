/**
 * One venue in its world: the matching, the market around it, and everybody who wants to be told.
 * Whatever happens goes through `tell`, in the order it happened, so that a stream and a query never
 * disagree about what came first.
 */
import { type Fixed, fromNumber, ONE } from '../kernel/fixed.ts';
import type { Random } from '../kernel/random.ts';
import { activityAt, Liquidity, type LiquidityStyle, ReplayedLiquidity } from '../market/index.ts';
import {
  type FeeRules,
  type Instrument,
  type InstrumentState,
  type LevelChange,
  type Market,
  type Order,
  type Report,
  Venue,
} from '../matching/index.ts';
import { Bars } from './bars.ts';
import { concerns, type VenueFault } from './conditions.ts';
import { Customers } from './customers.ts';
import type { Happened } from './happened.ts';
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
  /** False while somebody holds its price still. */
  isMoving: boolean;
  /** Its people are those of a recording; undefined for those of the model. */
  replayed: ReplayedLiquidity | undefined;
  /** Nothing of it is told. */
  isStale: boolean;
  /** By the model, for this venue. */
  mid: number;
  /** By how much its prices are off. */
  factor: number;
  /** Takes the crossing bid away; undefined while there is none. */
  uncross: (() => void) | undefined;
  /** Before a fault set another. */
  stateBefore: InstrumentState | undefined;
}

export class VenueWorld {
  readonly name: string;
  readonly venue: Venue;
  readonly fees: FeeRules;
  readonly customers = new Customers();
  readonly #listed = new Map<string, Listed>();
  readonly #listeners = new Set<Listener>();
  readonly #basis: number;
  #skewMs = 0;
  /** Books are told with each change, whatever pauses the venue makes otherwise. */
  tellsAtOnce = false;
  /** Updates of books that went out over sockets. */
  bookUpdatesTold = 0;

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
        replayed: undefined,
        isStale: false,
        mid: 0,
        factor: 1,
        uncross: undefined,
        stateBefore: undefined,
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

  /** How far this venue's clock stands from the world's. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /** Whether a fault lets nothing be told of this market. */
  isStale(instrument: string): boolean {
    return this.#listed.get(instrument)?.isStale ?? false;
  }

  /** From now on these faults last, and no others. `at` is the world's time. */
  suffer(faults: readonly VenueFault[], at: number): void {
    const skews = faults.filter((fault) => fault.kind === 'ClockSkew');
    this.#skewMs = skews.reduce((sum, { ms }) => sum + ms, 0);
    for (const listed of this.#listed.values()) {
      const own = faults.filter((fault) => concerns(fault, listed.listing.id));
      listed.isStale = own.some(({ kind }) => kind === 'StalePrices');
      setState(listed, own.findLast((fault) => fault.kind === 'TradingState')?.state);
      const { factor = 1 } = own.findLast((fault) => fault.kind === 'PricesOff') ?? {};
      listed.uncross?.();
      listed.uncross = undefined;
      if (factor !== listed.factor) {
        listed.factor = factor;
        const moved = listed.liquidity.move(listed.mid * factor, at + this.#skewMs);
        this.tell(this.venue.background(moved), at + this.#skewMs);
      }
      if (own.some(({ kind }) => kind === 'CrossedBook')) {
        listed.uncross = listed.liquidity.cross(at + this.#skewMs);
      }
    }
    this.tell([], at + this.#skewMs);
  }

  /**
   * A fill of what was canceled, told now: see the fault of the name. Its own customer hears of it. The
   * market doesn't: a trade at a price where nobody stands would be the last price of everybody, and the
   * close of a minute.
   */
  fillLate(order: Order, share: number, at: number): void {
    this.#announce(this.venue.fillLate(order, share, at + this.#skewMs), at + this.#skewMs);
  }

  /** Its people are from now on those of a recording: before `open`. */
  replay(instrument: string): void {
    const listed = this.#listed.get(instrument);
    if (listed !== undefined) listed.replayed = new ReplayedLiquidity(listed.market);
  }

  /** What happened once happens again, unless somebody holds the market still. */
  again({ instrument, levels, trades }: Happened, now: number): void {
    const listed = this.#listed.get(instrument);
    if (listed?.replayed === undefined || listed.market.state === 'Halted') return;
    const { replayed } = listed;
    const at = now + this.#skewMs;
    const reports = trades.flatMap((trade) => replayed.trade(trade, at));
    reports.push(...replayed.lay(levels, at));
    this.tell(this.venue.background(reports), at);
  }

  /** Fills every book for the first time. */
  open(priceOf: (listing: Listing) => number, at: number): void {
    for (const listed of this.#listed.values()) {
      const mid = priceOf(listed.listing);
      listed.mid = mid;
      listed.market.lastPrice = fromNumber(mid, listed.listing.tickSize);
      if (listed.replayed === undefined) this.tell(listed.liquidity.fill(mid, at), at);
    }
  }

  /** A moment of market: prices move, some levels follow, somebody trades. */
  step(priceOf: (listing: Listing) => number, elapsedMs: number, slots: number, now: number): void {
    const at = now + this.#skewMs;
    for (const listed of this.#listed.values()) {
      this.#stepOne(listed, priceOf, { elapsedMs, slots, at });
    }
    this.tell(this.venue.expire(at), at);
  }

  /** One level of this instrument is laid anew. */
  move(instrument: string, priceOf: (listing: Listing) => number, now: number): void {
    const listed = this.#listed.get(instrument);
    if (listed === undefined) return;
    this.#stepOne(listed, priceOf, { elapsedMs: 0, slots: 1, at: now + this.#skewMs });
  }

  #stepOne(
    listed: Listed,
    priceOf: (listing: Listing) => number,
    { elapsedMs, slots, at }: { elapsedMs: number; slots: number; at: number },
  ): void {
    if (!isFree(listed)) return;
    const { random, liquidity } = listed;
    if (elapsedMs > 0) {
      const kick = Math.sqrt(1 - BASIS_KEPT ** 2) * this.#basis * random.normal();
      listed.basis = BASIS_KEPT * listed.basis + kick;
    }
    listed.mid = priceOf(listed.listing) * (1 + listed.basis);
    const mid = listed.mid * listed.factor;
    const reports = liquidity.refresh(mid, at, slots);
    if (elapsedMs > 0) reports.push(...liquidity.trade(elapsedMs, activityAt(at), at));
    this.tell(this.venue.background(reports), at);
  }

  /** Tells everybody what these reports mean for them. Every change of the venue ends here. */
  tell(reports: readonly Report[], at: number): void {
    for (const report of reports) if (report.kind === 'Trade') this.#print(report);
    this.#announce(reports, at);
  }

  #announce(reports: readonly Report[], at: number): void {
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
    if (listed.isStale) return;
    for (const listener of this.#listeners) listener.onTrade?.(trade);
  }

  #tellBook(listed: Listed, at: number): void {
    if (listed.isStale) return;
    const changes = listed.market.book.takeChanges();
    if (changes.length === 0) return;
    const first = listed.sequence + 1;
    listed.sequence += changes.length;
    const instrument = listed.listing.id;
    const update = { instrument, at, first, last: listed.sequence, changes };
    for (const listener of this.#listeners) listener.onBook?.(update);
  }
}

/** Whether its people come and go. */
function isFree({ isMoving, isStale, uncross, market, replayed }: Listed): boolean {
  return (
    replayed === undefined &&
    isMoving &&
    !isStale &&
    uncross === undefined &&
    market.state !== 'Halted'
  );
}

/** Undefined: no fault sets it, and what was before comes back. */
function setState(listed: Listed, state: InstrumentState | undefined): void {
  const { market, stateBefore } = listed;
  if (state === undefined) market.state = stateBefore ?? market.state;
  listed.stateBefore = state === undefined ? undefined : (stateBefore ?? market.state);
  if (state !== undefined) market.state = state;
}

/** From a model's float to whole steps, for volumes of the past. */
export function volumeOf(notional: number, price: number): Fixed {
  return fromNumber(notional / price, ONE / 10n ** 8n);
}
