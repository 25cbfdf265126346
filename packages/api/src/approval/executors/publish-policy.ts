import { currentPolicy, deleteDraft, publishPolicy } from '@ultrathink/db/access';
import {
  checkPolicy,
  type Policy,
  policyPayload,
  policyPayloadSchema,
} from '@ultrathink/domain/access';
import { type AnyId, err, ok, type Result } from '@ultrathink/domain/kernel';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { readPayload } from './read.ts';

/** Publishes a policy. Every other open proposal is stale from then on: it is proposed again under it. */
export const publishPolicyDraft: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { policy } = prepared.value;
    const isPublished = await publishPolicy(tx, { policy, proposal: execution.proposal, at });
    if (!isPublished) return err({ code: 'Overtaken' });
    await deleteDraft(tx, execution.subject as AnyId);
    return ok([
      {
        action: 'approval.publishPolicy',
        subject: { kind: 'Policy', id: String(policy.version) },
        before: { version: policy.version - 1 },
        after: { version: policy.version, payloadHash: execution.payloadHash },
      },
    ]);
  },
};

async function prepare(
  { tx }: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<Result<World & { readonly policy: Policy }, ExecutorRefusal>> {
  const draft = readPayload(policyPayloadSchema, asked.payload);
  if (!draft.ok) return draft;
  const { policy: current } = await currentPolicy(tx);
  const checked = checkPolicy(draft.value, current.version);
  if (!checked.ok) return err({ code: 'PolicyUnsound', faults: checked.error });
  return ok({
    policy: checked.value,
    world: { version: current.version },
    before: policyPayload(current),
    concerns: [],
  });
}
