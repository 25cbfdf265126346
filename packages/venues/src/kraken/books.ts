/**
 * One book, kept from its snapshot and the updates that follow, and compared with the venue's checksum
 * after each of them. When it does not agree it says nothing until it was subscribed to anew.
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import { Book, type BookBreak, type InstrumentId } from '@ultrathink/domain/market-data';
import type { MarketEvent } from '../contract/market-data-client.ts';
import type { Timers } from '../line/index.ts';
import { type BookFrame, checksumOf, padded } from './book-frame.ts';
import type { ListedPair } from './listings.ts';

/** A snapshot that does not come is asked for again. */
const SNAPSHOT_MS = 5_000;

export interface BookParts {
  readonly pair: ListedPair;
  readonly depth: number;
  readonly timers: Timers;
  /** A message does not fit what was known. */
  readonly onGap: () => void;
  /** Ends this book's subscription and makes a new one. */
  readonly resubscribe: () => void;
  readonly onEvent: (event: MarketEvent) => void;
}

export class KeptBook {
  readonly #parts: BookParts;
  readonly #book: Book;
  /** Updates counted by us: the venue has no numbers, its checksum takes their place. */
  #count = 0;
  #isGood = false;
  #cancelWait: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: BookParts) {
    this.#parts = parts;
    this.#book = new Book(parts.depth);
  }

  /** A snapshot has been asked for. */
  begin(): void {
    this.#cancelWait();
    this.#cancelWait = this.#parts.timers.after(SNAPSHOT_MS, () => this.#again());
  }

  /** The stream is gone: nothing is known any more. */
  lose(why: BookBreak): void {
    this.#cancelWait();
    this.#book.clear();
    if (!this.#isGood) return;
    this.#isGood = false;
    this.#tell({ kind: 'BookLost', instrument: this.#instrument, why });
  }

  receive(frame: BookFrame, receivedAt: UtcTime): void {
    if (this.#isClosed) return;
    // Updates before the snapshot belong to a subscription that has been ended.
    if (frame.type === 'update' && !this.#isGood) return;
    const why = this.#take(frame, receivedAt);
    if (why !== null) {
      this.#parts.onGap();
      this.lose(why);
      this.#again();
      return;
    }
    this.#isGood = true;
    this.#cancelWait();
    this.#tell({ kind: 'Book', instrument: this.#instrument, book: this.#book });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelWait();
  }

  get #instrument(): InstrumentId {
    return this.#parts.pair.instrument.id;
  }

  #take(frame: BookFrame, at: UtcTime): BookBreak | null {
    const { priceDecimals, lotDecimals } = this.#parts.pair;
    const bids = padded(frame.bids, priceDecimals, lotDecimals);
    const asks = padded(frame.asks, priceDecimals, lotDecimals);
    this.#count += 1;
    const last = this.#count;
    const levels = { bids, asks, at };
    const taken = this.#book.apply(
      frame.type === 'snapshot'
        ? { kind: 'Snapshot', last, ...levels }
        : { kind: 'Update', first: last, last, ...levels },
    );
    if (typeof taken === 'object') return taken;
    if (this.#book.verify(frame.checksum, checksumOf)) return null;
    const { state } = this.#book;
    return state.kind === 'Broken' ? state.why : { code: 'NoSnapshot' };
  }

  #again(): void {
    if (this.#isClosed) return;
    this.#parts.resubscribe();
    this.begin();
  }

  #tell(event: MarketEvent): void {
    if (!this.#isClosed) this.#parts.onEvent(event);
  }
}
