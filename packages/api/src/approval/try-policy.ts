/** Which rule would match? The policy in force, or a draft, tried on what somebody might propose. */
import { read } from '@ultrathink/db';
import { currentPolicy, earlierAmounts, findDraft } from '@ultrathink/db/access';
import { lookbackMs, whichRule } from '@ultrathink/domain/access';
import { addMs, decimalSchema, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { clientId, roleSchema } from '../access/schemas.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { groupSchema } from './open.ts';
import { draftFaultSentence, trialSentence } from './policy-sentences.ts';
import { nextPolicy } from './policy-wire.ts';
import { actSchema } from './rows.ts';

export const tryPolicy = query('approval.tryPolicy')
  .input(
    z.strictObject({
      act: actSchema,
      /** With which roles it would be proposed. */
      roles: z.array(roleSchema).min(1),
      clientId: clientId.nullable(),
      /** In the policy's asset; null where there is none. */
      amount: decimalSchema.nullable(),
      /** A draft to try instead of the policy in force. */
      draftId: idSchema().optional(),
    }),
  )
  .output(
    z.strictObject({
      rule: z.string(),
      title: z.string(),
      /** Null where it requires people. */
      blocks: z.string().nullable(),
      groups: z.array(groupSchema),
      lifeMs: z.number().nullable(),
      /** Every rule tried, in order, and why it did not match; the last one governs. */
      trials: z.array(z.strictObject({ rule: z.string(), title: z.string(), whyNot: z.string() })),
    }),
  )
  .query(async ({ ctx, input }) => {
    const { database, actor } = await ctx.authorise('approval.tryPolicy', { kind: 'Firm' });
    const at = ctx.services.clock.now();
    const { policy, earlier } = await read(database, actor, async (tx) => {
      const current = (await currentPolicy(tx)).policy;
      let tried: Parameters<typeof whichRule>[0] = current;
      if (input.draftId !== undefined) {
        const draft = await findDraft(tx, input.draftId);
        if (draft === undefined) throw new Refusal('NotFound');
        const next = nextPolicy(draft.policy, current.version);
        if (!next.ok) {
          const faults = next.error.slice(0, 5).map(draftFaultSentence).join(' ');
          throw new Refusal('InvalidInput', `This draft is not sound yet. ${faults}`);
        }
        tried = next.value;
      }
      const since = addMs(at, -lookbackMs(tried));
      return { policy: tried, earlier: await earlierAmounts(tx, { since, now: at }) };
    });
    const { act, roles, clientId: client, amount } = input;
    const facts = { act, proposer: ctx.person, roles, client, amount, at };
    const { rule, trials } = whichRule(policy, facts, earlier);
    const { verdict } = rule;
    const groups = verdict.kind === 'Require' ? verdict.groups : [];
    return {
      rule: rule.id,
      title: rule.title,
      blocks: verdict.kind === 'Block' ? verdict.why : null,
      groups: groups.map((group) => ({ ...group, roles: [...group.roles] })),
      lifeMs: verdict.kind === 'Require' ? verdict.lifeMs : null,
      trials: trials.map((trial) => ({
        rule: trial.rule.id,
        title: trial.rule.title,
        whyNot: trialSentence(trial),
      })),
    };
  });
