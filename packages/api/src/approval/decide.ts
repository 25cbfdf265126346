/** One person's decision, and what follows from it: the execution, when it completes the quorum. */
import type { Changed, Tx } from '@ultrathink/db';
import {
  currentPolicy,
  insertDecision,
  lockProposal,
  moveStatus,
  pastActsOf,
} from '@ultrathink/db/access';
import {
  type Actor,
  type Approval,
  type ApprovalStatus,
  actsThatBar,
  type Choice,
  type DecideRefusal,
  decide,
  type Now,
  type ProposalId,
  type UsedStepUp,
} from '@ultrathink/domain/access';
import type { EventDraft } from '@ultrathink/domain/audit';
import { err, invariant, ok, type Result, type UtcTime } from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';
import { type Executed, type ExecuteRefusal, executeApproved } from './execute.ts';

export interface ToDecide {
  readonly tx: Tx;
  readonly at: UtcTime;
  readonly services: Services;
  readonly actor: Actor;
  readonly proposal: ProposalId;
  readonly choice: Choice;
  readonly stepUp: UsedStepUp;
}

export interface Decided {
  readonly status: ApprovalStatus;
  /** Why what now has its quorum was not carried out all the same. */
  readonly refusal: ExecuteRefusal | null;
}

export type DecisionRefusal = DecideRefusal | { readonly code: 'NoProposal' };

export async function takeDecision(
  given: ToDecide,
): Promise<Result<Changed<Decided>, DecisionRefusal>> {
  const { tx, at, services, actor, choice, stepUp } = given;
  const stored = await lockProposal(tx, given.proposal);
  if (stored === undefined) return err({ code: 'NoProposal' });
  const { approval } = stored;
  const now: Now = { at, policyVersion: (await currentPolicy(tx)).policy.version };
  const { id, act, subject } = approval.proposal;
  const history = await pastActsOf(tx, actor.person, {
    permissions: [...actsThatBar('approval.decide'), ...actsThatBar(act)],
    subjects: [id, subject],
  });
  const decided = decide(services.digest, approval, { actor, choice, stepUp, history, now });
  if (!decided.ok) return decided;
  await store(given, approval, decided.value);
  const taken: EventDraft = {
    action: 'approval.decide',
    subject: { kind: 'Proposal', id: given.proposal },
    before: { status: approval.status },
    after: {
      status: decided.value.status,
      verdict: choice.verdict,
      group: choice.group,
      payloadHash: choice.payloadHash,
      stepUp: stepUp.id,
      actionHash: stepUp.actionHash,
    },
    reason: choice.reason,
  };
  const executed: Executed =
    decided.value.status === 'Approved'
      ? await executeApproved({ tx, services, now, approval: decided.value, by: actor.person })
      : { status: decided.value.status, refusal: null, events: [] };
  const { status, refusal, events } = executed;
  return ok({ answer: { status, refusal }, events: [taken, ...events] });
}

async function store({ tx, at }: ToDecide, before: Approval, after: Approval): Promise<void> {
  const { proposal } = before;
  const decision = after.decisions.at(-1);
  invariant(decision !== undefined, 'A decision was taken and is not there.');
  await insertDecision(tx, { proposal, decision });
  if (after.status === before.status) return;
  const isMoved = await moveStatus(tx, {
    id: proposal.id,
    from: before.status,
    to: after.status,
    at,
  });
  invariant(isMoved, 'A proposal that is locked by us was moved by somebody else.');
}
