/** What trades of a span moved and were charged, by account, instrument and strategy. */
import { read } from '@ultrathink/db';
import { listTraded as stored } from '@ultrathink/db/trading';
import {
  type AccountId,
  addMs,
  type ClientId,
  idSchema,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

const MOST = 5_000;
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;
const amount = z.string().max(100);

export const listTraded = query('portfolio.read')
  .input(
    z.strictObject({
      client: idSchema<ClientId>().nullable().default(null),
      account: idSchema<AccountId>().nullable().default(null),
      days: z.int().min(1).max(MOST_DAYS).default(30),
    }),
  )
  .output(
    z.strictObject({
      from: utcTimeSchema,
      traded: z
        .array(
          z.strictObject({
            account: idSchema<AccountId>(),
            client: idSchema<ClientId>().nullable(),
            instrument: instrumentTextSchema,
            /** Null of orders that name none: by hand. Blocks are left out. */
            strategy: z.string().max(100).nullable(),
            fills: z.int().nonnegative(),
            /** In base asset. */
            bought: amount,
            sold: amount,
            /** What was booked to the account by asset, charges counted; and those of venues and ours. */
            amounts: z
              .array(z.strictObject({ asset: z.string().max(16), moved: amount, charged: amount }))
              .max(16),
          }),
        )
        .max(MOST),
    }),
  )
  .query(async ({ ctx, input: { client, account, days } }) => {
    const { database, actor } = await ctx.authorise('portfolio.read', sightOf(ctx.caller));
    const from = addMs(ctx.services.clock.now(), -days * DAY_MS);
    const traded = await read(database, actor, (tx) =>
      stored(tx, { client, account, from, most: MOST }),
    );
    return { from, traded: traded.map((row) => ({ ...row, amounts: [...row.amounts] })) };
  });
