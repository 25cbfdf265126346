/** What books of several venues look like to whoever reads them: quotes, depth, and what taking costs. */
import {
  add,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  isZero,
  lessThan,
  multiply,
  subtract,
  toFixedText,
  toText,
  type UtcTime,
  ZERO,
} from '../kernel/index.ts';
import type { Candle } from './bars.ts';
import type { Level } from './book.ts';
import {
  type ConsolidatedBook,
  consolidate,
  isCrossed,
  type VenueBook,
  type VenuePart,
  type Walk,
  walk,
} from './consolidated.ts';
import type { InstrumentId, Side, VenueId } from './instrument.ts';
import {
  type BookView,
  type CandleText,
  type CostView,
  type MarketTradeText,
  MOST_LEVELS,
  MOST_TRADES_BESIDE_BOOK,
  type Quote,
} from './wire.ts';

/** Books of one instrument and the moment they are looked at. */
export interface Sight {
  readonly instrument: InstrumentId;
  readonly at: UtcTime;
  readonly books: readonly RatedBook[];
  /** Older books have no part. */
  readonly maxAgeMs: number;
}

export interface RatedBook extends VenueBook {
  readonly makerRate: Decimal;
}

/** The last 24 hours, as decimal text. */
export type Day = Omit<NonNullable<Quote['day']>, 'changeBps'>;

const HALF = decimal('0.5');
const TEN_THOUSAND = decimal('10000');
/** Digits of a price that is reckoned and not quoted; of basis points. */
const PRICE_SCALE = 12;
const BPS_SCALE = 2;
/** Levels a size is walked through at each venue: a larger one is more than a book is asked about. */
const WALKED_LEVELS = 500;

export function quoteOf(
  sight: Sight,
  told: {
    readonly last: MarketTradeText | null;
    readonly minute: Candle | null;
    readonly day: Day | null;
  },
): Quote {
  const { instrument, at, books, maxAgeMs } = sight;
  const { parts, bids, asks } = consolidate(books, { at, maxAgeMs, depth: 1 });
  // By price alone, as a quote is understood; `consolidate` counts fees.
  const bid = bids.reduce((a, b) => (greaterThan(b.price, a.price) ? b : a), bids[0] ?? NOTHING);
  const ask = asks.reduce((a, b) => (lessThan(b.price, a.price) ? b : a), asks[0] ?? NOTHING);
  const mid = bid === NOTHING || ask === NOTHING ? null : multiply(add(bid.price, ask.price), HALF);
  const spread = mid === null ? null : subtract(ask.price, bid.price);
  return {
    instrument,
    at,
    bid: bid === NOTHING ? null : { venue: bid.venue, ...levelText(bid) },
    ask: ask === NOTHING ? null : { venue: ask.venue, ...levelText(ask) },
    mid: textOrNull(mid),
    spread: textOrNull(spread),
    spreadBps: mid === null || spread === null ? null : bps(spread, mid),
    venues: books.map(({ venue, book }, n) => ({
      venue,
      bid: bestText(book.best('Buy')),
      ask: bestText(book.best('Sell')),
      ...partText(parts[n]),
    })),
    last: told.last,
    minute: told.minute === null ? null : candleText(told.minute),
    day: told.day === null ? null : { ...told.day, changeBps: changeOf(mid, told.day) },
  };
}

export function bookViewOf(sight: Sight, trades: readonly MarketTradeText[]): BookView {
  const { instrument, at, books, maxAgeMs } = sight;
  const all = consolidate(books, { at, maxAgeMs, depth: MOST_LEVELS });
  const shown = (levels: ConsolidatedBook['bids']) =>
    withTotals(levels.slice(0, MOST_LEVELS), ({ venue, allIn }) => ({
      venue,
      allIn: toText(allIn),
    }));
  const own = (levels: readonly Level[]) => withTotals(levels, () => ({}));
  return {
    instrument,
    at,
    bids: shown(all.bids),
    asks: shown(all.asks),
    isCrossed: isCrossed(all),
    venues: books.map(({ venue, book, takerRate }, n) => ({
      venue,
      takerBps: rateBps(takerRate),
      ...partText(all.parts[n]),
      bids: own(book.levels('Buy', MOST_LEVELS)),
      asks: own(book.levels('Sell', MOST_LEVELS)),
    })),
    trades: trades.slice(0, MOST_TRADES_BESIDE_BOOK),
  };
}

