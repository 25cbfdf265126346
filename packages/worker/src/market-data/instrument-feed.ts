/** One instrument over all venues: trades, minutes, and what is told of its books. */
import { addMs, decimal, toText, type UtcTime } from '@ultrathink/domain/kernel';
import {
  type Book,
  type BookView,
  bookViewOf,
  type Candle,
  type CostView,
  candleText,
  costViewOf,
  type Day,
  type InstrumentId,
  type MarketTradeText,
  MOST_TRADES,
  mergeCandles,
  opensAtOf,
  type Quote,
  quoteOf,
  type Side,
  type Sight,
  type VenueId,
} from '@ultrathink/domain/market-data';
import type { MarketTrade } from '@ultrathink/venues';
import { Minutes } from './minutes.ts';
import type { VenueFeed } from './venue-feed.ts';

/** A book whose last word is older has no part in what is shown. */
export const MAX_BOOK_AGE_MS = 15_000;

/** As much of a venue's name for a trade as is told. */
const MOST_ID_CHARACTERS = 80;

type Sources = readonly VenueFeed[];

export class InstrumentFeed {
  readonly instrument: InstrumentId;
  readonly #sources: Sources;
  readonly #noBook: Book;
  readonly #maxAgeMs: number;
  readonly #minutes = new Map<VenueId, Minutes>();
  /** Newest first. */
  readonly #trades: MarketTradeText[] = [];
  day: Day | null = null;

  /** @param noBook what stands for a book that is not there: an empty one */
  constructor(instrument: InstrumentId, sources: Sources, noBook: Book, maxAgeMs: number) {
    this.instrument = instrument;
    this.#sources = sources;
    this.#noBook = noBook;
    this.#maxAgeMs = maxAgeMs;
  }

  get trades(): readonly MarketTradeText[] {
    return this.#trades;
  }

  /** By venue. */
  get minutes(): ReadonlyMap<VenueId, Minutes> {
    return this.#minutes;
  }

  /** Minutes of a venue are made from now on; those before `keptTo` are in the store. */
  follow(venue: VenueId, keptTo: UtcTime): Minutes {
    const known = this.#minutes.get(venue) ?? new Minutes(keptTo);
    this.#minutes.set(venue, known);
    return known;
  }

  onTrade(venue: VenueId, trade: MarketTrade): void {
    const { tradeId, price, quantity, side, at } = trade;
    const figures = { price: toText(price), quantity: toText(quantity) };
    const text = { venue, tradeId: tradeId.slice(0, MOST_ID_CHARACTERS), ...figures, side, at };
    // Venues are heard at different speeds: the tail is in the order of their own clocks.
    const place = this.#trades.findIndex((known) => known.at <= at);
    this.#trades.splice(place === -1 ? this.#trades.length : place, 0, text);
    if (this.#trades.length > MOST_TRADES) this.#trades.pop();
    this.#minutes.get(venue)?.hear(trade);
  }

  quote(at: UtcTime): Quote {
    const told = { last: this.#trades[0] ?? null, minute: this.#openMinute(at), day: this.day };
    return quoteOf(this.#sight(at), told);
  }

  book(at: UtcTime): BookView {
    return bookViewOf(this.#sight(at), this.#trades);
  }

  cost(at: UtcTime, side: Side, quantity: string): CostView {
    return costViewOf(this.#sight(at), { side, quantity: decimal(quantity) });
  }

  recentBars() {
    return [...this.#minutes].map(([venue, minutes]) => ({
      venue,
      minutes: minutes.recent().map(candleText),
    }));
  }

  #openMinute(at: UtcTime): Candle | null {
    const opensAt = opensAtOf(at, '1m');
    const open = [...this.#minutes.values()].map((minutes) =>
      minutes.recent().filter((candle) => candle.opensAt === opensAt),
    );
    return mergeCandles(open)[0] ?? null;
  }

  #sight(at: UtcTime): Sight {
    return {
      instrument: this.instrument,
      at,
      maxAgeMs: this.#maxAgeMs,
      books: this.#sources
        .filter((feed) => feed.lists(this.instrument))
        .map((feed) => ({
          venue: feed.venue,
          book: feed.book(this.instrument) ?? this.#noBook,
          isUp: feed.isUp,
          takerRate: feed.setup.rates.taker,
          makerRate: feed.setup.rates.maker,
        })),
    };
  }
}

/** Of what is kept in the store before a venue is asked: so far back and no further. */
export const backfillFrom = (at: UtcTime): UtcTime => opensAtOf(addMs(at, -86_400_000), '1m');
