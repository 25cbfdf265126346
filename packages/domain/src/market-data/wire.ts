/**
 * Market data as it is told to browsers and programs: exact text, bounded lists. Prices and quantities
 * are decimal text in the asset of their own; nobody who reads them has to reckon.
 */
import { z } from 'zod';
import { utcTimeSchema } from '../kernel/index.ts';
import { BAR_INTERVALS } from './bars.ts';
import { VENUE_STATES } from './venue-state.ts';

/** Instruments that are followed at once, venues of one, levels of a side, trades that are shown. */
export const MOST_INSTRUMENTS = 64;
export const MOST_VENUES = 8;
export const MOST_LEVELS = 15;
export const MOST_TRADES = 200;
export const MOST_TRADES_BESIDE_BOOK = 15;

const amount = z.string().max(48);
/** Of products: the digits of a price and of a rate or a quantity together. */
const longAmount = z.string().max(100);
const name = z.string().min(1).max(40);
const count = z.number().int().nonnegative();
const ms = z.number().nonnegative();
const sideSchema = z.enum(['Buy', 'Sell']);

/** `BTC/USDT`. */
export const instrumentTextSchema = z
  .string()
  .regex(/^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/, 'Not an instrument such as BTC/USDT.');

/** A quantity somebody asks about: positive, within what is kept exactly. */
export const quantityTextSchema = z
  .string()
  .regex(/^(?=.*[1-9])\d{1,12}(\.\d{1,18})?$/, 'Not a positive quantity such as 1.5.');

export const barIntervalSchema = z.enum(BAR_INTERVALS);

const bookBreakSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('NoSnapshot') }),
  z.strictObject({ code: z.literal('Gap'), expected: z.number(), actual: z.number() }),
  z.strictObject({ code: z.literal('Crossed'), bid: z.string(), ask: z.string() }),
  z.strictObject({ code: z.literal('ChecksumDiffers'), expected: z.number(), actual: z.number() }),
]);

/** Why a venue has no part in what is shown. */
export const exclusionSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('NotUp') }),
  z.strictObject({ code: z.literal('NoBook') }),
  z.strictObject({ code: z.literal('BookBroken'), why: bookBreakSchema }),
  z.strictObject({ code: z.literal('Stale'), limitMs: ms, actualMs: z.number() }),
  z.strictObject({ code: z.literal('OffMarket'), limit: longAmount, actual: longAmount }),
]);

/** A level, with what rests there and all better ones together. */
const levelSchema = z.strictObject({ price: amount, quantity: amount });
const deepLevelSchema = levelSchema.extend({ total: amount });

const candleFields = {
  opensAt: utcTimeSchema,
  open: amount,
  high: amount,
  low: amount,
  close: amount,
  /** In base asset. */
  volume: amount,
};
export const candleTextSchema = z.strictObject(candleFields);
export type CandleText = z.infer<typeof candleTextSchema>;

export const marketTradeTextSchema = z.strictObject({
  venue: name,
  tradeId: z.string().max(80),
  price: amount,
  quantity: amount,
  /** Of whoever took. */
  side: sideSchema,
  at: utcTimeSchema,
});
export type MarketTradeText = z.infer<typeof marketTradeTextSchema>;

/** Part of a quote that one venue has. */
const venueQuoteSchema = z.strictObject({
  venue: name,
  bid: levelSchema.nullable(),
  ask: levelSchema.nullable(),
  /** Since the venue's last word about this book; null where there is no good book. */
  ageMs: z.number().nullable(),
  /** Null: it has its part in the best prices. */
  excluded: exclusionSchema.nullable(),
});

/** The best of one instrument over all venues that are well, by price alone. */
export const quoteSchema = z.strictObject({
  instrument: z.string().max(40),
  at: utcTimeSchema,
  bid: levelSchema.extend({ venue: name }).nullable(),
  ask: levelSchema.extend({ venue: name }).nullable(),
  /** Null where a side is missing. */
  mid: amount.nullable(),
  /** Ask minus bid in quote asset; below zero where one venue's bid is above another's ask. */
  spread: amount.nullable(),
  spreadBps: amount.nullable(),
  venues: z.array(venueQuoteSchema).max(MOST_VENUES),
  last: marketTradeTextSchema.nullable(),
  /** The minute that is open, over all venues; null before its first trade. */
  minute: candleTextSchema.nullable(),
  /** The last 24 hours as bars tell them; null until bars are there. */
  day: z
    .strictObject({
      open: amount,
      high: amount,
      low: amount,
      volume: amount,
      /** Of the mid against `open`; null without a mid. */
      changeBps: amount.nullable(),
    })
    .nullable(),
});
export type Quote = z.infer<typeof quoteSchema>;

