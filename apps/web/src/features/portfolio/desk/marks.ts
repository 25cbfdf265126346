/** Prices of this moment out of quotes, and what assets are worth by them: as the engine values. */
import { type Asset, type Decimal, decimal, divide, type UtcTime } from '@ultrathink/domain/kernel';
import {
  bookOfQuote,
  bookTop,
  type InstrumentBook,
  markOf,
  type Quote,
} from '@ultrathink/domain/market-data';
import type { InstrumentRow } from './model.ts';

/** An older price values nothing. */
const MOST_AGE_MS = 5_000;

export interface Price {
  readonly mid: string;
  readonly ageMs: number;
  /** Old, crossed or of one side alone: it is shown, and values nothing. */
  readonly isGood: boolean;
}

export interface Marks {
  readonly priceOf: (instrument: string) => Price | null;
  /** Money for one unit; null where nothing young enough says it. */
  readonly rateOf: (asset: string) => Decimal | null;
}

const BPS = decimal('10000');
const RATE_SCALE = 8;

const takerRates = ({ venues }: InstrumentRow) =>
  new Map(
    venues.map(({ venue, takerBps }) => [
      venue,
      divide(decimal(takerBps), BPS, RATE_SCALE, 'HalfEven'),
    ]),
  );

/** @param quotes the newest of each instrument; @param at by the clock that quotes are told by. */
export function marksOf(
  instruments: readonly InstrumentRow[],
  quotes: ReadonlyMap<string, Quote>,
  { money, at }: { readonly money: string; readonly at: UtcTime },
): Marks {
  const books = new Map<string, InstrumentBook>();
  for (const row of instruments) {
    const quote = quotes.get(row.instrument) ?? row.quote;
    const book = quote === null ? null : bookOfQuote(quote, takerRates(row));
    if (book !== null) books.set(row.instrument, book);
  }
  const all = [...books.values()];
  const rates = new Map<string, Decimal | null>();
  return {
    priceOf: (instrument) => {
      const book = books.get(instrument);
      const quote = quotes.get(instrument) ?? quoteIn(instruments, instrument);
      if (book === undefined || quote?.mid == null) return null;
      const top = bookTop(book, { at, maxAgeMs: Number.POSITIVE_INFINITY });
      const ageMs = top.ok ? Math.max(0, top.value.ageMs) : Number.POSITIVE_INFINITY;
      const isGood = bookTop(book, { at, maxAgeMs: MOST_AGE_MS }).ok;
      return { mid: quote.mid, ageMs, isGood };
    },
    rateOf: (asset) => {
      const known = rates.get(asset);
      if (known !== undefined) return known;
      const valuing = { books: all, at, maxAgeMs: MOST_AGE_MS };
      const mark = markOf(asset as Asset, money as Asset, valuing);
      const rate = mark.ok ? mark.value.price : null;
      rates.set(asset, rate);
      return rate;
    },
  };
}

const quoteIn = (instruments: readonly InstrumentRow[], instrument: string) =>
  instruments.find((row) => row.instrument === instrument)?.quote;
