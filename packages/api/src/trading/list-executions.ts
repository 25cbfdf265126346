/** What venues told of trades, newest first. */
import { read } from '@ultrathink/db';
import { listExecutions as stored } from '@ultrathink/db/trading';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { executionSchema, MOST_ROWS, narrowing } from './schemas.ts';

export const listExecutions = query('trading.readOrders')
  .input(
    z.strictObject({
      ...narrowing,
      before: utcTimeSchema.nullable().default(null),
      most: z.int().min(1).max(MOST_ROWS).default(50),
    }),
  )
  .output(z.strictObject({ executions: z.array(executionSchema).max(MOST_ROWS) }))
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    return { executions: await read(database, actor, (tx) => stored(tx, input)) };
  });