/** Depth of one instrument. */
export const bookViewSchema = z.strictObject({
  instrument: z.string().max(40),
  at: utcTimeSchema,
  /** Over all venues that are well; the one that costs least with its taker fee comes first. */
  bids: z.array(deepLevelSchema.extend({ venue: name, allIn: longAmount })).max(MOST_LEVELS),
  asks: z.array(deepLevelSchema.extend({ venue: name, allIn: longAmount })).max(MOST_LEVELS),
  /** One could buy on one venue and sell on another at once, fees counted: a book may be wrong. */
  isCrossed: z.boolean(),
  venues: z
    .array(
      z.strictObject({
        venue: name,
        takerBps: amount,
        ageMs: z.number().nullable(),
        excluded: exclusionSchema.nullable(),
        bids: z.array(deepLevelSchema).max(MOST_LEVELS),
        asks: z.array(deepLevelSchema).max(MOST_LEVELS),
      }),
    )
    .max(MOST_VENUES),
  /** Newest first. */
  trades: z.array(marketTradeTextSchema).max(MOST_TRADES_BESIDE_BOOK),
});
export type BookView = z.infer<typeof bookViewSchema>;

const costSchema = z.strictObject({
  filled: amount,
  /** What the book is too thin for. */
  unfilled: amount,
  /** Null where nothing would be filled. */
  avgPx: amount.nullable(),
  /** In quote asset, the fee in `fee` and with it in `allIn`. */
  notional: longAmount,
  fee: longAmount,
  allIn: longAmount,
  /** Per unit, with the fee. */
  allInPx: amount.nullable(),
});

/** What taking a quantity at once would cost: at each venue alone, and over all of them. */
export const costViewSchema = z.strictObject({
  instrument: z.string().max(40),
  at: utcTimeSchema,
  side: sideSchema,
  quantity: amount,
  venues: z
    .array(
      costSchema.extend({
        venue: name,
        makerBps: amount,
        takerBps: amount,
        excluded: exclusionSchema.nullable(),
        /** All-in price against that of all venues together; null where it would not fill as much. */
        worseBps: amount.nullable(),
      }),
    )
    .max(MOST_VENUES),
  together: costSchema.extend({
    takes: z
      .array(z.strictObject({ venue: name, quantity: amount, avgPx: amount }))
      .max(MOST_VENUES),
  }),
});
export type CostView = z.infer<typeof costViewSchema>;

/** A state a venue was in, since when and why. */
export const venueStateEntrySchema = z.strictObject({
  state: z.enum(VENUE_STATES),
  since: utcTimeSchema,
  reasons: z.array(z.strictObject({ code: name, sentence: z.string().max(300) })).max(10),
});
export type VenueStateEntry = z.infer<typeof venueStateEntrySchema>;

/** How one venue is, as the engine that is connected to it sees it. */
export const venueReportSchema = z.strictObject({
  venue: name,
  at: utcTimeSchema,
  network: z.enum(['Production', 'Test', 'Simulator']),
  current: venueStateEntrySchema,
  /** Newest first, `current` is the first of them; what this run of the engine has seen. */
  history: z.array(venueStateEntrySchema).max(10),
  /** Over all operations of all keys; from the first byte out to the last byte in. */
  latencies: z
    .array(z.strictObject({ operation: name, count, p50Ms: ms, p90Ms: ms, p99Ms: ms, mostMs: ms }))
    .max(24),
  /** What is left of the venue's own limits; `line` is the key's name or the address. */
  budgets: z
    .array(z.strictObject({ line: name, budget: name, capacity: z.number(), left: z.number() }))
    .max(16),
  breakers: z
    .array(
      z.strictObject({
        line: name,
        state: z.enum(['Closed', 'Open', 'HalfOpen']),
        reason: z.string().max(200).nullable(),
        until: utcTimeSchema.nullable(),
      }),
    )
    .max(8),
  requests: z.strictObject({
    answered: count,
    notSent: count,
    noAnswer: count,
    waiting: count,
    inFlight: count,
  }),
  /** Venue's clock minus ours, and how sure: half the round trip. Null until measured. */
  clockOffset: z.strictObject({ ms: z.number(), uncertaintyMs: ms }).nullable(),
  streams: z
    .array(
      z.strictObject({
        name,
        state: z.enum(['Connecting', 'Open', 'Waiting', 'Closed']),
        openedAt: utcTimeSchema.nullable(),
        lastHeardAt: utcTimeSchema.nullable(),
        reconnects: count,
        messages: count,
        lastDown: z
          .strictObject({ at: utcTimeSchema, code: name, detail: z.string().max(200) })
          .nullable(),
      }),
    )
    .max(8),
  feed: z.strictObject({
    instruments: count,
    booksGood: count,
    /** Books whose last word is older than they may be. */
    booksStale: count,
    updatesPerSecond: z.number().nonnegative(),
    updates: count,
    /** Of them replaced by a newer one before anybody was told: conflation. */
    conflated: count,
    trades: count,
    /** Times a book was lost and fetched again, by why. */
    gaps: z.strictObject({ NoSnapshot: count, Gap: count, Crossed: count, ChecksumDiffers: count }),
  }),
  instrumentsAt: utcTimeSchema.nullable(),
  /** Instruments the venue lists whose figures could not be read. */
  refused: count,
  /** Newest first. */
  lastFaults: z.array(z.strictObject({ at: utcTimeSchema, text: z.string().max(300) })).max(10),
});
export type VenueReport = z.infer<typeof venueReportSchema>;