export function costViewOf(
  sight: Sight,
  { side, quantity }: { readonly side: Side; readonly quantity: Decimal },
): CostView {
  const { instrument, at, books, maxAgeMs } = sight;
  const all = consolidate(books, { at, maxAgeMs, depth: WALKED_LEVELS });
  const together = walk(all, side, quantity);
  return {
    instrument,
    at,
    side,
    quantity: toText(quantity),
    venues: books.map((one, n) => {
      const alone = walk(onlyOf(all, one.venue), side, quantity);
      return {
        venue: one.venue,
        makerBps: rateBps(one.makerRate),
        takerBps: rateBps(one.takerRate),
        excluded: all.parts[n]?.excluded ?? null,
        ...costText(alone),
        worseBps: worseBps(side, alone, together),
      };
    }),
    together: { ...costText(together), takes: takesText(together) },
  };
}

/** Levels of one venue are in the order of their prices within those of all: its fee is one. */
function onlyOf(all: ConsolidatedBook, venue: VenueId): ConsolidatedBook {
  const own = (levels: ConsolidatedBook['bids']) => levels.filter((level) => level.venue === venue);
  return { ...all, bids: own(all.bids), asks: own(all.asks) };
}

const NOTHING = { price: ZERO, quantity: ZERO, venue: '' } as const;

interface Priced {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

const textOrNull = (value: Decimal | null) => (value === null ? null : toText(value));
const levelText = ({ price, quantity }: Priced) => ({
  price: toText(price),
  quantity: toText(quantity),
});
const bestText = (level: Level | undefined) => (level === undefined ? null : levelText(level));

export function candleText({ opensAt, open, high, low, close, volume }: Candle): CandleText {
  return {
    opensAt,
    open: toText(open),
    high: toText(high),
    low: toText(low),
    close: toText(close),
    volume: toText(volume),
  };
}

function partText(part: VenuePart | undefined): Pick<VenuePart, 'ageMs' | 'excluded'> {
  return part === undefined
    ? { ageMs: null, excluded: { code: 'NoBook' } }
    : { ageMs: part.ageMs, excluded: part.excluded };
}

function withTotals<L extends Priced, More extends object>(
  levels: readonly L[],
  more: (level: L) => More,
) {
  let total = ZERO;
  return levels.map((level) => {
    total = add(total, level.quantity);
    return { ...levelText(level), total: toText(total), ...more(level) };
  });
}

/** `amount` as a share of `base`, in hundredths of a percent. */
function bps(amount: Decimal, base: Decimal): string {
  return toFixedText(
    divide(multiply(amount, TEN_THOUSAND), base, BPS_SCALE, 'HalfEven'),
    BPS_SCALE,
  );
}

const rateBps = (rate: Decimal) => toText(multiply(rate, TEN_THOUSAND));

function changeOf(mid: Decimal | null, { open }: Day): string | null {
  const from = decimal(open);
  return mid === null || isZero(from) ? null : bps(subtract(mid, from), from);
}

function perUnit(amount: Decimal, filled: Decimal): string | null {
  return isZero(filled) ? null : toText(divide(amount, filled, PRICE_SCALE, 'HalfEven'));
}

function costText({ filled, unfilled, notional, allIn }: Walk) {
  // What is paid beyond the notional when buying is what is lacking of it when selling.
  const fee = greaterThan(allIn, notional) ? subtract(allIn, notional) : subtract(notional, allIn);
  return {
    filled: toText(filled),
    unfilled: toText(unfilled),
    avgPx: perUnit(notional, filled),
    notional: toText(notional),
    fee: toText(fee),
    allIn: toText(allIn),
    allInPx: perUnit(allIn, filled),
  };
}

/** Comparable only where as much is filled. */
function worseBps(side: Side, alone: Walk, together: Walk): string | null {
  if (isZero(alone.filled) || lessThan(alone.filled, together.filled)) return null;
  const more = subtract(alone.allIn, together.allIn);
  return bps(side === 'Buy' ? more : subtract(ZERO, more), together.allIn);
}

function takesText({ takes }: Walk) {
  const venues = new Map<string, { quantity: Decimal; notional: Decimal }>();
  for (const { venue, price, quantity } of takes) {
    const known = venues.get(venue) ?? { quantity: ZERO, notional: ZERO };
    venues.set(venue, {
      quantity: add(known.quantity, quantity),
      notional: add(known.notional, multiply(quantity, price)),
    });
  }
  return [...venues].map(([venue, { quantity, notional }]) => ({
    venue,
    quantity: toText(quantity),
    avgPx: perUnit(notional, quantity) ?? toText(ZERO),
  }));
}
