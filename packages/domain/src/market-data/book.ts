/**
 * One venue's order book of one instrument, kept from a snapshot and numbered updates. What does not
 * fit (a number missing, a wrong checksum, bids above asks) breaks the book: from then on it says
 * nothing, until the next snapshot. A book that is not sure is not shown.
 *
 * It takes many thousands of updates a second, so prices and quantities stay the text the venue sent
 * until somebody reads a level. They are put in order by their value as a float: two different prices
 * of a venue are never so near that a float can't tell them apart (15 digits), and the text decides
 * where they were.
 */
import {
  decimal,
  type Price,
  type Quantity,
  toPrice,
  toQuantity,
  type UtcTime,
  unwrap,
} from '../kernel/index.ts';
import type { Side } from './instrument.ts';

/** Decimal text as the venue sent it: price, then what rests there; zero for nothing. */
export type LevelText = readonly [price: string, quantity: string];

export type BookMessage =
  | {
      readonly kind: 'Snapshot';
      /** The number of the last update it contains. */
      readonly last: number;
      readonly bids: readonly LevelText[];
      readonly asks: readonly LevelText[];
      readonly at: UtcTime;
    }
  | {
      readonly kind: 'Update';
      /** The numbers it covers, both included. */
      readonly first: number;
      readonly last: number;
      readonly bids: readonly LevelText[];
      readonly asks: readonly LevelText[];
      readonly at: UtcTime;
    };

export type BookBreak =
  /** An update came before any snapshot. */
  | { readonly code: 'NoSnapshot' }
  | { readonly code: 'Gap'; readonly expected: number; readonly actual: number }
  | { readonly code: 'Crossed'; readonly bid: string; readonly ask: string }
  | { readonly code: 'ChecksumDiffers'; readonly expected: number; readonly actual: number };

export type BookState =
  | { readonly kind: 'Empty' }
  | { readonly kind: 'Good'; readonly last: number; readonly at: UtcTime }
  | { readonly kind: 'Broken'; readonly why: BookBreak };

export interface Level {
  readonly price: Price;
  readonly quantity: Quantity;
}

interface Entry {
  readonly value: number;
  readonly price: string;
  quantity: string;
}

export class Book {
  /** Best last: most of what changes is near the best, and moves little. */
  readonly #bids: Entry[] = [];
  readonly #asks: Entry[] = [];
  readonly #depth: number;
  #state: BookState = { kind: 'Empty' };

  /** `depth`: levels kept per side, for venues that tell the best so many alone. */
  constructor(depth: number = Number.POSITIVE_INFINITY) {
    this.#depth = depth;
  }

  get state(): BookState {
    return this.#state;
  }

  /** Whether the message was taken; one that is older than the book changes nothing and is none. */
  apply(message: BookMessage): 'Taken' | 'Old' | BookBreak {
    return message.kind === 'Snapshot' ? this.#reset(message) : this.#update(message);
  }

  /**
   * Compares with what the venue says of the same book. `checksumOf` gets the best ten of each side,
   * as text and best first.
   */
  verify(expected: number, checksumOf: (asks: LevelText[], bids: LevelText[]) => number): boolean {
    const actual = checksumOf(this.#texts(this.#asks), this.#texts(this.#bids));
    if (actual === expected) return true;
    this.#break({ code: 'ChecksumDiffers', expected, actual });
    return false;
  }

  /** Nothing more is known: a line was lost. */
  clear(): void {
    this.#bids.length = 0;
    this.#asks.length = 0;
    this.#state = { kind: 'Empty' };
  }

  /** Best first; nothing while the book is not good. */
  levels(side: Side, most: number): Level[] {
    if (this.#state.kind !== 'Good') return [];
    const entries = this.#side(side);
    const shown: Level[] = [];
    for (let at = entries.length - 1; at >= 0 && shown.length < most; at -= 1) {
      const entry = entries[at];
      if (entry !== undefined) shown.push(levelOf(entry));
    }
    return shown;
  }

  best(side: Side): Level | undefined {
    return this.levels(side, 1)[0];
  }

  #side(side: Side): Entry[] {
    return side === 'Buy' ? this.#bids : this.#asks;
  }

  #reset({ last, bids, asks, at }: Extract<BookMessage, { kind: 'Snapshot' }>) {
    this.clear();
    for (const level of bids) put(this.#bids, level, true);
    for (const level of asks) put(this.#asks, level, false);
    return this.#settle(last, at);
  }

  #update({ first, last, bids, asks, at }: Extract<BookMessage, { kind: 'Update' }>) {
    const state = this.#state;
    if (state.kind === 'Broken') return state.why;
    if (state.kind === 'Empty') return this.#break({ code: 'NoSnapshot' });
    if (last <= state.last) return 'Old' as const;
    const expected = state.last + 1;
    if (first > expected) return this.#break({ code: 'Gap', expected, actual: first });
    for (const level of bids) put(this.#bids, level, true);
    for (const level of asks) put(this.#asks, level, false);
    return this.#settle(last, at);
  }

  #settle(last: number, at: UtcTime): 'Taken' | BookBreak {
    for (const side of [this.#bids, this.#asks]) {
      if (side.length > this.#depth) side.splice(0, side.length - this.#depth);
    }
    const [bid, ask] = [this.#bids.at(-1), this.#asks.at(-1)];
    if (bid !== undefined && ask !== undefined && bid.value >= ask.value) {
      return this.#break({ code: 'Crossed', bid: bid.price, ask: ask.price });
    }
    this.#state = { kind: 'Good', last, at };
    return 'Taken';
  }

  #break(why: BookBreak): BookBreak {
    this.#state = { kind: 'Broken', why };
    return why;
  }

  #texts(entries: readonly Entry[]): LevelText[] {
    return entries
      .slice(-CHECKED)
      .reverse()
      .map(({ price, quantity }) => [price, quantity]);
  }
}

const CHECKED = 10;

function levelOf({ price, quantity }: Entry): Level {
  return {
    price: unwrap(toPrice(decimal(price))),
    quantity: unwrap(toQuantity(decimal(quantity))),
  };
}

/** `isRising`: bids rise towards the best, asks fall. */
function put(entries: Entry[], [price, quantity]: LevelText, isRising: boolean): void {
  const value = Number(price);
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = entries[middle]?.value ?? value;
    if (isRising ? found < value : found > value) low = middle + 1;
    else high = middle;
  }
  const there = entries[low];
  const isThere = there !== undefined && there.value === value;
  if (Number(quantity) === 0) {
    if (isThere) entries.splice(low, 1);
  } else if (isThere) there.quantity = quantity;
  else entries.splice(low, 0, { value, price, quantity });
}
