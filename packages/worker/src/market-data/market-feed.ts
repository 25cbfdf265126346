/**
 * Market data of the engine: every venue's books and trades by instrument, told at most four times a
 * second each. What comes faster replaces what was not told yet, and is counted.
 */
import { BOOK_WATCH_MS, MAX_NOTICE_BYTES } from '@ultrathink/domain/engine';
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import {
  Book,
  type BookView,
  type InstrumentId,
  type VenueId,
  type VenueReport,
} from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type { MarketTrade } from '@ultrathink/venues';
import type { Relay } from '../engine/relay.ts';
import { InstrumentFeed, MAX_BOOK_AGE_MS } from './instrument-feed.ts';
import type { MarketAnswer, MarketQuestion } from './questions.ts';
import type { FeedListener, FeedSetup } from './venue-feed.ts';
import { VenueFeed } from './venue-feed.ts';
import { reportOf } from './venue-report.ts';

/** Four times a second at most... */
const TELL_EVERY_MS = 250;
/** ...and once a second when nothing changes: ages grow all the same. */
const TELL_AGAIN_MS = 1_000;
const OBSERVE_EVERY_MS = 1_000;
/** For what a notice has around its payload. */
const NOTICE_ROOM_BYTES = 500;

export interface MarketFeedParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly relay: Pick<Relay, 'publish'>;
  readonly wanted: readonly InstrumentId[];
  readonly venues: readonly Omit<FeedSetup, 'listener' | 'clock' | 'log' | 'wanted'>[];
  /** Told of each change of a book, and of its loss; must be quick. */
  readonly onChange?: (instrument: InstrumentId) => void;
  /** A book whose last word is older has no part; `MAX_BOOK_AGE_MS` where absent. */
  readonly maxBookAgeMs?: number;
}

interface Followed {
  readonly feed: InstrumentFeed;
  /** Venues whose book changed since it was told of last. */
  readonly changed: Set<VenueId>;
  toldMs: number;
  watchedUntilMs: number;
}

export class MarketFeed {
  readonly venues: readonly VenueFeed[];
  readonly #parts: MarketFeedParts;
  readonly #maxBookAgeMs: number;
  readonly #followed = new Map<InstrumentId, Followed>();
  readonly #rates = new Map<VenueId, { updates: number; atMs: number; perSecond: number }>();
  #timers: NodeJS.Timeout[] = [];

