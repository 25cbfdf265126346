/** The clients that staff see, with what holds for each. */
import { read } from '@ultrathink/db';
import { listClients } from '@ultrathink/db/clients';
import { currentTerms } from '@ultrathink/db/controls';
import { COMMERCIAL_TIERS } from '@ultrathink/domain/clients';
import { CLIENT_CATEGORIES, CLIENT_STATES } from '@ultrathink/domain/compliance';
import { type AccountId, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';

const output = z.strictObject({
  /** By name. */
  clients: z
    .array(
      z.strictObject({
        id: clientId,
        name: z.string(),
        lei: z.string().nullable(),
        accounts: z.array(z.strictObject({ id: idSchema<AccountId>(), name: z.string() })),
        /** Null before anything was decided: then nothing is traded. */
        terms: z
          .strictObject({
            state: z.enum(CLIENT_STATES),
            category: z.enum(CLIENT_CATEGORIES),
            tier: z.enum(COMMERCIAL_TIERS),
          })
          .nullable(),
      }),
    )
    .max(10_000),
});

export const list = query('clients.list')
  .output(output)
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('clients.list', { kind: 'Firm' });
    return read(database, actor, async (tx) => {
      const terms = new Map((await currentTerms(tx)).map((one) => [one.client, one]));
      const clients = await listClients(tx);
      return {
        clients: clients.map(({ id, name, lei, accounts }) => {
          const held = terms.get(id);
          return {
            id,
            name,
            lei,
            accounts: [...accounts],
            terms:
              held === undefined
                ? null
                : { state: held.state, category: held.category, tier: held.tier },
          };
        }),
      };
    });
  });
