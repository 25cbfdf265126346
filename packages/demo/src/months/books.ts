/**
 * The venues' books of a moment, made around the model's price as the simulator's people make them: each
 * venue a little apart from the others, with its own depth, spread and steps.
 */
import type { MarketSlice, MarketVenue } from '@ultrathink/domain/engine/core';
import { decimal, isZero, multiply, type Price, type Quantity } from '@ultrathink/domain/kernel';
import { type InstrumentId, quantityOnStep, type VenueId } from '@ultrathink/domain/market-data';
import {
  BINANCE,
  COINBASE,
  KRAKEN,
  type Listing,
  type Random,
  toNumber,
  type VenueSetup,
} from '@ultrathink/venue-simulator/past';
import { flickerAt } from './flicker.ts';
import type { PricePath } from './price-path.ts';
import { timeOf } from './seeded-ids.ts';

/** In the order of names. */
export const SETUPS: readonly VenueSetup[] = [BINANCE, COINBASE, KRAKEN];

const LEVELS = 7;
/** One step of these is some of the simulator's. */
const COARSER = 3;
/** Of the simulator's size of a level: here there are fewer, and they are not laid anew within the second. */
const THINNER = 0.4;
const SIZE_SIGMA = 0.5;
const AGE_MS = 40;
/** Of what orders find, and by how much of the price, in the middle. */
const BETTER_SHARE = 0.93;
const BETTER = 0.00006;
const WORSE = 0.00018;
const THINNER_SHARE = 0.07;

const CAN: MarketVenue['can'] = {
  ordTypes: {
    Limit: ['GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill'],
    Market: ['ImmediateOrCancel'],
  },
  postOnly: true,
};

interface Listed {
  readonly setup: VenueSetup;
  readonly listing: Listing;
  readonly tick: number;
  readonly tickPlaces: number;
  readonly step: number;
  readonly stepPlaces: number;
  readonly terms: MarketVenue['terms'];
  readonly latencyMs: number;
}

const placesOf = (size: number) => Math.max(0, Math.round(-Math.log10(size)));

function listedOf(setup: VenueSetup, listing: Listing, latencyMs: number): Listed {
  const [tick, step] = [toNumber(listing.tickSize), toNumber(listing.stepSize)];
  const [tickPlaces, stepPlaces] = [placesOf(tick), placesOf(step)];
  const terms = {
    tickSize: decimal(tick.toFixed(tickPlaces)) as Price,
    stepSize: decimal(step.toFixed(stepPlaces)) as Quantity,
    minQty: decimal(toNumber(listing.minQty).toFixed(8)) as Quantity,
    maxQty: null,
    minNotional: decimal(toNumber(listing.minNotional).toFixed(2)),
  };
  return { setup, listing, tick, tickPlaces, step, stepPlaces, terms, latencyMs };
}

const LATENCIES_MS: Readonly<Record<string, number>> = { binance: 38, coinbase: 64, kraken: 52 };

export class Books {
  readonly #path: PricePath;
  readonly #random: Random;
  readonly #listed = new Map<string, readonly Listed[]>();
  readonly #pairs = new Map<string, readonly [base: string, quote: string]>();
  /** Of one moment: each of the venues asks for it. */
  readonly #mids = new Map<string, number>();
  #midsMs = Number.NaN;
  #last = 0;

  constructor(path: PricePath, random: Random) {
    this.#path = path;
    this.#random = random;
    const all = SETUPS.flatMap((setup) =>
      setup.listings.map((one) => listedOf(setup, one, LATENCIES_MS[setup.name] ?? 50)),
    );
    for (const [id, listed] of Map.groupBy(all, ({ listing }) => listing.id)) {
      this.#listed.set(id, listed);
    }
  }

  /** In quote asset, by the model. */
  mid(instrument: string, atMs: number): number {
    if (atMs !== this.#midsMs) {
      this.#mids.clear();
      this.#midsMs = atMs;
    }
    const known = this.#mids.get(instrument);
    if (known !== undefined) return known;
    const [base, quote] = this.#pairOf(instrument);
    const mid = this.#path.price(base, quote, atMs) * (1 + flickerAt(base, atMs));
    this.#mids.set(instrument, mid);
    return mid;
  }

