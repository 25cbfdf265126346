/** Tries again to carry out what has its quorum and has not been carried out yet. */
import { currentPolicy, lockProposal } from '@ultrathink/db/access';
import type { EventDraft } from '@ultrathink/domain/audit';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { resourceOfProposal } from '../access/look-up.ts';
import { proposalId } from '../access/schemas.ts';
import { act } from '../procedures/act.ts';
import { decidedSchema } from './decide-proposal.ts';
import { executeApproved } from './execute.ts';
import { sentenceOf, told } from './sentences.ts';

export const execute = act('approval.decide')
  .input(z.strictObject({ proposalId }))
  .output(decidedSchema)
  .change({
    resource: (ctx, input) => resourceOfProposal(ctx, input.proposalId),
    subject: (input) => input.proposalId,
    run: async ({ ctx, input, tx, at }) => {
      const stored = await lockProposal(tx, input.proposalId);
      if (stored === undefined) return err(told({ code: 'NoProposal' }));
      const { approval } = stored;
      const now = { at, policyVersion: (await currentPolicy(tx)).policy.version };
      if (approval.status !== 'Approved') {
        return err(told({ code: 'NotApproved', status: approval.status }));
      }
      const { services, person: by } = ctx;
      const executed = await executeApproved({ tx, services, now, approval, by });
      const [first, ...rest] = executed.events;
      if (first === undefined) {
        const refusal = executed.refusal ?? { code: 'NotApproved', status: executed.status };
        return err(told(refusal));
      }
      const events: [EventDraft, ...EventDraft[]] = [first, ...rest];
      const sentence = executed.refusal === null ? null : sentenceOf(executed.refusal);
      return ok({ answer: { status: executed.status, sentence }, events });
    },
  });
