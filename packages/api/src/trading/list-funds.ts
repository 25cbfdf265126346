/** What accounts have in each asset at each place, and what of it working orders hold. */
import { read } from '@ultrathink/db';
import { listFunds as stored } from '@ultrathink/db/trading';
import { type AccountId, type ClientId, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { narrowing } from './schemas.ts';

/** Accounts times assets times places of one answer. */
const MOST = 2_000;

export const listFunds = query('ledger.read')
  .input(z.strictObject({ client: narrowing.client, account: narrowing.account }))
  .output(
    z.strictObject({
      funds: z
        .array(
          z.strictObject({
            account: idSchema<AccountId>(),
            client: idSchema<ClientId>().nullable(),
            asset: z.string(),
            placeKind: z.string(),
            placeId: z.string(),
            balance: z.string(),
            held: z.string(),
          }),
        )
        .max(MOST),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('ledger.read', sightOf(ctx.caller));
    return { funds: await read(database, actor, (tx) => stored(tx, { ...input, most: MOST })) };
  });