  /** @param onListed told whenever a venue's list was read */
  constructor(parts: MarketFeedParts, onListed: (feed: VenueFeed) => void) {
    const { clock, log, wanted } = parts;
    this.#parts = parts;
    this.#maxBookAgeMs = parts.maxBookAgeMs ?? MAX_BOOK_AGE_MS;
    const listener: FeedListener = {
      onBook: (venue, instrument) => this.#onBook(venue, instrument),
      onBookLost: (venue, instrument) => this.#onBookLost(venue, instrument),
      onTrade: (venue, trade) => this.#onTrade(venue, trade),
      onListed,
    };
    this.venues = parts.venues.map(
      (setup) => new VenueFeed({ ...setup, clock, log, wanted, listener }),
    );
    const noBook = new Book();
    for (const instrument of wanted) {
      const feed = new InstrumentFeed(instrument, this.venues, noBook, this.#maxBookAgeMs);
      const fresh = { changed: new Set<VenueId>(), toldMs: 0, watchedUntilMs: 0 };
      this.#followed.set(instrument, { feed, ...fresh });
    }
  }

  start(): void {
    for (const venue of this.venues) venue.start();
    this.#timers = [
      setInterval(() => this.#tell(), TELL_EVERY_MS),
      setInterval(() => this.#observe(), OBSERVE_EVERY_MS),
    ];
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.allSettled(this.venues.map((venue) => venue.close()));
  }

  /** Of what some venue lists, by name. */
  instruments(): readonly InstrumentFeed[] {
    return [...this.#followed.values()]
      .map(({ feed }) => feed)
      .filter((feed) => this.#isListed(feed));
  }

  /** Undefined for what is not followed. */
  instrument(id: InstrumentId): InstrumentFeed | undefined {
    return this.#followed.get(id)?.feed;
  }

  answer(question: MarketQuestion): MarketAnswer {
    const at = this.#parts.clock.now();
    switch (question.name) {
      case 'readQuotes':
        return {
          name: 'readQuotes',
          at,
          quotes: this.instruments().map((instrument) => instrument.quote(at)),
        };
      case 'readVenues':
        return {
          name: 'readVenues',
          at,
          venues: this.venues.map((venue) => this.#report(venue, at)),
        };
      default:
        return this.#answerOne(question, at);
    }
  }

  #answerOne(
    question: Exclude<MarketQuestion, { name: 'readQuotes' | 'readVenues' }>,
    at: UtcTime,
  ): MarketAnswer {
    const { name } = question;
    const followed = this.#followed.get(question.instrument as InstrumentId);
    const feed = followed !== undefined && this.#isListed(followed.feed) ? followed.feed : null;
    switch (name) {
      case 'readBook':
        if (followed !== undefined) {
          followed.watchedUntilMs = this.#parts.clock.monotonicMs() + BOOK_WATCH_MS;
        }
        return { name, book: feed?.book(at) ?? null };
      case 'readTrades':
        return { name, trades: feed === null ? null : [...feed.trades] };
      case 'readRecentBars':
        return { name, bars: feed?.recentBars() ?? null };
      case 'readCost':
        return { name, cost: feed?.cost(at, question.side, question.quantity) ?? null };
    }
  }

  #isListed({ instrument }: InstrumentFeed): boolean {
    return this.venues.some((venue) => venue.lists(instrument));
  }

  #onBook(venue: VenueId, instrument: InstrumentId): boolean {
    const followed = this.#followed.get(instrument);
    if (followed === undefined) return false;
    followed.feed.minutes.get(venue)?.open(this.#parts.clock.now());
    const isReplaced = followed.changed.has(venue);
    followed.changed.add(venue);
    this.#parts.onChange?.(instrument);
    return isReplaced;
  }

  #onBookLost(venue: VenueId, instrument: InstrumentId): void {
    const followed = this.#followed.get(instrument);
    followed?.feed.minutes.get(venue)?.lose();
    followed?.changed.add(venue);
    this.#parts.onChange?.(instrument);
  }

  #onTrade(venue: VenueId, trade: MarketTrade): void {
    this.#followed.get(trade.instrument)?.feed.onTrade(venue, trade);
  }

  #tell(): void {
    const { clock, relay } = this.#parts;
    const [at, nowMs] = [clock.now(), clock.monotonicMs()];
    for (const followed of this.#followed.values()) {
      const { feed, changed } = followed;
      const isDue = changed.size > 0 || nowMs - followed.toldMs >= TELL_AGAIN_MS;
      if (!isDue || !this.#isListed(feed)) continue;
      changed.clear();
      followed.toldMs = nowMs;
      const about = { key: feed.instrument, clientId: null };
      relay.publish({ ...about, body: { topic: 'market-data.quotes', payload: feed.quote(at) } });
      if (nowMs >= followed.watchedUntilMs) continue;
      const payload = fitted(feed.book(at));
      relay.publish({ ...about, body: { topic: 'market-data.books', payload } });
    }
  }

  #observe(): void {
    const { clock, relay } = this.#parts;
    const at = clock.now();
    for (const venue of this.venues) {
      venue.observe(at);
      this.#measure(venue);
      const payload = this.#report(venue, at);
      const body = { topic: 'market-data.venues', payload } as const;
      relay.publish({ body, key: venue.venue, clientId: null });
    }
  }

  #measure({ venue, counts }: VenueFeed): void {
    const nowMs = this.#parts.clock.monotonicMs();
    const before = this.#rates.get(venue) ?? { updates: 0, atMs: nowMs - OBSERVE_EVERY_MS };
    const perSecond = ((counts.updates - before.updates) * 1_000) / (nowMs - before.atMs);
    this.#rates.set(venue, { updates: counts.updates, atMs: nowMs, perSecond });
  }

  #report(venue: VenueFeed, at: UtcTime): VenueReport {
    const perSecond = this.#rates.get(venue.venue)?.perSecond ?? 0;
    const updatesPerSecond = Math.round(perSecond * 10) / 10;
    return reportOf(venue, at, { updatesPerSecond, maxAgeMs: this.#maxBookAgeMs });
  }
}

/** The depth that a notice has room for: fewer levels where figures are long. */
export function fitted(book: BookView): BookView {
  let view = book;
  for (let levels = book.asks.length; levels > 1; levels = Math.ceil(levels / 2)) {
    if (Buffer.byteLength(JSON.stringify(view)) <= MAX_NOTICE_BYTES - NOTICE_ROOM_BYTES) break;
    const cut = <T>(side: readonly T[]): T[] => side.slice(0, Math.ceil(levels / 2));
    view = {
      ...view,
      bids: cut(view.bids),
      asks: cut(view.asks),
      trades: [],
      venues: view.venues.map((one) => ({ ...one, bids: cut(one.bids), asks: cut(one.asks) })),
    };
  }
  return view;
}
