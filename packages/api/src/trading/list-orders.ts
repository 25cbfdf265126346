/** Orders that people and programs placed, newest first; their children stand on the order's own page. */
import { read } from '@ultrathink/db';
import { listOrders as stored } from '@ultrathink/db/trading';
import { idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { MOST_ROWS, narrowing, orderSchema, orderText } from './schemas.ts';

export const listOrders = query('trading.readOrders')
  .input(
    z.strictObject({
      show: z.enum(['Working', 'Ended', 'All']).default('All'),
      ...narrowing,
      /** Those before this one: the last of the page before. */
      before: idSchema<ClOrdId>().nullable().default(null),
      most: z.int().min(1).max(MOST_ROWS).default(50),
    }),
  )
  .output(z.strictObject({ orders: z.array(orderSchema).max(MOST_ROWS), isMore: z.boolean() }))
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    // One more than asked for tells whether there is more.
    const rows = await read(database, actor, (tx) =>
      stored(tx, { ...input, most: input.most + 1 }),
    );
    return { orders: rows.slice(0, input.most).map(orderText), isMore: rows.length > input.most };
  });
