/** Requests whose outcome nobody has proven, oldest first, with what stays reserved for each. */
import { read } from '@ultrathink/db';
import { listUnconfirmed as stored } from '@ultrathink/db/trading';
import { type AccountId, type ClientId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { MOST_ROWS, narrowing } from './schemas.ts';

const amount = z.string().max(80);

const rowSchema = z.strictObject({
  /** Of the child that a venue was sent. */
  clOrdId: idSchema<ClOrdId>(),
  /** What was asked of the venue. */
  request: z.enum(['New', 'Cancel', 'Replace']),
  parentClOrdId: idSchema<ClOrdId>().nullable(),
  account: idSchema<AccountId>(),
  client: idSchema<ClientId>().nullable(),
  venue: z.string().nullable(),
  venueAccount: z.string().nullable(),
  instrument: instrumentTextSchema,
  side: z.enum(['Buy', 'Sell']),
  orderQty: amount,
  leavesQty: amount,
  price: amount.nullable(),
  since: utcTimeSchema,
  evidence: z.string().nullable(),
  /** The venue would not tell: two people decide. */
  isWithHuman: z.boolean(),
  resends: z.int().nonnegative(),
  /** Stays reserved until the outcome is proven; null where nothing is, as for a block. */
  held: z.strictObject({ asset: z.string(), amount }).nullable(),
});

export const listUnconfirmed = query('trading.readOrders')
  .input(z.strictObject({ client: narrowing.client }))
  .output(z.strictObject({ unconfirmed: z.array(rowSchema).max(MOST_ROWS) }))
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    const rows = await read(database, actor, (tx) => stored(tx, { ...input, most: MOST_ROWS }));
    return { unconfirmed: rows as unknown as z.input<typeof rowSchema>[] };
  });
