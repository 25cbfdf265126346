/** The API key a request came with, for programs that want to know what they may do, and how long. */
import { read } from '@ultrathink/db';
import { findApiKey } from '@ultrathink/db/access';
import type { ApiKeyId } from '@ultrathink/domain/access';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';

const output = z.strictObject({
  id: idSchema<ApiKeyId>(),
  name: z.string(),
  scope: z.enum(['Read', 'Trade']),
  /** Its first signs. */
  hint: z.string().nullable(),
  /** Networks it is bound to, in CIDR form. */
  networks: z.array(z.string()),
  from: utcTimeSchema,
  until: utcTimeSchema,
  lastUsedAt: utcTimeSchema.nullable(),
});

export const getOwnKey = query('clients.read')
  .output(output)
  .query(async ({ ctx }) => {
    const { key } = ctx.access;
    if (key === null) throw new Refusal('NotFound', 'You came without an API key.');
    const resource = { kind: 'Client', client: key.organisation.client } as const;
    const { actor, database } = await ctx.authorise('clients.read', resource);
    const stored = await read(database, actor, (tx) => findApiKey(tx, key.id));
    if (stored === undefined) throw new Refusal('NotFound');
    const { id, name, scope, hint, networks, from, until, lastUsedAt } = stored;
    return { id, name, scope, hint, networks: [...networks], from, until, lastUsedAt };
  });
