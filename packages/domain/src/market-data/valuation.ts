/**
 * What an asset is worth in another, through books: the mid of the consolidated book of one
 * instrument, or of up to three in a row. Every step is named with its book and its age. A
 * stablecoin has no price but its market's: nothing here is worth 1.0 for its name. What can't be
 * valued by books that are fresh and whole is not valued, and it is said why; nothing is guessed.
 */
import {
  type Asset,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  err,
  greaterThan,
  isZero,
  lessThan,
  type Money,
  money,
  msBetween,
  multiply,
  NUMERIC_SCALE,
  ONE,
  ok,
  type Result,
  roundTo,
  subtract,
  sumMoney,
  toPrice,
  type UtcTime,
} from '../kernel/index.ts';
import { type ConsolidatedBook, type ConsolidatedLevel, isCrossed } from './consolidated.ts';
import type { Instrument, InstrumentId, VenueId } from './instrument.ts';

/** The book over all venues of one instrument. */
export interface InstrumentBook {
  readonly instrument: Instrument;
  readonly book: ConsolidatedBook;
}

/** What is valued with, and how old it may be. */
export interface Valuing {
  readonly books: readonly InstrumentBook[];
  readonly at: UtcTime;
  readonly maxAgeMs: number;
}

/** Why a book says no price. */
export type NoPrice =
  | { readonly code: 'NoBid' }
  | { readonly code: 'NoAsk' }
  /** Somebody could buy and sell at once with a gain: a price in it is wrong. */
  | { readonly code: 'Crossed' }
  | { readonly code: 'Stale'; readonly limitMs: number; readonly actualMs: number };

/** The best of one book by price alone, as a mid is understood. */
export interface BookTop {
  readonly instrument: InstrumentId;
  readonly bid: Decimal;
  readonly ask: Decimal;
  readonly mid: Decimal;
  /** Whose prices they are: of the bid, of the ask. */
  readonly venues: readonly [bid: VenueId, ask: VenueId];
  /** Of the older of the two, at the moment of the valuation. */
  readonly ageMs: number;
}

export interface MarkStep extends BookTop {
  /** `Base`: what is valued is the instrument's base, so the price counts as it is. */
  readonly from: 'Base' | 'Quote';
}

export interface Mark {
  readonly asset: Asset;
  readonly reference: Asset;
  /** Reference per one of the asset, to 18 decimals. */
  readonly price: Decimal;
  /** None for the reference itself. */
  readonly steps: readonly MarkStep[];
  /** Of the oldest step; 0 without one. */
  readonly ageMs: number;
}

export type NotValued =
  /** No instruments lead from the asset to the reference in so many steps. */
  | {
      readonly code: 'NoPath';
      readonly asset: Asset;
      readonly reference: Asset;
      readonly mostSteps: number;
    }
  /** Some do, and each has a book that says no price. */
  | {
      readonly code: 'NoPrice';
      readonly asset: Asset;
      readonly reference: Asset;
      readonly failed: readonly { readonly instrument: InstrumentId; readonly why: NoPrice }[];
    }
  /** The price is not within what is kept exactly. */
  | { readonly code: 'OutOfRange'; readonly asset: Asset; readonly reference: Asset };

/** Direct, or through one or two conversions. */
export const MOST_STEPS = 3;

const HALF = decimal('0.5');

/** The best bid and ask of a book, if they may be believed at that moment. */
export function bookTop(
  { instrument, book }: InstrumentBook,
  { at, maxAgeMs }: Pick<Valuing, 'at' | 'maxAgeMs'>,
): Result<BookTop, NoPrice> {
  const [bid, ask] = [highest(book.bids), lowest(book.asks)];
  if (bid === undefined || isZero(bid.price)) return err({ code: 'NoBid' });
  if (ask === undefined) return err({ code: 'NoAsk' });
  if (isCrossed(book)) return err({ code: 'Crossed' });
  const sinceMs = msBetween(book.at, at);
  const ages = [bid, ask].map(({ venue }) => ageOf(book, venue));
  const ageMs = Math.max(...ages) + sinceMs;
  // A book from the future is as unknown as an old one: a clock is wrong.
  if (ageMs > maxAgeMs || sinceMs < 0) {
    return err({ code: 'Stale', limitMs: maxAgeMs, actualMs: ageMs });
  }
  return ok({
    instrument: instrument.id,
    bid: bid.price,
    ask: ask.price,
    mid: multiply(add(bid.price, ask.price), HALF),
    venues: [bid.venue, ask.venue],
    ageMs,
  });
}

const ageOf = ({ parts }: ConsolidatedBook, venue: VenueId): number =>
  parts.find((part) => part.venue === venue)?.ageMs ?? Number.POSITIVE_INFINITY;

const highest = (levels: readonly ConsolidatedLevel[]) =>
  levels.reduce<ConsolidatedLevel | undefined>(
    (best, level) => (best === undefined || greaterThan(level.price, best.price) ? level : best),
    undefined,
  );

const lowest = (levels: readonly ConsolidatedLevel[]) =>
  levels.reduce<ConsolidatedLevel | undefined>(
    (best, level) => (best === undefined || lessThan(level.price, best.price) ? level : best),
    undefined,
  );

type Edge = { readonly book: InstrumentBook; readonly from: 'Base' | 'Quote' };

