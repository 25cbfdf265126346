/**
 * Carries out what was approved, in the transaction that completed the approval. All of it is checked
 * again against rows that are locked: payload, the terms the audit trail sealed, the world, and who
 * still has the role he decided with. What no longer stands becomes stale and changes nothing.
 */
import type { Tx } from '@ultrathink/db';
import { allGrantsOf, moveStatus, sealedTerms } from '@ultrathink/db/access';
import {
  type Actor,
  type Approval,
  type ApprovalStatus,
  type ExecutionRefusal,
  execute,
  type Now,
  type Proposal,
  type ProposalAct,
  type TermsHash,
  type WorldHash,
  worldHash,
} from '@ultrathink/domain/access';
import type { EventDraft } from '@ultrathink/domain/audit';
import { err, invariant, ok, type PersonId, type Result } from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';
import type { Asked, Executor, ExecutorRefusal } from './executor.ts';
import { EXECUTORS } from './executors/index.ts';

export type ExecuteRefusal =
  | ExecutionRefusal
  | ExecutorRefusal
  | { readonly code: 'NotYetExecutable'; readonly act: ProposalAct };

export interface Executed {
  readonly status: ApprovalStatus;
  /** Why it was not carried out; null when it was. */
  readonly refusal: ExecuteRefusal | null;
  readonly events: readonly EventDraft[];
}

export interface ToExecute {
  readonly tx: Tx;
  readonly services: Services;
  readonly now: Now;
  /** As stored: its status is Approved, or was. */
  readonly approval: Approval;
  readonly by: PersonId;
}

export async function executeApproved(given: ToExecute): Promise<Executed> {
  const { tx, services, now, approval, by } = given;
  const { proposal } = approval;
  const executor: Executor | undefined = EXECUTORS[proposal.act];
  if (executor === undefined)
    return stay(approval, { code: 'NotYetExecutable', act: proposal.act });
  const asked = askedOf(proposal);
  const world = asked.ok
    ? await executor.readWorld({ tx, at: now.at, services }, asked.value)
    : asked;
  const answer = execute(services.digest, approval, {
    ...now,
    terms: (await sealedTerms(tx, proposal.id)) ?? ('' as TermsHash),
    worldHash: world.ok ? worldHash(services.digest, world.value.world) : ('' as WorldHash),
    deciders: await actorsOf(tx, approval),
  });
  if (!answer.execution.ok) {
    const { error } = answer.execution;
    // The world could not even be read: that says more than that it is another one.
    const refusal = error.code === 'WorldChanged' && !world.ok ? world.error : error;
    return end(given, answer.approval.status, refusal);
  }
  const execution = answer.execution.value;
  const applied = await executor.apply({ tx, at: now.at, services, execution, by });
  if (!applied.ok) return end(given, 'Stale', applied.error);
  await move(given, answer.approval.status);
  const done: EventDraft = {
    action: 'approval.execute',
    subject: { kind: 'Proposal', id: proposal.id },
    before: { status: approval.status },
    after: { status: 'Executed', act: proposal.act, payloadHash: proposal.payloadHash },
  };
  return { status: 'Executed', refusal: null, events: [done, ...applied.value] };
}

function stay(approval: Approval, refusal: ExecuteRefusal): Executed {
  return { status: approval.status, refusal, events: [] };
}

async function end(
  given: ToExecute,
  status: ApprovalStatus,
  refusal: ExecuteRefusal,
): Promise<Executed> {
  const { approval } = given;
  if (status === approval.status) return stay(approval, refusal);
  await move(given, status, refusal.code);
  const ended: EventDraft = {
    action: 'approval.endUnexecuted',
    subject: { kind: 'Proposal', id: approval.proposal.id },
    before: { status: approval.status },
    after: { status, why: refusal.code },
  };
  return { status, refusal, events: [ended] };
}

async function move(
  { tx, now, approval }: ToExecute,
  to: ApprovalStatus,
  why?: string,
): Promise<void> {
  const { id } = approval.proposal;
  const isMoved = await moveStatus(tx, {
    id,
    from: approval.status,
    to,
    at: now.at,
    ...(why !== undefined && { why }),
  });
  invariant(isMoved, 'A proposal that is locked by us was moved by somebody else.');
}

function askedOf({
  resource,
  subject,
  payload,
  proposer,
}: Proposal): Result<Asked, ExecutorRefusal> {
  try {
    return ok({ resource, subject, payload: JSON.parse(payload), proposer });
  } catch {
    return err({ code: 'PayloadUnreadable' });
  }
}

/** Who decided, with the grants they have now. Who can no longer sign in has none. */
async function actorsOf(tx: Tx, { decisions }: Approval): Promise<readonly Actor[]> {
  const people = decisions.map(({ person }) => person);
  const grants = await allGrantsOf(tx, people, true);
  return people.map((person) => ({
    person,
    grants: grants.filter((grant) => grant.person === person),
    key: null,
  }));
}
