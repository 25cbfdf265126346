/** Proposes that a draft become the policy: exactly as it stands now, whatever is written later. */
import { currentPolicy, findDraft } from '@ultrathink/db/access';
import { policyPayload } from '@ultrathink/domain/access';
import { err, idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { open, openedSchema } from './open.ts';
import { draftFaultSentence } from './policy-sentences.ts';
import { nextPolicy, versionSchema } from './policy-wire.ts';

export const proposePolicy = act('approval.proposePolicy')
  .input(
    z.strictObject({
      draftId: idSchema(),
      /** Of the draft as it was read: a later one is not what was looked at. */
      version: versionSchema,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ draftId }) => draftId,
    run: async ({ ctx, input: { draftId, version, reason }, resource, tx, at }) => {
      const draft = await findDraft(tx, draftId);
      if (draft === undefined) return err(new Refusal('NotFound'));
      if (draft.version !== version) return err(new Refusal('Conflict'));
      const next = nextPolicy(draft.policy, (await currentPolicy(tx)).policy.version);
      if (!next.ok) {
        const faults = next.error.slice(0, 5).map(draftFaultSentence).join(' ');
        return err(new Refusal('InvalidInput', `${faults} Nothing was proposed.`));
      }
      const payload = policyPayload(next.value);
      const asked = { act: 'approval.proposePolicy', resource, subject: draftId } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
