/**
 * Approves or refuses. The step-up is bound to the terms, the person and every word of the choice; the
 * decision that completes the quorum carries the proposal out in the same transaction.
 */
import { findProposal } from '@ultrathink/db/access';
import { type Choice, decisionAction, type PayloadHash } from '@ultrathink/domain/access';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { lookUp, resourceOfProposal } from '../access/look-up.ts';
import { proposalId, reasonSchema } from '../access/schemas.ts';
import { act } from '../procedures/act.ts';
import { actingIn } from '../procedures/authorise.ts';
import { takeDecision } from './decide.ts';
import { statusSchema } from './rows.ts';
import { sentenceOf, told } from './sentences.ts';

const input = z.strictObject({
  proposalId,
  /** In the name of which quorum group. */
  group: z.string().min(1).max(200),
  verdict: z.enum(['Approve', 'Refuse']),
  /** Of what was shown to this person. */
  payloadHash: z.string().regex(/^[0-9a-f]{64}$/, 'Not a SHA-256 in hex.'),
  reason: reasonSchema,
});

export const decidedSchema = z.strictObject({
  status: statusSchema,
  /** Why what has its quorum was not carried out; null where it was, or where others still decide. */
  sentence: z.string().nullable(),
});

export const decide = act('approval.decide')
  .input(input)
  .output(decidedSchema)
  .change({
    resource: (ctx, given) => resourceOfProposal(ctx, given.proposalId),
    subject: (given) => given.proposalId,
    proves: async (ctx, given) => {
      const { approval } = await lookUp(ctx, (tx) => findProposal(tx, given.proposalId));
      const choice = choiceOf(given);
      const action = decisionAction(ctx.services.digest, approval.proposal, ctx.person, choice);
      if (!action.ok) throw told({ code: 'ReasonNotText' });
      return action.value;
    },
    run: async ({ ctx, input: given, tx, at, stepUp }) => {
      const taken = await takeDecision({
        tx,
        at,
        services: ctx.services,
        actor: actingIn(ctx.access, ctx.caller.organisation),
        proposal: given.proposalId,
        choice: choiceOf(given),
        stepUp,
      });
      if (!taken.ok) return err(told(taken.error));
      const { answer, events } = taken.value;
      const sentence = answer.refusal === null ? null : sentenceOf(answer.refusal);
      return ok({ answer: { status: answer.status, sentence }, events });
    },
  });

function choiceOf({ group, verdict, payloadHash, reason }: z.output<typeof input>): Choice {
  return { group, verdict, payloadHash: payloadHash as PayloadHash, reason };
}
