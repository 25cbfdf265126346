/** Orders that people and programs placed, newest first; what venues were sent of them where it is asked for. */
import { read } from '@ultrathink/db';
import { listChildren, listOrders as stored } from '@ultrathink/db/trading';
import { idSchema } from '@ultrathink/domain/kernel';
import { type ClOrdId, ORD_STATUSES } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { choosing, MOST_ROWS, narrowing, orderSchema, orderText } from './schemas.ts';

/** Children of the orders of one answer. */
const MOST_CHILDREN = 5 * MOST_ROWS;

export const listOrders = query('trading.readOrders')
  .input(
    z.strictObject({
      show: z.enum(['Working', 'Ended', 'All']).default('All'),
      ...narrowing,
      ...choosing,
      statuses: z.array(z.enum(ORD_STATUSES)).max(ORD_STATUSES.length).nullable().default(null),
      withChildren: z.boolean().default(false),
      /** Those before this one: the last of the page before. */
      before: idSchema<ClOrdId>().nullable().default(null),
      most: z.int().min(1).max(MOST_ROWS).default(50),
    }),
  )
  .output(
    z.strictObject({
      orders: z.array(orderSchema).max(MOST_ROWS),
      /** Oldest first; empty where they were not asked for. */
      children: z.array(orderSchema).max(MOST_CHILDREN),
      isMore: z.boolean(),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    return read(database, actor, async (tx) => {
      // One more than asked for tells whether there is more.
      const rows = await stored(tx, { ...input, most: input.most + 1 });
      const orders = rows.slice(0, input.most);
      const parents = input.withChildren ? orders.map(({ clOrdId }) => clOrdId) : [];
      const children = await listChildren(tx, parents, MOST_CHILDREN);
      return {
        orders: orders.map(orderText),
        children: children.map(orderText),
        isMore: rows.length > input.most,
      };
    });
  });
