/** Policies being written, each with what keeps it from being proposed. */
import { read } from '@ultrathink/db';
import { currentPolicy, listDrafts as list } from '@ultrathink/db/access';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { query } from '../procedures/query.ts';
import { draftFaultSentence } from './policy-sentences.ts';
import { nextPolicy, rulesSchema } from './policy-wire.ts';

export const listDrafts = query('approval.readPolicy')
  .output(
    z.strictObject({
      drafts: z.array(
        z.strictObject({
          id: idSchema(),
          author: personRefSchema,
          policy: rulesSchema,
          note: z.string(),
          updatedAt: utcTimeSchema,
          version: z.int(),
          /** Sentences; empty when it can be proposed. */
          faults: z.array(z.string()),
        }),
      ),
    }),
  )
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('approval.readPolicy', { kind: 'Firm' });
    return read(database, actor, async (tx) => {
      const found = await list(tx);
      const { policy } = await currentPolicy(tx);
      const authors = found.map(({ author }) => author);
      const names = await readNames(tx, ctx.services, authors);
      const drafts = found.map(({ author, ...draft }) => {
        const next = nextPolicy(draft.policy, policy.version);
        return {
          ...draft,
          policy: draft.policy as z.input<typeof rulesSchema>,
          author: refOf(names, author),
          faults: next.ok ? [] : next.error.map(draftFaultSentence),
        };
      });
      return { drafts };
    });
  });
