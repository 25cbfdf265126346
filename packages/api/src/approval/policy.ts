/** The approval policy in force. */
import { read } from '@ultrathink/db';
import { currentPolicy, type StoredPolicy } from '@ultrathink/db/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { proposalId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';
import { policyOut, policySchema } from './policy-wire.ts';

export const publishedSchema = z.strictObject({
  policy: policySchema,
  /** Null for the one a new installation starts with. */
  proposalId: proposalId.nullable(),
  publishedAt: utcTimeSchema,
});

export function publishedOut(stored: StoredPolicy): z.input<typeof publishedSchema> {
  return {
    policy: policyOut(stored.policy),
    proposalId: stored.proposal,
    publishedAt: stored.publishedAt,
  };
}

export const policy = query('approval.readPolicy')
  .output(publishedSchema)
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('approval.readPolicy', { kind: 'Firm' });
    return publishedOut(await read(database, actor, currentPolicy));
  });
