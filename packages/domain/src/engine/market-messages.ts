/** Questions about markets at the engine's door, and what it answers. They change nothing. */
import { z } from 'zod';
import { utcTimeSchema } from '../kernel/index.ts';
import {
  bookViewSchema,
  candleTextSchema,
  costViewSchema,
  instrumentTextSchema,
  MOST_INSTRUMENTS,
  MOST_TRADES,
  MOST_VENUES,
  marketTradeTextSchema,
  quantityTextSchema,
  quoteSchema,
  venueReportSchema,
} from '../market-data/index.ts';

/** Minutes of one venue that may not be in the store yet. */
export const MOST_RECENT_BARS = 10;

const instrument = instrumentTextSchema;

export const marketQuestionSchemas = [
  z.strictObject({ name: z.literal('readQuotes') }),
  /** Who reads a book is told of it as a notice for `BOOK_WATCH_MS` from then on. */
  z.strictObject({ name: z.literal('readBook'), instrument }),
  z.strictObject({ name: z.literal('readTrades'), instrument }),
  z.strictObject({ name: z.literal('readRecentBars'), instrument }),
  z.strictObject({
    name: z.literal('readCost'),
    instrument,
    side: z.enum(['Buy', 'Sell']),
    quantity: quantityTextSchema,
  }),
  z.strictObject({ name: z.literal('readVenues') }),
] as const;

/** Of one instrument: null where the engine does not follow it. */
export const marketAnswerSchemas = [
  z.strictObject({
    name: z.literal('readQuotes'),
    at: utcTimeSchema,
    quotes: z.array(quoteSchema).max(MOST_INSTRUMENTS),
  }),
  z.strictObject({ name: z.literal('readBook'), book: bookViewSchema.nullable() }),
  z.strictObject({
    name: z.literal('readTrades'),
    /** Newest first. */
    trades: z.array(marketTradeTextSchema).max(MOST_TRADES).nullable(),
  }),
  z.strictObject({
    name: z.literal('readRecentBars'),
    /** The last minutes of each venue, the open one among them, oldest first. */
    bars: z
      .array(
        z.strictObject({
          venue: z.string().max(40),
          minutes: z.array(candleTextSchema).max(MOST_RECENT_BARS),
        }),
      )
      .max(MOST_VENUES)
      .nullable(),
  }),
  z.strictObject({ name: z.literal('readCost'), cost: costViewSchema.nullable() }),
  z.strictObject({
    name: z.literal('readVenues'),
    at: utcTimeSchema,
    venues: z.array(venueReportSchema).max(MOST_VENUES),
  }),
] as const;

export const marketNoticeSchemas = [
  /** By instrument. */
  z.strictObject({ topic: z.literal('market-data.quotes'), payload: quoteSchema }),
  /** By instrument; of those that somebody has read lately. */
  z.strictObject({ topic: z.literal('market-data.books'), payload: bookViewSchema }),
  /** By venue. */
  z.strictObject({ topic: z.literal('market-data.venues'), payload: venueReportSchema }),
] as const;

/** A book is told of for so long after it was last read; readers read it again before that. */
export const BOOK_WATCH_MS = 60_000;
