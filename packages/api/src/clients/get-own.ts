/** The client that the caller belongs to. */
import { read } from '@ultrathink/db';
import { findClient } from '@ultrathink/db/clients';
import { type AccountId, type ClientId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';

const output = z.strictObject({
  id: idSchema<ClientId>(),
  name: z.string(),
  /** ISO 17442; null where it has none. */
  lei: z.string().nullable(),
  createdAt: utcTimeSchema,
  /** By name. */
  accounts: z.array(z.strictObject({ id: idSchema<AccountId>(), name: z.string() })).max(1_000),
});

export const getOwn = query('clients.read')
  .output(output)
  .query(async ({ ctx }) => {
    const { organisation } = ctx.caller;
    if (organisation.kind !== 'Client') throw new Refusal('NotFound', 'You belong to no client.');
    const resource = { kind: 'Client', client: organisation.client } as const;
    const { actor, database } = await ctx.authorise('clients.read', resource);
    const client = await read(database, actor, (tx) => findClient(tx, organisation.client));
    if (client === undefined) throw new Refusal('NotFound');
    return { ...client, accounts: [...client.accounts] };
  });
