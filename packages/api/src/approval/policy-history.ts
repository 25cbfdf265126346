/** Every version of the approval policy, newest first. */
import { read } from '@ultrathink/db';
import { listPolicies } from '@ultrathink/db/access';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { publishedOut, publishedSchema } from './policy.ts';

export const policyHistory = query('approval.readPolicy')
  .output(z.strictObject({ policies: z.array(publishedSchema) }))
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('approval.readPolicy', { kind: 'Firm' });
    const found = await read(database, actor, listPolicies);
    return { policies: found.map(publishedOut) };
  });
