/** Writes a policy down. Who has written any of it does not publish it, so each save is remembered. */
import { changeDraft, currentPolicy, insertDraft, insertPastAct } from '@ultrathink/db/access';
import { plainTextSchema } from '@ultrathink/domain/access';
import { type AnyId, err, idSchema, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { draftFaultSentence } from './policy-sentences.ts';
import { nextPolicy, rulesSchema, versionSchema } from './policy-wire.ts';

export const saveDraft = act('approval.draftPolicy')
  .input(
    z.strictObject({
      /** Null for a new one. */
      draft: z.strictObject({ id: idSchema(), version: versionSchema }).nullable(),
      policy: rulesSchema,
      note: plainTextSchema(2_000),
    }),
  )
  .output(
    z.strictObject({
      draftId: idSchema(),
      version: z.int(),
      /** Sentences; empty when it can be proposed. */
      faults: z.array(z.string()),
    }),
  )
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ draft }) => draft?.id ?? 'new',
    run: async ({ ctx, input: { draft, policy, note }, tx, at }) => {
      const { ids, digest } = ctx.services;
      const id = draft?.id ?? ids.next<AnyId>();
      if (draft === null) {
        await insertDraft(tx, { id, author: ctx.person, policy, note, at });
      } else if (!(await changeDraft(tx, { id, version: draft.version, policy, note, at }))) {
        return err(new Refusal('Conflict'));
      }
      const version = (draft?.version ?? 0) + 1;
      await insertPastAct(tx, ids.next<AnyId>(), {
        person: ctx.person,
        permission: 'approval.draftPolicy',
        subject: id,
        client: null,
        at,
      });
      const current = await currentPolicy(tx);
      const next = nextPolicy(policy, current.policy.version);
      const faults = next.ok ? [] : next.error.map(draftFaultSentence);
      const bytes = Buffer.from(JSON.stringify(policy));
      const hash = Buffer.from(digest(bytes)).toString('hex');
      return ok({
        answer: { draftId: id, version, faults },
        events: [
          {
            action: 'approval.draftPolicy',
            subject: { kind: 'PolicyDraft', id },
            after: { version, hash },
          },
        ],
      });
    },
  });
