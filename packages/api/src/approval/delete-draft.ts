/** Throws a draft away. */
import { deleteDraft as remove } from '@ultrathink/db/access';
import { err, idSchema, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';

export const deleteDraft = act('approval.draftPolicy')
  .input(z.strictObject({ draftId: idSchema() }))
  .output(z.strictObject({}))
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ draftId }) => draftId,
    run: async ({ input: { draftId }, tx }) => {
      if (!(await remove(tx, draftId))) return err(new Refusal('NotFound'));
      return ok({
        answer: {},
        events: [{ action: 'approval.deleteDraft', subject: { kind: 'PolicyDraft', id: draftId } }],
      });
    },
  });
