/** How the firm's connections to venues are, what each venue can do, and what it was before. */
import { read } from '@ultrathink/db';
import {
  type ListedInstrument,
  listInstruments,
  listVenueStates,
} from '@ultrathink/db/market-data';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import {
  type VenueReport,
  venueReportSchema,
  venueStateEntrySchema,
} from '@ultrathink/domain/market-data';
import { ORD_TYPES, TIMES_IN_FORCE } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { type Asker, askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { bpsOf } from './list-instruments.ts';

const MOST_STATES = 100;
const MOST_INSTRUMENTS = 500;

const capabilitiesSchema = z.strictObject({
  /** The times in force the venue itself keeps, per type; a type that is absent is not offered. */
  ordTypes: z.partialRecord(z.enum(ORD_TYPES), z.array(z.enum(TIMES_IN_FORCE))),
  postOnly: z.boolean(),
  protection: z.enum(['NATIVE_OCO', 'NATIVE_STOP', 'EMULATED', 'NONE']),
});

const matrixRowSchema = z.strictObject({
  instrument: z.string(),
  symbol: z.string(),
  /** Open, CancelOnly, PostOnly or Closed. */
  status: z.string(),
  tickSize: z.string(),
  stepSize: z.string(),
  minQty: z.string(),
  maxQty: z.string().nullable(),
  minNotional: z.string().nullable(),
  makerBps: z.string(),
  takerBps: z.string(),
  capabilities: capabilitiesSchema,
  probedAt: utcTimeSchema,
});

const output = z.strictObject({
  at: utcTimeSchema,
  /** Whether the engine answered: without it nothing is known of now. */
  isLive: z.boolean(),
  /** By name. */
  venues: z.array(
    z.strictObject({
      venue: z.string(),
      /** Null for a venue the engine is not connected to now. */
      report: venueReportSchema.nullable(),
      /** By instrument. */
      instruments: z.array(matrixRowSchema),
      /** Newest first, across restarts of the engine. */
      history: z.array(venueStateEntrySchema).max(MOST_STATES),
    }),
  ),
});

async function reportsOf(asker: Asker): Promise<readonly VenueReport[] | null> {
  try {
    return (await askEngine(asker, { name: 'readVenues' })).venues;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

type MatrixRow = z.infer<typeof matrixRowSchema>;

function rowsOf(kept: readonly ListedInstrument[], venue: string): MatrixRow[] {
  return kept.flatMap(({ instrument, venues }) =>
    venues
      .filter((one) => one.venue === venue)
      .map(({ venue: _, makerRate, takerRate, capabilities, ...terms }) => ({
        instrument,
        ...terms,
        makerBps: bpsOf(makerRate),
        takerBps: bpsOf(takerRate),
        capabilities: capabilitiesSchema.parse(capabilities),
      })),
  );
}

export const listVenues = query('venues.read')
  .output(output)
  .query(async ({ ctx }) => {
    const { actor, database } = await ctx.authorise('venues.read', { kind: 'Firm' });
    const [reports, [kept, states]] = await Promise.all([
      reportsOf(ctx),
      read(
        database,
        actor,
        async (tx) =>
          [
            await listInstruments(tx, { search: '', most: MOST_INSTRUMENTS }),
            await listVenueStates(tx, MOST_STATES),
          ] as const,
      ),
    ]);
    const names = new Set([
      ...(reports ?? []).map(({ venue }) => venue),
      ...kept.flatMap(({ venues }) => venues.map(({ venue }) => venue)),
    ]);
    return {
      at: ctx.services.clock.now(),
      isLive: reports !== null,
      venues: [...names].sort().map((venue) => ({
        venue,
        report: reports?.find((one) => one.venue === venue) ?? null,
        instruments: rowsOf(kept, venue),
        history: [...(states.find((one) => one.venue === venue)?.history ?? [])],
      })),
    };
  });
