/** The API keys of a client's organisation; never a secret, only its first signs. */
import { read } from '@ultrathink/db';
import { listApiKeys as list, type StoredApiKey } from '@ultrathink/db/access';
import { type UtcTime, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { resourceOfOrganisation } from './look-up.ts';
import { personRefSchema, readNames, refOf } from './names.ts';
import { apiKeyId, organisationId, proposalId } from './schemas.ts';

const keySchema = z.strictObject({
  id: apiKeyId,
  name: z.string(),
  scope: z.enum(['Read', 'Trade']),
  /** Whose rights it has, at most. */
  owner: personRefSchema,
  /** Null until its owner has given it a secret. */
  hint: z.string().nullable(),
  networks: z.array(z.string()),
  from: utcTimeSchema,
  until: utcTimeSchema,
  lastUsedAt: utcTimeSchema.nullable(),
  lastUsedIp: z.string().nullable(),
  proposalId: proposalId.nullable(),
  state: z.enum(['Unclaimed', 'InForce', 'Expired', 'Ended']),
  endedAt: utcTimeSchema.nullable(),
  /** Whether the caller is its owner and can give it its secret now. */
  isYoursToClaim: z.boolean(),
});

export const listApiKeys = query('access.readApiKeys')
  .input(z.strictObject({ organisationId: organisationId.optional() }))
  .output(z.strictObject({ keys: z.array(keySchema) }))
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfOrganisation(ctx, input.organisationId);
    const { database, actor } = await ctx.authorise('access.readApiKeys', resource);
    const at = ctx.services.clock.now();
    return read(database, actor, async (tx) => {
      const found = await list(tx, resource.organisation.id);
      const owners = found.map(({ owner }) => owner);
      const names = await readNames(tx, ctx.services, owners);
      const keys = found.map((key) => {
        const state = stateOf(key, at);
        return {
          id: key.id,
          name: key.name,
          scope: key.scope,
          owner: refOf(names, key.owner),
          hint: key.hint,
          networks: [...key.networks],
          from: key.from,
          until: key.until,
          lastUsedAt: key.lastUsedAt,
          lastUsedIp: key.lastUsedIp,
          proposalId: key.proposal,
          state,
          endedAt: key.endedAt,
          isYoursToClaim: state === 'Unclaimed' && key.owner === ctx.person,
        };
      });
      return { keys };
    });
  });

function stateOf(key: StoredApiKey, at: UtcTime): z.input<typeof keySchema>['state'] {
  if (key.endedAt !== null) return 'Ended';
  if (key.until <= at) return 'Expired';
  return key.claimedAt === null ? 'Unclaimed' : 'InForce';
}
