/**
 * The book over all venues of one instrument: each level with its venue, in the order in which it
 * costs least with the fee that is paid there. A venue whose book is not good, too old, off the market,
 * or whose connection is not up has no part in it, and the answer says so: nothing is left out in
 * silence.
 */
import {
  add,
  compare,
  type Decimal,
  greaterThan,
  isZero,
  least,
  msBetween,
  multiply,
  ONE,
  type Price,
  type Quantity,
  subtract,
  type UtcTime,
  ZERO,
} from '../kernel/index.ts';
import type { Book, BookBreak } from './book.ts';
import type { Side, VenueId } from './instrument.ts';
import { OFF_MARKET_BAND, type OffMarket, offMarketOf, type Top } from './off-market.ts';

/** What is known of one venue when its book is read. */
export interface VenueBook {
  readonly venue: VenueId;
  readonly book: Book;
  readonly isUp: boolean;
  /** What taking costs there, as a share of the notional. */
  readonly takerRate: Decimal;
}

export type Exclusion =
  | { readonly code: 'NotUp' }
  | { readonly code: 'NoBook' }
  | { readonly code: 'BookBroken'; readonly why: BookBreak }
  | { readonly code: 'Stale'; readonly limitMs: number; readonly actualMs: number }
  | OffMarket;

export interface VenuePart {
  readonly venue: VenueId;
  /** Since the venue's last message about this book; null where there is no good book. */
  readonly ageMs: number | null;
  readonly excluded: Exclusion | null;
}

export interface ConsolidatedLevel {
  readonly venue: VenueId;
  readonly price: Price;
  readonly quantity: Quantity;
  /** Price with the fee: what one pays per unit when buying, gets when selling. */
  readonly allIn: Decimal;
}

export interface ConsolidatedBook {
  readonly at: UtcTime;
  readonly bids: readonly ConsolidatedLevel[];
  readonly asks: readonly ConsolidatedLevel[];
  /** Every venue that was asked, the excluded ones with their reason. */
  readonly parts: readonly VenuePart[];
}

export interface ConsolidateOptions {
  readonly at: UtcTime;
  /** Older books have no part. */
  readonly maxAgeMs: number;
  /** Levels taken from each venue and side. */
  readonly depth: number;
  /** How far a venue may stand off the median of all, as a share; `OFF_MARKET_BAND` where absent. */
  readonly band?: Decimal;
}

export function consolidate(
  books: readonly VenueBook[],
  { at, maxAgeMs, depth, band = OFF_MARKET_BAND }: ConsolidateOptions,
): ConsolidatedBook {
  const parts = partsOf(books, { at, maxAgeMs, band });
  const used = books.filter((_, n) => parts[n]?.excluded === null);
  const levels = (side: Side) =>
    used
      .flatMap(({ venue, book, takerRate }) =>
        book.levels(side, depth).map((level) => ({
          ...level,
          venue,
          allIn: allInPrice(side === 'Sell' ? 'Buy' : 'Sell', level.price, takerRate),
        })),
      )
      .sort((a, b) => betterFirst(side, a, b));
  return { at, bids: levels('Buy'), asks: levels('Sell'), parts };
}

/** What is asked of a book to say whether it has a part: its state and its best levels. */
export type Witness = Omit<VenueBook, 'book'> & { readonly book: Pick<Book, 'state' | 'best'> };

/** Which books have a part, and why the others have none: without a level beyond the best. */
export function partsOf(
  books: readonly Witness[],
  { at, maxAgeMs, band = OFF_MARKET_BAND }: Omit<ConsolidateOptions, 'depth'>,
): readonly VenuePart[] {
  const known = books.map((one) => partOf(one, at, maxAgeMs));
  return withOffMarket(books, known, band);
}

/** Only what is believed otherwise is compared: an old price is no witness against a fresh one. */
function withOffMarket(
  books: readonly Witness[],
  parts: readonly VenuePart[],
  band: Decimal,
): readonly VenuePart[] {
  const heard = parts.flatMap(({ excluded }, n) => (excluded === null ? [n] : []));
  if (heard.length < 2) return parts;
  const tops = heard.flatMap((n) => books[n] ?? []).map(topOf);
  const judged = new Map(offMarketOf(tops, band).map((off, n) => [heard[n], off]));
  return parts.map((part, n) => ({ ...part, excluded: part.excluded ?? judged.get(n) ?? null }));
}

function topOf({ book, takerRate }: Witness): Top {
  const [bid, ask] = [book.best('Buy'), book.best('Sell')];
  return {
    bid,
    ask,
    sell: bid && allInPrice('Sell', bid.price, takerRate),
    buy: ask && allInPrice('Buy', ask.price, takerRate),
  };
}

/** What `side` pays, or gets, per unit at this price once the fee is counted. */
export function allInPrice(side: Side, price: Decimal, takerRate: Decimal): Decimal {
  return multiply(price, side === 'Buy' ? add(ONE, takerRate) : subtract(ONE, takerRate));
}

function partOf({ venue, book, isUp }: Witness, at: UtcTime, maxAgeMs: number): VenuePart {
  const { state } = book;
  if (state.kind !== 'Good') {
    const excluded: Exclusion =
      state.kind === 'Empty' ? { code: 'NoBook' } : { code: 'BookBroken', why: state.why };
    return { venue, ageMs: null, excluded };
  }
  const ageMs = msBetween(state.at, at);
  if (!isUp) return { venue, ageMs, excluded: { code: 'NotUp' } };
  // A stamp ahead of us says no more: a clock is wrong, and nobody knows how old the book is.
  if (Math.abs(ageMs) <= maxAgeMs) return { venue, ageMs, excluded: null };
  return { venue, ageMs, excluded: { code: 'Stale', limitMs: maxAgeMs, actualMs: ageMs } };
}

/** Resting bids are sold to: the most first. Of equal ones the larger, then the venue's name. */
function betterFirst(side: Side, a: ConsolidatedLevel, b: ConsolidatedLevel): number {
  const order = side === 'Buy' ? compare(b.allIn, a.allIn) : compare(a.allIn, b.allIn);
  if (order !== 0) return order;
  return compare(b.quantity, a.quantity) || (a.venue < b.venue ? -1 : 1);
}

export interface Take {
  readonly venue: VenueId;
  readonly price: Price;
  readonly quantity: Decimal;
}

export interface Walk {
  readonly takes: readonly Take[];
  readonly filled: Decimal;
  /** In quote asset: without fees, and with them. */
  readonly notional: Decimal;
  readonly allIn: Decimal;
  /** What the book is too thin for. */
  readonly unfilled: Decimal;
}

/** What taking so much at once would cost, level by level. */
export function walk(book: ConsolidatedBook, side: Side, quantity: Decimal): Walk {
  const takes: Take[] = [];
  let [left, notional, allIn] = [quantity, ZERO, ZERO];
  for (const level of side === 'Buy' ? book.asks : book.bids) {
    if (isZero(left)) break;
    const taken = least(left, level.quantity);
    takes.push({ venue: level.venue, price: level.price, quantity: taken });
    notional = add(notional, multiply(taken, level.price));
    allIn = add(allIn, multiply(taken, level.allIn));
    left = subtract(left, taken);
  }
  return { takes, filled: subtract(quantity, left), notional, allIn, unfilled: left };
}

/** Whether somebody could buy on one venue and sell on another at once: a sign that a book is wrong. */
export function isCrossed({ bids, asks }: ConsolidatedBook): boolean {
  const [bid] = bids;
  const [ask] = asks;
  return bid !== undefined && ask !== undefined && greaterThan(bid.allIn, ask.allIn);
}
