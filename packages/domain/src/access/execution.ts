/**
 * Execution: what was approved, and nothing else, at the moment it is done.
 *
 * Everything is checked again, because a row can be changed, a policy published, an approver lose a
 * role and the world move between the last approval and now. `Execution` is minted here alone, so
 * code that carries out a proposal can't be called without one, and reads the payload from it.
 */
import {
  type Brand,
  type Digest,
  err,
  ok,
  type PersonId,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import {
  type Approval,
  type ApprovalStatus,
  isQuorate,
  move,
  type Now,
  progress,
  settle,
} from './approval.ts';
import type { ProposalId } from './ids.ts';
import { type Actor, type ProposalAct, type Resource, rolesReaching } from './permissions.ts';
import {
  type Decision,
  decisionHash,
  isIntact,
  type PayloadHash,
  type Proposal,
  type TermsHash,
  termsHash,
  type WorldHash,
} from './proposal.ts';

export interface ExecutionNow extends Now {
  /** As the audit trail has it from when this was proposed. */
  readonly terms: TermsHash;
  /** Of the rows as they are locked for the change. */
  readonly worldHash: WorldHash;
  /** Who decided, with the grants they have now. Who is missing here does not count. */
  readonly deciders: readonly Actor[];
}

export type Execution = Brand<
  {
    readonly proposal: ProposalId;
    readonly act: ProposalAct;
    readonly resource: Resource;
    readonly subject: string;
    readonly payload: unknown;
    readonly payloadHash: PayloadHash;
    readonly proposer: PersonId;
    readonly approvals: readonly Decision[];
    readonly at: UtcTime;
  },
  'Execution'
>;

export type ExecutionRefusal =
  | { readonly code: 'NotApproved'; readonly status: ApprovalStatus }
  | { readonly code: 'PayloadChanged' }
  | { readonly code: 'TermsChanged' }
  /** It was made by somebody else, or for other terms. */
  | { readonly code: 'DecisionForOther'; readonly person: PersonId }
  | { readonly code: 'WorldChanged'; readonly approved: WorldHash; readonly actual: WorldHash }
  /** Groups that somebody has left, or lost the role for, since. */
  | { readonly code: 'QuorumLost'; readonly groups: readonly string[] };

export interface ExecutionAnswer {
  /** To be stored in the transaction that carries the payload out. */
  readonly approval: Approval;
  readonly execution: Result<Execution, ExecutionRefusal>;
}

export function execute(digest: Digest, approval: Approval, now: ExecutionNow): ExecutionAnswer {
  const settled = settle(approval, now);
  if (settled.status !== 'Approved') {
    return { approval: settled, execution: err({ code: 'NotApproved', status: settled.status }) };
  }
  const refusal = changeRefusal(digest, settled, now);
  if (refusal !== undefined) return { approval: move(settled, 'Change'), execution: err(refusal) };
  return { approval: move(settled, 'Execute'), execution: ok(executionOf(settled, now.at)) };
}

function changeRefusal(
  digest: Digest,
  { proposal, decisions }: Approval,
  now: ExecutionNow,
): ExecutionRefusal | undefined {
  if (!isIntact(digest, proposal)) return { code: 'PayloadChanged' };
  const terms = termsHash(digest, proposal);
  if (!terms.ok || terms.value !== now.terms) return { code: 'TermsChanged' };
  const foreign = decisions.find((decision) => !standsFor(digest, proposal, decision));
  if (foreign !== undefined) return { code: 'DecisionForOther', person: foreign.person };
  if (decisions.some(({ verdict }) => verdict === 'Refuse')) {
    return { code: 'NotApproved', status: 'Refused' };
  }
  if (proposal.worldHash !== now.worldHash) {
    return { code: 'WorldChanged', approved: proposal.worldHash, actual: now.worldHash };
  }
  const standing = decisions.filter((decision) => isStanding(proposal, decision, now));
  if (isQuorate(proposal, standing)) return undefined;
  const short = progress(proposal, standing).filter(
    ({ group, approvals }) => approvals.length < group.needed,
  );
  return { code: 'QuorumLost', groups: short.map(({ group }) => group.name) };
}

function standsFor(digest: Digest, proposal: Proposal, decision: Decision): boolean {
  const hash = decisionHash(digest, proposal, decision.person, decision);
  return hash.ok && hash.value === decision.actionHash;
}

/** Whether the person still has a role of the group in whose name he decided. */
function isStanding(proposal: Proposal, decision: Decision, now: ExecutionNow): boolean {
  const actor = now.deciders.find(({ person }) => person === decision.person);
  const group = proposal.groups.find(({ name }) => name === decision.group);
  if (actor === undefined || group === undefined) return false;
  const roles = rolesReaching(actor, proposal.resource, now.at);
  return group.roles.some((role) => roles.includes(role));
}

function executionOf({ proposal, decisions }: Approval, at: UtcTime): Execution {
  const { id, act, resource, subject, payloadHash, proposer } = proposal;
  return {
    proposal: id,
    act,
    resource,
    subject,
    payload: JSON.parse(proposal.payload),
    payloadHash,
    proposer,
    approvals: decisions,
    at,
  } as Execution;
}
