/** What accounts have in each asset at each place, and what of it working orders hold. */
import { read } from '@ultrathink/db';
import { listFunds as stored } from '@ultrathink/db/trading';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
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
            /** At which venue; null for clients, and for what is held elsewhere. */
            venue: z.string().nullable(),
            balance: z.string(),
            held: z.string(),
          }),
        )
        .max(MOST),
    }),
  )
  .query(async ({ ctx, input }) => {
    const sight = sightOf(ctx.caller);
    const { database, actor } = await ctx.authorise('ledger.read', sight);
    return read(database, actor, async (tx) => {
      const accounts = sight.kind === 'Firm' ? await listVenueAccounts(tx) : [];
      const venues = new Map(accounts.map(({ id, venue }) => [id as string, venue]));
      const funds = await stored(tx, { ...input, most: MOST });
      return { funds: funds.map((row) => ({ ...row, venue: venues.get(row.placeId) ?? null })) };
    });
  });
