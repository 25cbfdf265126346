/**
 * Books kept from the depth stream and snapshots: updates are held until the snapshot is there, what it
 * contains already is passed over, and the first that leaves a hole makes everything begin again.
 */
import {
  Book,
  type BookBreak,
  type BookMessage,
  type InstrumentId,
} from '@ultrathink/domain/market-data';
import type { Answer } from '../contract/answer.ts';
import type { MarketEvent } from '../contract/market-data-client.ts';
import type { Timers } from '../line/index.ts';

/** Updates held for a snapshot that doesn't come: 100 s of them, then it begins again. */
const HELD_MOST = 1000;

const RETRY_FIRST_MS = 100;
const RETRY_MOST_MS = 10_000;

export interface BookParts {
  readonly instrument: InstrumentId;
  readonly timers: Timers;
  readonly snapshot: () => Promise<Answer<BookMessage>>;
  readonly onEvent: (event: MarketEvent) => void;
  /** An update was missing. */
  readonly onGap: () => void;
}

export class KeptBook {
  readonly #parts: BookParts;
  readonly #book = new Book();
  /** Null while the book is good. */
  #held: BookMessage[] | null = [];
  /** Each beginning has a number, so that an answer that came too late for its own is passed over. */
  #round = 0;
  #isFetching = false;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;
  #isClosed = false;

  constructor(parts: BookParts) {
    this.#parts = parts;
  }

  /** The stream is open from here on, so that a snapshot has updates to follow it. */
  begin(): void {
    this.#round += 1;
    this.#held = [];
    this.#isFetching = false;
    this.#failures = 0;
    this.#cancelRetry();
    void this.#fetch();
  }

  update(message: BookMessage): void {
    if (this.#held === null) {
      this.#take(message);
      return;
    }
    if (this.#held.length >= HELD_MOST) this.#held.length = 0;
    this.#held.push(message);
  }

  /** The stream is gone, or said something that can't be read: nothing is known any more. */
  lose(why: BookBreak): void {
    const wasGood = this.#held === null;
    this.#round += 1;
    this.#cancelRetry();
    this.#held = [];
    this.#book.clear();
    if (wasGood) this.#tell({ kind: 'BookLost', instrument: this.#parts.instrument, why });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
  }

  #tell(event: MarketEvent): void {
    if (!this.#isClosed) this.#parts.onEvent(event);
  }

  #take(message: BookMessage): void {
    const taken = this.#book.apply(message);
    if (taken === 'Old') return;
    if (taken === 'Taken') {
      this.#tell({ kind: 'Book', instrument: this.#parts.instrument, book: this.#book });
      return;
    }
    if (taken.code === 'Gap') this.#parts.onGap();
    this.lose(taken);
    this.begin();
  }

  async #fetch(): Promise<void> {
    if (this.#isFetching || this.#isClosed) return;
    this.#isFetching = true;
    const round = this.#round;
    const answer = await this.#parts.snapshot();
    if (round !== this.#round || this.#isClosed) return;
    this.#isFetching = false;
    if (answer.kind === 'Told' && this.#settle(answer.value)) return;
    this.#retry();
  }

  #retry(): void {
    const ms = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MOST_MS);
    this.#failures = Math.min(this.#failures + 1, 16);
    this.#cancelRetry = this.#parts.timers.after(ms, () => void this.#fetch());
  }

  /** False for a snapshot that the held updates don't follow on from: a newer one is needed. */
  #settle(snapshot: BookMessage): boolean {
    const held = this.#held ?? [];
    if (typeof this.#book.apply(snapshot) === 'object') return false;
    for (const update of held) {
      if (typeof this.#book.apply(update) === 'object') {
        this.#book.clear();
        return false;
      }
    }
    this.#held = null;
    this.#failures = 0;
    this.#tell({ kind: 'Book', instrument: this.#parts.instrument, book: this.#book });
    return true;
  }
}
