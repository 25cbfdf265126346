/**
 * What the router sees of its input, read once: each book's levels as they are asked for, and the
 * consolidated book's word on each venue. A book that is not in order (its own excerpts are) is put
 * in order first, as any book is.
 */
import { decimal, type Quantity, toPrice, toQuantity, unwrap, ZERO } from '../../kernel/index.ts';
import {
  type Book,
  type BookState,
  type Exclusion,
  type Level,
  type LevelText,
  partsOf,
  type Side,
  VENUE_PERMITS,
} from '../../market-data/index.ts';
import { type BookExcerpt, bookOf, type RoutingInput, type RoutingVenue } from './inputs.ts';

/** One side of a book, best first; a level is read when it is first asked for. */
export class Levels {
  readonly #texts: readonly LevelText[];
  readonly #read: Level[];

  constructor(texts: readonly LevelText[], read: Level[] = []) {
    this.#texts = texts;
    this.#read = read;
  }

  at(index: number): Level | undefined {
    for (let next = this.#read.length; next <= index; next += 1) {
      const text = this.#texts[next];
      if (text === undefined) return undefined;
      this.#read.push(levelOf(text));
    }
    return this.#read[index];
  }
}

const NO_LEVELS = new Levels([]);

function levelOf([price, quantity]: LevelText): Level {
  return {
    price: unwrap(toPrice(decimal(price))),
    quantity: unwrap(toQuantity(decimal(quantity))) as Quantity,
  };
}

export type SeenBook = Pick<Book, 'state' | 'best'> & { readonly side: (side: Side) => Levels };

function seenBook(state: BookState, bids: Levels, asks: Levels): SeenBook {
  const side = (which: Side) => (which === 'Buy' ? bids : asks);
  return { state, side, best: (which) => side(which).at(0) };
}

/** Best first, no price twice, nothing of zero: as a book tells its levels. */
function isInOrder(levels: readonly LevelText[], isRising: boolean): boolean {
  let before = isRising ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (const [price, quantity] of levels) {
    const value = Number(price);
    const isWorse = isRising ? value > before : value < before;
    if (!isWorse || !isSomething(quantity)) return false;
    before = value;
  }
  return true;
}

/** Digits and points with a digit other than zero. */
function isSomething(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 48 && code <= 57) return true;
    if (code !== 48 && code !== 46) return false;
  }
  return false;
}

/** Excerpts never change, and many orders are decided by one: each is read once. */
const SEEN = new WeakMap<BookExcerpt, { readonly depth: number; readonly book: SeenBook }>();

function bookSeen(excerpt: BookExcerpt, depth: number): SeenBook {
  const known = SEEN.get(excerpt);
  if (known?.depth === depth) return known.book;
  const book = bookRead(excerpt, depth);
  SEEN.set(excerpt, { depth, book });
  return book;
}

function bookRead(excerpt: BookExcerpt, depth: number): SeenBook {
  if (excerpt.kind === 'Good') {
    const { last, at, bids, asks } = excerpt;
    const [bid, ask] = [bids[0], asks[0]];
    const isCrossed = bid !== undefined && ask !== undefined && Number(bid[0]) >= Number(ask[0]);
    if (!isCrossed && isInOrder(bids, false) && isInOrder(asks, true)) {
      return seenBook({ kind: 'Good', last, at }, new Levels(bids), new Levels(asks));
    }
  }
  const book = bookOf(excerpt);
  if (book.state.kind !== 'Good') return seenBook(book.state, NO_LEVELS, NO_LEVELS);
  const levels = (side: Side) => new Levels([], book.levels(side, depth));
  return seenBook(book.state, levels('Buy'), levels('Sell'));
}

type BookExclusion = Exclude<Exclusion, { readonly code: 'NotUp' }>;

export interface SeenVenue {
  readonly venue: RoutingVenue;
  readonly book: SeenBook;
  /** All venues witness, not only those we may use. */
  readonly excluded: BookExclusion | null;
}

export interface Sight {
  readonly input: RoutingInput;
  /** In the order of names. */
  readonly venues: readonly SeenVenue[];
}

export function sightOf(input: RoutingInput): Sight {
  const { at, policy } = input;
  const witnesses = input.venues.map((venue) => ({
    venue: venue.venue,
    book: bookSeen(venue.book, policy.depth),
    isUp: VENUE_PERMITS[venue.state].marketData,
    takerRate: venue.fees?.taker ?? ZERO,
  }));
  const parts = partsOf(witnesses, { at, maxAgeMs: policy.maxAgeMs });
  const venues = input.venues.map((venue, n): SeenVenue => {
    const part = parts.find((one) => one.venue === venue.venue);
    const book = witnesses[n]?.book ?? seenBook({ kind: 'Empty' }, NO_LEVELS, NO_LEVELS);
    return { venue, book, excluded: exclusionOf(venue, part?.excluded ?? null) };
  });
  return { input, venues: venues.sort((a, b) => (a.venue.venue < b.venue.venue ? -1 : 1)) };
}

/** Whether the connection is up is the state's own reason. */
function exclusionOf({ book }: RoutingVenue, excluded: Exclusion | null): BookExclusion | null {
  if (book.kind === 'Broken') return { code: 'BookBroken', why: book.why };
  return excluded?.code === 'NotUp' ? null : excluded;
}