  #pairOf(instrument: string): readonly [base: string, quote: string] {
    const known = this.#pairs.get(instrument);
    if (known !== undefined) return known;
    const [base = '', quote = ''] = instrument.split('/');
    const pair = [base, quote] as const;
    this.#pairs.set(instrument, pair);
    return pair;
  }

  reference(instrument: string, atMs: number): Price {
    const places = this.#listed.get(instrument)?.[0]?.tickPlaces ?? 2;
    return decimal(this.mid(instrument, atMs).toFixed(places)) as Price;
  }

  usd(asset: string, atMs: number): number {
    return this.#path.usd(asset, atMs);
  }

  slice(instrument: string, atMs: number): MarketSlice {
    const mid = this.mid(instrument, atMs);
    const listed = this.#listed.get(instrument) ?? [];
    return {
      instrument: instrument as InstrumentId,
      venues: listed.map((one) => this.#venue(one, mid, atMs)),
      reference: this.reference(instrument, atMs),
      lastTrade: null,
    };
  }

  /**
   * What an order finds at its venue that was decided by this market some milliseconds ago: mostly what was
   * there or a little better, now and then less of it, or none at that price any more.
   */
  arrival(slice: MarketSlice, venue: string, atMs: number, side: 'Buy' | 'Sell'): MarketSlice {
    const { instrument } = slice;
    const listed = this.#listed.get(instrument)?.find(({ setup }) => setup.name === venue);
    if (listed === undefined) return slice;
    const { tickPlaces, terms } = listed;
    const random = this.#random;
    const isBetter = random.unit() < BETTER_SHARE;
    const moved = Math.abs(random.normal()) * (isBetter ? -BETTER : WORSE);
    const factor = 1 + (side === 'Buy' ? moved : -moved);
    const isThinner = random.unit() < THINNER_SHARE;
    const shareLeft = () => decimal((0.3 + 0.6 * random.unit()).toFixed(2));
    /** On the venue's step, as everything that it trades. */
    const sizeOf = (size: string) =>
      isThinner ? quantityOnStep(terms, multiply(decimal(size), shareLeft())) : decimal(size);
    const now = (levels: readonly (readonly [string, string])[]) =>
      levels.flatMap(([price, size]): [string, string][] => {
        const left = sizeOf(size);
        return isZero(left) ? [] : [[(Number(price) * factor).toFixed(tickPlaces), String(left)]];
      });
    const venues = slice.venues.map((one) => {
      const { book } = one;
      if (one.venue !== venue || book.kind !== 'Good') return one;
      const taken = side === 'Buy' ? { asks: now(book.asks) } : { bids: now(book.bids) };
      return { ...one, book: { ...book, ...taken } };
    });
    return { ...slice, venues, reference: this.reference(instrument, atMs) };
  }

  #venue(one: Listed, mid: number, atMs: number): MarketVenue {
    const random = this.#random;
    const { setup, terms, latencyMs } = one;
    const own = mid * (1 + setup.basis * random.normal() * 0.5);
    this.#last += 1;
    const at = timeOf(atMs - Math.floor(AGE_MS * (0.2 + random.unit())));
    const bids = this.#levels(one, own, -1);
    const asks = this.#levels(one, own, 1);
    return {
      venue: setup.name as VenueId,
      book: { kind: 'Good', last: this.#last, at, bids, asks },
      state: 'UP',
      terms,
      latencyP95Ms: latencyMs,
      rejectRate: decimal('0'),
      can: CAN,
      status: 'Open',
      protection: 'NONE',
    };
  }

  #levels(one: Listed, mid: number, way: 1 | -1): [string, string][] {
    const { tick, tickPlaces, step, stepPlaces, listing } = one;
    const { halfSpreadBps, stepBps, levelNotional } = listing.liquidity;
    const levels: [string, string][] = [];
    const middle = mid / tick;
    let last = way === 1 ? Math.floor(middle) : Math.ceil(middle);
    for (let depth = 0; depth < LEVELS; depth += 1) {
      const noise = 0.85 + 0.3 * this.#random.unit();
      const outwards = halfSpreadBps + stepBps * COARSER * (1.15 ** depth - 1) * 7;
      const wanted = Math.round(middle * (1 + (way * outwards * noise) / 10_000));
      last = way === 1 ? Math.max(wanted, last + 1) : Math.min(wanted, last - 1);
      const price = last * tick;
      const size = Math.exp(SIZE_SIGMA * this.#random.normal());
      const notional = levelNotional * THINNER * (0.6 + 0.5 * depth) * size;
      const quantity = Math.max(1, Math.floor(notional / price / step)) * step;
      levels.push([price.toFixed(tickPlaces), quantity.toFixed(stepPlaces)]);
    }
    return levels;
  }
}
