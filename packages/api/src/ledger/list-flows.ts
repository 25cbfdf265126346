/** What came in for clients and what went out, as it was booked, newest first. */
import { read } from '@ultrathink/db';
import { listFlows as stored } from '@ultrathink/db/trading';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import { type AccountId, type ClientId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

const MOST = 500;

const output = z.strictObject({
  flows: z
    .array(
      z.strictObject({
        entry: z.string(),
        at: utcTimeSchema,
        cause: z.enum(['Deposit', 'Withdrawal']),
        account: idSchema<AccountId>(),
        client: idSchema<ClientId>().nullable(),
        asset: z.string(),
        /** Negative of a withdrawal. */
        amount: z.string(),
        /** At which venue; null for clients, and for what is held elsewhere. */
        venue: z.string().nullable(),
        reference: z.string().nullable(),
        /** The proposal by which people agreed to it. */
        approval: z.string().nullable(),
      }),
    )
    .max(MOST),
});

export const listFlows = query('ledger.read')
  .input(z.strictObject({ client: idSchema<ClientId>().nullable().default(null) }))
  .output(output)
  .query(async ({ ctx, input }) => {
    const sight = sightOf(ctx.caller);
    const { database, actor } = await ctx.authorise('ledger.read', sight);
    return read(database, actor, async (tx) => {
      const accounts = sight.kind === 'Firm' ? await listVenueAccounts(tx) : [];
      const venues = new Map(accounts.map(({ id, venue }) => [id as string, venue]));
      const flows = await stored(tx, { ...input, most: MOST });
      return {
        flows: flows.map(({ venueAccount, ...row }) => ({
          ...row,
          venue: venues.get(venueAccount) ?? null,
        })),
      };
    });
  });
