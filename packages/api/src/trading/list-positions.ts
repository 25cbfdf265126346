/** What accounts hold of each instrument, what it cost, and what was gained. */
import { read } from '@ultrathink/db';
import { listPositions as stored } from '@ultrathink/db/trading';
import { type AccountId, type ClientId, idSchema } from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import { LOT_METHODS } from '@ultrathink/domain/portfolio';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { narrowing } from './schemas.ts';

const MOST = 2_000;

export const listPositions = query('portfolio.read')
  .input(z.strictObject({ client: narrowing.client, account: narrowing.account }))
  .output(
    z.strictObject({
      positions: z
        .array(
          z.strictObject({
            account: idSchema<AccountId>(),
            client: idSchema<ClientId>().nullable(),
            instrument: instrumentTextSchema,
            method: z.enum(LOT_METHODS),
            /** Below zero it is short. */
            quantity: z.string(),
            /** Of the open lots, in quote asset. */
            cost: z.string(),
            lots: z.int().nonnegative(),
            realised: z.string(),
            feesApart: z.string(),
            /** What sales brought less what purchases and all fees took, in quote asset. */
            cash: z.string(),
          }),
        )
        .max(MOST),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('portfolio.read', sightOf(ctx.caller));
    const rows = await read(database, actor, (tx) => stored(tx, { ...input, most: MOST }));
    return { positions: rows.map((row) => ({ ...row, method: methodOf(row.method) })) };
  });

const methodOf = (text: string) => LOT_METHODS.find((method) => method === text) ?? 'Fifo';