/**
 * The shortest way whose every book says a price; of equally long ones the one with the narrowest
 * spreads together, then by the instruments' names.
 */
export function markOf(asset: Asset, reference: Asset, valuing: Valuing): Result<Mark, NotValued> {
  if (asset === reference) {
    return ok({ asset, reference, price: ONE, steps: [], ageMs: 0 });
  }
  const tops = new Map(valuing.books.map((one) => [one.instrument.id, bookTop(one, valuing)]));
  const failed = new Map<InstrumentId, NoPrice>();
  for (let length = 1; length <= MOST_STEPS; length += 1) {
    const usable: MarkStep[][] = [];
    for (const path of pathsOf(asset, reference, length, valuing.books)) {
      const steps = stepsOf(path, tops, failed);
      if (steps !== null) usable.push(steps);
    }
    const [best] = usable.sort(narrowestFirst);
    if (best !== undefined) return markThrough(asset, reference, best);
  }
  if (failed.size === 0) return err({ code: 'NoPath', asset, reference, mostSteps: MOST_STEPS });
  const list = [...failed].map(([instrument, why]) => ({ instrument, why }));
  return err({ code: 'NoPrice', asset, reference, failed: list });
}

/** All ways of exactly so many steps that come by no asset twice. */
function pathsOf(
  asset: Asset,
  reference: Asset,
  length: number,
  books: readonly InstrumentBook[],
): Edge[][] {
  let ways: { readonly at: Asset; readonly seen: readonly Asset[]; readonly path: Edge[] }[] = [
    { at: asset, seen: [asset], path: [] },
  ];
  for (let step = 1; step <= length; step += 1) {
    ways = ways.flatMap(({ at, seen, path }) =>
      edgesFrom(at, books).flatMap(({ edge, to }) => {
        const isEnd = to === reference;
        if (seen.includes(to) || isEnd !== (step === length)) return [];
        return [{ at: to, seen: [...seen, to], path: [...path, edge] }];
      }),
    );
  }
  return ways.map(({ path }) => path);
}

function edgesFrom(asset: Asset, books: readonly InstrumentBook[]) {
  return books.flatMap((book): { edge: Edge; to: Asset }[] => {
    const { base, quote } = book.instrument;
    if (base === asset) return [{ edge: { book, from: 'Base' }, to: quote }];
    return quote === asset ? [{ edge: { book, from: 'Quote' }, to: base }] : [];
  });
}

function stepsOf(
  path: readonly Edge[],
  tops: ReadonlyMap<InstrumentId, Result<BookTop, NoPrice>>,
  failed: Map<InstrumentId, NoPrice>,
): MarkStep[] | null {
  const steps: MarkStep[] = [];
  for (const { book, from } of path) {
    const top = tops.get(book.instrument.id);
    if (top?.ok === true) steps.push({ ...top.value, from });
    else if (top !== undefined) failed.set(book.instrument.id, top.error);
  }
  return steps.length === path.length ? steps : null;
}

const SPREAD_SCALE = 12;

const spreadOf = (steps: readonly MarkStep[]): Decimal =>
  steps.reduce(
    (total, { bid, ask, mid }) =>
      add(total, divide(subtract(ask, bid), mid, SPREAD_SCALE, 'HalfEven')),
    decimal('0'),
  );

const namesOf = (steps: readonly MarkStep[]) => steps.map(({ instrument }) => instrument).join();

function narrowestFirst(a: readonly MarkStep[], b: readonly MarkStep[]): number {
  return compare(spreadOf(a), spreadOf(b)) || (namesOf(a) < namesOf(b) ? -1 : 1);
}

function markThrough(
  asset: Asset,
  reference: Asset,
  steps: readonly MarkStep[],
): Result<Mark, NotValued> {
  let price: Decimal = ONE;
  for (const { mid, from } of steps) {
    const next =
      from === 'Base'
        ? roundTo(multiply(price, mid), NUMERIC_SCALE, 'HalfEven')
        : divide(price, mid, NUMERIC_SCALE, 'HalfEven');
    if (isZero(next) || !toPrice(next).ok) return err({ code: 'OutOfRange', asset, reference });
    price = next;
  }
  return ok({ asset, reference, price, steps, ageMs: Math.max(...steps.map((s) => s.ageMs)) });
}

export interface Valuation {
  readonly reference: Asset;
  readonly lines: readonly {
    readonly holding: Money;
    /** In reference asset. */
    readonly value: Result<{ readonly worth: Money; readonly mark: Mark }, NotValued>;
  }[];
  /** Null where a line is not valued: a sum without it would be a guess. */
  readonly total: Money | null;
}

/** Each holding by its own mark; amounts may be below zero. */
export function valuationOf(
  holdings: readonly Money[],
  reference: Asset,
  valuing: Valuing,
): Valuation {
  const lines = holdings.map((holding) => {
    const mark = markOf(holding.asset, reference, valuing);
    if (!mark.ok) return { holding, value: mark };
    const worth = roundTo(multiply(holding.amount, mark.value.price), NUMERIC_SCALE, 'HalfEven');
    return { holding, value: ok({ worth: money(worth, reference), mark: mark.value }) };
  });
  const worths = lines.flatMap(({ value }) => (value.ok ? [value.value.worth] : []));
  const total = worths.length === lines.length ? sumMoney(worths, reference) : null;
  return { reference, lines, total };
}
