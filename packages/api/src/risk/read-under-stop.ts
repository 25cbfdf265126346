/** What a stop would cancel at a level, and, from its moment on, what became of each. */
import { read } from '@ultrathink/db';
import { listUnderStop } from '@ultrathink/db/trading';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import { type ClOrdId, ORD_STATUSES } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';
import { stopInput } from './stop.ts';

const MOST = 2_000;

const output = z.strictObject({
  at: utcTimeSchema,
  /** Orders at venues, oldest first; at most 2,000. */
  orders: z
    .array(
      z.strictObject({
        clOrdId: idSchema<ClOrdId>(),
        clientId: clientId.nullable(),
        venue: z.string(),
        instrument: instrumentTextSchema,
        side: z.enum(['Buy', 'Sell']),
        leavesQty: z.string(),
        price: z.string().nullable(),
        ordStatus: z.enum(ORD_STATUSES),
        unconfirmedSince: utcTimeSchema.nullable(),
        endedAt: utcTimeSchema.nullable(),
      }),
    )
    .max(MOST),
});

export const readUnderStop = query('risk.readStrip')
  .input(
    z.strictObject({
      key: stopInput.key,
      /** Those that ended from then on, too; null: those that work now. */
      since: utcTimeSchema.nullable(),
    }),
  )
  .output(output)
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('risk.readStrip', { kind: 'Firm' });
    const { key, since } = input;
    const rows = await read(database, actor, (tx) => listUnderStop(tx, { key, since, most: MOST }));
    return {
      at: ctx.services.clock.now(),
      orders: rows.map(({ client, ...row }) => ({ ...row, clientId: client })),
    };
  });
