/**
 * Everything a route is decided from, as plain data: what is not in here has no part in the decision,
 * so the decision can be made again. Decimals are text on the wire; durations are whole milliseconds.
 */
import { z } from 'zod';
import {
  decimalSchema,
  type Price,
  type Quantity,
  toPrice,
  toQuantity,
  utcTimeSchema,
} from '../../kernel/index.ts';
import {
  Book,
  type BookBreak,
  type InstrumentId,
  VENUE_STATES,
  type VenueId,
} from '../../market-data/index.ts';
import { ORD_TYPES, TIMES_IN_FORCE } from '../order.ts';

const priceSchema = decimalSchema.transform((value, context): Price => {
  const price = toPrice(value);
  if (price.ok) return price.value;
  context.addIssue({ code: 'custom', message: price.error.code });
  return z.NEVER;
});
const quantitySchema = decimalSchema.transform((value, context): Quantity => {
  const quantity = toQuantity(value);
  if (quantity.ok) return quantity.value;
  context.addIssue({ code: 'custom', message: quantity.error.code });
  return z.NEVER;
});
const named = <T extends string>() => z.string().min(1).max(100) as unknown as z.ZodType<T, string>;
const msSchema = z.number().int().nonnegative();

const levelsSchema = z.array(z.tuple([z.string().max(80), z.string().max(80)])).max(1000);

/** What the router sees of one book: the text of its best levels. */
export const bookExcerptSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('Good'),
    last: z.number().int(),
    at: utcTimeSchema,
    bids: levelsSchema,
    asks: levelsSchema,
  }),
  z.strictObject({ kind: z.literal('Empty') }),
  z.strictObject({
    kind: z.literal('Broken'),
    why: z.custom<BookBreak>((value) => value !== null),
  }),
]);
export type BookExcerpt = z.infer<typeof bookExcerptSchema>;

export const routingVenueSchema = z.strictObject({
  venue: named<VenueId>(),
  book: bookExcerptSchema,
  state: z.enum(VENUE_STATES),
  /** Shares of the notional at our tier; null where the table has none: then nothing is sent. */
  fees: z.strictObject({ maker: decimalSchema, taker: decimalSchema }).nullable(),
  terms: z.strictObject({
    tickSize: priceSchema,
    stepSize: quantitySchema,
    minQty: quantitySchema,
    maxQty: quantitySchema.nullable(),
    minNotional: decimalSchema.nullable(),
  }),
  /** Of what the order spends: quote asset to buy, base asset to sell. Null: not known. */
  free: decimalSchema.nullable(),
  /** In quote asset: what may yet be entrusted to this venue. Null: not known. */
  capLeft: decimalSchema.nullable(),
  /** Of acts; null where nothing was measured yet. */
  latencyP95Ms: msSchema.nullable(),
  /** Share of orders refused by the venue; null where nothing was measured yet. */
  rejectRate: decimalSchema.nullable(),
  can: z.strictObject({
    ordTypes: z.partialRecord(z.enum(ORD_TYPES), z.array(z.enum(TIMES_IN_FORCE))),
    postOnly: z.boolean(),
  }),
});
export type RoutingVenue = z.infer<typeof routingVenueSchema>;

export const routingPolicySchema = z.strictObject({
  maxAgeMs: msSchema,
  /** Levels of each book that are looked at. */
  depth: z.number().int().min(1).max(1000),
  /** Charged in the comparison of venues, never in what is told as cost. */
  penaltyBpsPer100Ms: decimalSchema,
  /** Times the reject rate: 10 makes 1 bp of one refusal in ten. */
  penaltyBpsOfRejects: decimalSchema,
  /** Slower venues, and those that refuse more, get nothing; what was not measured pays as much. */
  latencyMsMax: msSchema,
  rejectRateMax: decimalSchema,
  /** Whether the limit is the price at the venue, or the price with the fee. */
  limitCounts: z.enum(['Price', 'AllIn']),
  /** Whether what rests may be shared out by funds; absent is one venue: no receipt said it once. */
  restsAt: z.enum(['OneVenue', 'Several']).optional(),
  /** So far beyond the worst level it expects a child of a market order may trade; absent is not at all. */
  cushionBps: decimalSchema.optional(),
});
export type RoutingPolicy = z.infer<typeof routingPolicySchema>;

export const routingInputSchema = z.strictObject({
  at: utcTimeSchema,
  instrument: named<InstrumentId>(),
  side: z.enum(['Buy', 'Sell']),
  /** What is to be sent now: the remainder that nobody works. */
  quantity: quantitySchema,
  /** Null: at the market. */
  limit: priceSchema.nullable(),
  timeInForce: z.enum(TIMES_IN_FORCE),
  isPostOnly: z.boolean(),
  /** Never: all of it rests at the limit, and trades with what stands there when it comes. Absent: as books stand. */
  takes: z.literal('Never').optional(),
  /** Of the client's mandate; null for all. */
  allowedVenues: z.array(named<VenueId>()).nullable(),
  feeTableVersion: z.string().min(1).max(100),
  venues: z.array(routingVenueSchema).max(32),
  policy: routingPolicySchema,
});
export type RoutingInput = z.infer<typeof routingInputSchema>;

interface Excerpted {
  readonly state: Book['state'];
  readonly depth: number;
  readonly excerpt: BookExcerpt;
}
/** Every message a book takes gives it another state: until then its excerpt is the same one. */
const EXCERPTS = new WeakMap<Book, Excerpted>();

/** The best levels of a book as they stand now. */
export function excerptOf(book: Book, depth: number): BookExcerpt {
  const { state } = book;
  if (state.kind !== 'Good') return state;
  const known = EXCERPTS.get(book);
  if (known !== undefined && known.state === state && known.depth === depth) return known.excerpt;
  const excerpt = excerptNow(book, state, depth);
  EXCERPTS.set(book, { state, depth, excerpt });
  return excerpt;
}

function excerptNow(
  book: Book,
  state: Extract<Book['state'], { kind: 'Good' }>,
  depth: number,
): BookExcerpt {
  const texts = (side: 'Buy' | 'Sell') =>
    book
      .levels(side, depth)
      .map(({ price, quantity }): [string, string] => [String(price), String(quantity)]);
  return { kind: 'Good', last: state.last, at: state.at, bids: texts('Buy'), asks: texts('Sell') };
}

/** The book of an excerpt; one that is empty or broken says nothing. */
export function bookOf(excerpt: BookExcerpt): Book {
  const book = new Book();
  if (excerpt.kind === 'Good') {
    const { last, at, bids, asks } = excerpt;
    book.apply({ kind: 'Snapshot', last, at, bids, asks });
  }
  return book;
}
