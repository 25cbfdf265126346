/** The newest replay of an order's decisions, and what came of it. */
import { read } from '@ultrathink/db';
import { findReplay, type ReplayId } from '@ultrathink/db/trading';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { resourceOfAnyOrder } from './whose.ts';

const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('Replayed'),
    shard: z.int(),
    decisions: z.int(),
    /** Those that came out otherwise, with the first event that differs; ten at most. */
    different: z
      .array(
        z.object({
          sequence: z.int(),
          recorded: z.string().nullable(),
          made: z.string().nullable(),
        }),
      )
      .readonly(),
    tookMs: z.int(),
  }),
  z.object({ kind: z.literal('TooLong'), records: z.int() }),
  z.object({ kind: z.literal('Failed'), sentence: z.string() }),
]);

export const getReplay = query('trading.exportEvidence')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(
    z.strictObject({
      /** Null where none was ever asked for, and for a client's own people: their decisions rest on others too. */
      replay: z
        .strictObject({
          id: idSchema<ReplayId>(),
          clOrdId: idSchema<ClOrdId>(),
          askedAt: utcTimeSchema,
          endedAt: utcTimeSchema.nullable(),
          outcome: outcomeSchema.nullable(),
        })
        .nullable(),
    }),
  )
  .query(async ({ ctx, input: { clOrdId } }) => {
    const resource = await resourceOfAnyOrder(ctx, 'trading.exportEvidence', clOrdId);
    const { database, actor } = await ctx.authorise('trading.exportEvidence', resource);
    if (ctx.caller.organisation.kind === 'Client') return { replay: null };
    const replay = await read(database, actor, (tx) => findReplay(tx, clOrdId));
    return { replay: replay ?? null };
  });
