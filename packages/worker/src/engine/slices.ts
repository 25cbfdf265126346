/** The market that decisions are made with, out of the feed as it stands: an excerpt per instrument. */
import type { MarketSlice, MarketVenue } from '@ultrathink/domain/engine/core';
import { type Clock, decimal, type Price, toPrice } from '@ultrathink/domain/kernel';
import {
  bookTop,
  type ConsolidatedBook,
  consolidate,
  type Instrument,
  type InstrumentId,
  type VenueId,
} from '@ultrathink/domain/market-data';
import { excerptOf } from '@ultrathink/domain/trading';
import type { VenueInstrument } from '@ultrathink/venues';
import type { MarketFeed } from '../market-data/market-feed.ts';
import type { VenueFeed } from '../market-data/venue-feed.ts';
import type { ActsMeter } from './acts-meter.ts';

/** An older book says no price: a decision is made by what is so now. */
export const REFERENCE_AGE_MS = 5_000;
/** What changes beside books (states, latencies) is in a slice no later than this. */
const SLICE_AGE_MS = 250;
/** Levels for the price of reference: the best of each venue is enough. */
const REFERENCE_DEPTH = 1;

export interface SlicesParts {
  readonly feed: MarketFeed;
  readonly acts: ActsMeter;
  readonly clock: Clock;
  /** Levels of each book that a route looks at. */
  readonly depth: () => number;
}

interface Sliced {
  readonly slice: MarketSlice;
  readonly atMs: number;
  readonly depth: number;
}

export class Slices {
  readonly #parts: SlicesParts;
  readonly #sliced = new Map<InstrumentId, Sliced>();

  constructor(parts: SlicesParts) {
    this.#parts = parts;
  }

  /** A book of it is another now. */
  changed(instrument: InstrumentId): void {
    this.#sliced.delete(instrument);
  }

  /** Null for what no venue lists. */
  of(id: InstrumentId): MarketSlice | null {
    const { clock, depth } = this.#parts;
    const [nowMs, levels] = [clock.monotonicMs(), depth()];
    const known = this.#sliced.get(id);
    const isFresh = known !== undefined && nowMs - known.atMs < SLICE_AGE_MS;
    if (isFresh && known.depth === levels) return known.slice;
    const slice = this.#make(id, levels);
    if (slice !== null) this.#sliced.set(id, { slice, atMs: nowMs, depth: levels });
    return slice;
  }

  /** Over all venues, each at its public rates; null for what no venue lists. */
  consolidated(id: InstrumentId): { instrument: Instrument; book: ConsolidatedBook } | null {
    const listing = this.#listings(id);
    const [first] = listing;
    if (first === undefined) return null;
    const at = this.#parts.clock.now();
    const books = listing.flatMap(({ feed }) => {
      const book = feed.book(id);
      const { venue, isUp, setup } = feed;
      return book === undefined ? [] : [{ venue, book, isUp, takerRate: setup.rates.taker }];
    });
    const options = { at, maxAgeMs: REFERENCE_AGE_MS, depth: REFERENCE_DEPTH };
    return { instrument: first.listed.instrument, book: consolidate(books, options) };
  }

  /** The instrument's price as all venues have it; null where nothing fresh says it. */
  reference(id: InstrumentId): Price | null {
    const known = this.consolidated(id);
    if (known === null) return null;
    const at = this.#parts.clock.now();
    const top = bookTop(known, { at, maxAgeMs: REFERENCE_AGE_MS });
    const price = top.ok ? toPrice(top.value.mid) : null;
    return price?.ok === true ? price.value : null;
  }

  #make(id: InstrumentId, depth: number): MarketSlice | null {
    const listing = this.#listings(id);
    if (listing.length === 0) return null;
    const last = this.#parts.feed.instrument(id)?.trades[0];
    const price = last === undefined ? null : toPrice(decimal(last.price));
    return {
      instrument: id,
      venues: listing.map(({ feed, listed }) => this.#venue(feed, listed, depth)),
      reference: this.reference(id),
      lastTrade:
        last === undefined || price?.ok !== true
          ? null
          : { venue: last.venue as VenueId, price: price.value, at: last.at },
    };
  }

  #venue(feed: VenueFeed, listed: VenueInstrument, depth: number): MarketVenue {
    const { acts } = this.#parts;
    const { venue } = feed;
    const { ordTypes, postOnly, protection } = listed.can;
    const book = feed.book(listed.instrument.id);
    return {
      venue,
      book: book === undefined ? { kind: 'Empty' } : excerptOf(book, depth),
      state: feed.standing.state,
      terms: listed.terms,
      latencyP95Ms: acts.latencyP95Ms(venue),
      rejectRate: acts.rejectRate(venue),
      can: { ordTypes: ordTypes as MarketVenue['can']['ordTypes'], postOnly },
      status: listed.status,
      protection,
    };
  }

  /** In the order of names. */
  #listings(id: InstrumentId) {
    return this.#parts.feed.venues
      .flatMap((feed) => {
        const listed = feed.listedAs(id);
        return listed === undefined ? [] : [{ feed, listed }];
      })
      .sort((a, b) => (a.feed.venue < b.feed.venue ? -1 : 1));
  }
}
