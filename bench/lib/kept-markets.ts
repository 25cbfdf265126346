/**
 * Books of several venues as the engine keeps them: each update is taken by the adapter's book, and a
 * consolidated book per instrument is made anew at most ten times a second from what changed.
 */
import { decimal } from '@ultrathink/domain/kernel';
import {
  type Book,
  consolidate,
  type InstrumentId,
  type VenueBook,
  type VenueId,
} from '@ultrathink/domain/market-data';
import type { VenueConnection } from '@ultrathink/venues';
import { benchClock, type VenueName } from './simulated-venues.ts';

const CONSOLIDATE_EVERY_MS = 100;
const DEPTH = 10;
const MAX_AGE_MS = 60_000;
const TAKER_RATE = decimal('0.001');

export interface VenueCount {
  /** Times a book changed, its first snapshot included. */
  books: number;
  lost: number;
}

export class KeptMarkets {
  readonly counts = new Map<VenueName, VenueCount>();
  consolidated = 0;
  /** Updates that were not shown by themselves: a newer one of the same instrument came. */
  conflated = 0;
  readonly #books = new Map<InstrumentId, Map<VenueName, Book>>();
  readonly #changed = new Set<InstrumentId>();
  readonly #timer: NodeJS.Timeout;
  readonly #connections: VenueConnection[] = [];

  constructor() {
    this.#timer = setInterval(() => this.#consolidate(), CONSOLIDATE_EVERY_MS);
  }

  /** Resolves when every book is there. */
  follow(
    name: VenueName,
    connection: VenueConnection,
    instruments: readonly InstrumentId[],
  ): Promise<void> {
    const count: VenueCount = { books: 0, lost: 0 };
    this.counts.set(name, count);
    this.#connections.push(connection);
    const missing = new Set(instruments);
    return new Promise((resolve) => {
      connection.market.subscribe(instruments, (event) => {
        if (event.kind === 'BookLost') count.lost += 1;
        if (event.kind !== 'Book') return;
        count.books += 1;
        if (missing.size > 0) {
          this.#add(event.instrument, name, event.book);
          missing.delete(event.instrument);
          if (missing.size === 0) resolve();
        }
        if (this.#changed.has(event.instrument)) this.conflated += 1;
        else this.#changed.add(event.instrument);
      });
    });
  }

  book(name: VenueName, instrument: InstrumentId): Book | undefined {
    return this.#books.get(instrument)?.get(name);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  #add(instrument: InstrumentId, name: VenueName, book: Book): void {
    const books = this.#books.get(instrument) ?? new Map<VenueName, Book>();
    books.set(name, book);
    this.#books.set(instrument, books);
  }

  #consolidate(): void {
    const at = benchClock.now();
    for (const instrument of this.#changed) {
      const venues: VenueBook[] = [...(this.#books.get(instrument) ?? [])].map(([name, book]) => ({
        venue: name as string as VenueId,
        book,
        isUp: true,
        takerRate: TAKER_RATE,
      }));
      consolidate(venues, { at, maxAgeMs: MAX_AGE_MS, depth: DEPTH });
      this.consolidated += 1;
    }
    this.#changed.clear();
  }
}
