/** Whether each account at a venue agrees with our books, as the engine knows it now. */
import { read } from '@ultrathink/db';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { standingsOf } from '../engine/standings-of.ts';
import { query } from '../procedures/query.ts';

const output = z.strictObject({
  at: utcTimeSchema,
  /** Whether the engine answered: without it nothing is known of now. */
  isLive: z.boolean(),
  /** By venue and label. */
  accounts: z
    .array(
      z.strictObject({
        id: idSchema<VenueAccountId>(),
        venue: z.string(),
        label: z.string(),
        mode: z.enum(['Paper', 'Live']),
        /** Whose assets it holds; null: the house's, with clients' parts in our books. */
        clientId: clientId.nullable(),
        /** Null where the engine did not say. */
        standing: z
          .strictObject({
            hasKey: z.boolean(),
            isReconciled: z.boolean(),
            comparedUpTo: utcTimeSchema.nullable(),
          })
          .nullable(),
      }),
    )
    .max(1_000),
});

export const listStandings = query('venues.read')
  .output(output)
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('venues.read', { kind: 'Firm' });
    const [told, accounts] = await Promise.all([
      standingsOf(ctx),
      read(database, actor, listVenueAccounts),
    ]);
    return {
      at: ctx.services.clock.now(),
      isLive: told !== null,
      accounts: accounts.map(({ id, venue, label, mode, client }) => {
        const standing = told?.find(({ venueAccount }) => venueAccount === id);
        return {
          ...{ id, venue, label, mode, clientId: client },
          standing:
            standing === undefined
              ? null
              : {
                  hasKey: standing.hasKey,
                  isReconciled: standing.isReconciled,
                  comparedUpTo: standing.comparedUpTo,
                },
        };
      }),
    };
  });
