/** What is traded, where, on which terms and, while the engine is there, at which prices. */
import { read } from '@ultrathink/db';
import { listInstruments as listKept } from '@ultrathink/db/market-data';
import { decimal, multiply, toText, utcTimeSchema } from '@ultrathink/domain/kernel';
import { type Quote, quoteSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { type Asker, askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

const MOST = 200;

const input = z.strictObject({
  /** Parts of the name: `btc`, `btc usdt`. */
  search: z.string().max(40).optional(),
});

const listedSchema = z.strictObject({
  venue: z.string(),
  /** What the venue calls it. */
  symbol: z.string(),
  /** Open, CancelOnly, PostOnly or Closed. */
  status: z.string(),
  tickSize: z.string(),
  stepSize: z.string(),
  minQty: z.string(),
  maxQty: z.string().nullable(),
  /** In quote asset. */
  minNotional: z.string().nullable(),
  makerBps: z.string(),
  takerBps: z.string(),
  probedAt: utcTimeSchema,
});

const output = z.strictObject({
  at: utcTimeSchema,
  /** Whether the engine answered: without it there are no quotes. */
  isLive: z.boolean(),
  /** By name. */
  instruments: z
    .array(
      z.strictObject({
        instrument: z.string(),
        base: z.string(),
        quoteAsset: z.string(),
        venues: z.array(listedSchema),
        quote: quoteSchema.nullable(),
      }),
    )
    .max(MOST),
});

const BPS = decimal('10000');

/** `0.001` is `10`. */
export const bpsOf = (rate: string): string => toText(multiply(decimal(rate), BPS));

/** Null without an engine: what is kept is told all the same. */
async function quotesOf(asker: Asker): Promise<ReadonlyMap<string, Quote> | null> {
  try {
    const { quotes } = await askEngine(asker, { name: 'readQuotes' });
    return new Map(quotes.map((quote) => [quote.instrument, quote]));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export const listInstruments = query('marketData.read')
  .input(input)
  .output(output)
  .query(async ({ ctx, input: { search = '' } }) => {
    const { actor, database } = await ctx.authorise('marketData.read', sightOf(ctx.caller));
    const [quotes, kept] = await Promise.all([
      quotesOf(ctx),
      read(database, actor, (tx) => listKept(tx, { search, most: MOST })),
    ]);
    return {
      at: ctx.services.clock.now(),
      isLive: quotes !== null,
      instruments: kept.map(({ instrument, base, quote, venues }) => ({
        instrument,
        base,
        quoteAsset: quote,
        quote: quotes?.get(instrument) ?? null,
        venues: venues.map(({ makerRate, takerRate, capabilities: _, ...terms }) => ({
          ...terms,
          makerBps: bpsOf(makerRate),
          takerBps: bpsOf(takerRate),
        })),
      })),
    };
  });
