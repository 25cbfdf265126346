/** What was exchanged with a venue about an order or a break: both payloads, secrets masked. */
import { read } from '@ultrathink/db';
import { listEvidenceOf } from '@ultrathink/db/trading';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { query } from '../procedures/query.ts';

const MOST = 50;
/** A payload longer than this is cut: people read it, machines read the store. */
const TEXT_MOST = 8_000;

const output = z.strictObject({
  /** Oldest first. */
  evidence: z
    .array(
      z.strictObject({
        id: z.string(),
        at: utcTimeSchema,
        operation: z.string(),
        request: z.string().max(TEXT_MOST),
        /** Null: no answer came. */
        response: z.string().max(TEXT_MOST).nullable(),
        durationMs: z.number(),
        fault: z.string().nullable(),
      }),
    )
    .max(MOST),
});

const textOf = (payload: unknown): string => JSON.stringify(payload, null, 2).slice(0, TEXT_MOST);

export const listEvidence = query('portfolio.readBreaks')
  .input(
    z.strictObject({
      venueAccountId: idSchema<VenueAccountId>(),
      /** What the payloads name: a ClOrdID, an order id of the venue, an ExecID. */
      mentions: z.string().min(3).max(200),
      since: utcTimeSchema,
    }),
  )
  .output(output)
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('portfolio.readBreaks', { kind: 'Firm' });
    const { venueAccountId: venueAccount, mentions, since } = input;
    const rows = await read(database, actor, (tx) =>
      listEvidenceOf(tx, { venueAccount, mentions, since, most: MOST }),
    );
    return {
      evidence: rows.map(({ request, response, ...row }) => ({
        ...row,
        request: textOf(request),
        response: response === null ? null : textOf(response),
      })),
    };
  });
