/**
 * Approval: the one primitive by which people agree to what one of them proposed.
 *
 * - Who proposed it, or is favoured by it, never counts, whatever other role he has.
 * - Each person decides once, in the name of one group, for the payload he names, with a step-up
 *   bound to that very choice.
 * - One refusal ends it, also after the quorum, until it has been executed.
 * - A change of the policy ends it: it is proposed again under the rules that hold then.
 *
 * Values in, values out: the store moves a status by compare-and-set, so that of two at once one wins.
 */
import {
  addMs,
  type Decimal,
  type Digest,
  err,
  invariant,
  ok,
  type PersonId,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import { diffOf } from './diff.ts';
import { type Act, checkDuties, type DutyRefusal } from './duties.ts';
import type { ProposalId } from './ids.ts';
import {
  type Actor,
  clientOf,
  holds,
  mayTry,
  type ProposalAct,
  type Refusal,
  type Resource,
  rolesReaching,
} from './permissions.ts';
import { type EarlierAmount, type ProposalFacts, type QuorumGroup, whichRule } from './policy.ts';
import type { Policy } from './policy-check.ts';
import {
  type Choice,
  type Decision,
  decisionHash,
  isIntact,
  type PayloadHash,
  type PayloadRefusal,
  type Proposal,
  payloadHash,
  payloadText,
  type TermsHash,
  termsHash,
  type WorldHash,
} from './proposal.ts';
import type { Role } from './roles.ts';
import type { UsedStepUp } from './step-up.ts';

export type ApprovalStatus = 'Pending' | 'Approved' | 'Refused' | 'Expired' | 'Executed' | 'Stale';

export type ApprovalEvent =
  /** An approval that leaves the quorum open. */
  | 'Approve'
  /** The approval that fills the last group. */
  | 'Complete'
  | 'Refuse'
  | 'Expire'
  /** The policy, the payload or the world is no longer what was approved. */
  | 'Change'
  | 'Execute';

/** Every legal move. What is not here is refused. */
export const TRANSITIONS: Readonly<
  Record<ApprovalStatus, Readonly<Partial<Record<ApprovalEvent, ApprovalStatus>>>>
> = {
  Pending: {
    Approve: 'Pending',
    Complete: 'Approved',
    Refuse: 'Refused',
    Expire: 'Expired',
    Change: 'Stale',
  },
  Approved: { Execute: 'Executed', Refuse: 'Refused', Expire: 'Expired', Change: 'Stale' },
  Refused: {},
  Expired: {},
  Executed: {},
  Stale: {},
};

export interface Approval {
  readonly proposal: Proposal;
  readonly status: ApprovalStatus;
  readonly decisions: readonly Decision[];
}

/** What holds at the moment of an act. */
export interface Now {
  readonly at: UtcTime;
  /** Of the policy in force. */
  readonly policyVersion: number;
}

export interface ProposeRequest {
  readonly id: ProposalId;
  readonly actor: Actor;
  readonly act: ProposalAct;
  readonly resource: Resource;
  readonly subject: string;
  readonly payload: unknown;
  /** What the payload replaces, for the diff; undefined when it is new. */
  readonly before: unknown;
  readonly amount: Decimal | null;
  readonly concerns: readonly PersonId[];
  readonly worldHash: WorldHash;
  readonly at: UtcTime;
}

export type ProposeRefusal =
  | Refusal
  | DutyRefusal
  | PayloadRefusal
  | { readonly code: 'Blocked'; readonly rule: string; readonly why: string };

export interface History {
  /** Every proposal as far back as `lookbackMs` says, whichever rule governed it. */
  readonly amounts: readonly EarlierAmount[];
  /** What the actor did before, of the acts `actsThatBar` names. */
  readonly acts: readonly Act[];
}

export interface Proposed {
  readonly approval: Approval;
  /** To be sealed in the audit event of the proposal: `execute` asks for it back. */
  readonly terms: TermsHash;
}

/** Opens a proposal under the policy in force, or says why nobody can agree to it. */
export function propose(
  digest: Digest,
  policy: Policy,
  request: ProposeRequest,
  history: History,
): Result<Proposed, ProposeRefusal> {
  const { actor, act, resource, subject, amount, at } = request;
  const allowed = mayTry(actor, act, resource, at);
  if (!allowed.ok) return allowed;
  const { person: proposer } = actor;
  const client = clientOf(resource) ?? null;
  const duties = checkDuties(
    { person: proposer, permission: act, subject, client, at },
    history.acts,
  );
  if (!duties.ok) return duties;
  const payload = payloadText(request.payload);
  if (!payload.ok) return payload;
  const before = request.before === undefined ? ok(undefined) : payloadText(request.before);
  if (!before.ok) return before;
  const asked = { act, resource, subject, payload: payload.value };
  const hash = payloadHash(digest, asked);
  if (!hash.ok) return hash;
  const roles = rolesReaching(actor, resource, at).filter((role) => holds(role, act));
  const facts: ProposalFacts = { act, proposer, roles, client, amount, at };
  const { id: rule, verdict } = whichRule(policy, facts, history.amounts).rule;
  if (verdict.kind === 'Block') return err({ code: 'Blocked', rule, why: verdict.why });
  const proposal: Proposal = {
    ...asked,
    id: request.id,
    payloadHash: hash.value,
    diff: diffOf(parsed(before.value), parsed(payload.value)),
    amount,
    policyVersion: policy.version,
    rule,
    groups: verdict.groups,
    proposer,
    concerns: request.concerns,
    worldHash: request.worldHash,
    proposedAt: at,
    expiresAt: addMs(at, verdict.lifeMs),
  };
  const terms = termsHash(digest, proposal);
  if (!terms.ok) return terms;
  return ok({ approval: { proposal, status: 'Pending', decisions: [] }, terms: terms.value });
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

export type DecideRefusal =
  | Refusal
  | DutyRefusal
  | { readonly code: 'Closed'; readonly status: ApprovalStatus }
  | { readonly code: 'OwnProposal' }
  | { readonly code: 'ConcernsYou' }
  | { readonly code: 'AlreadyDecided'; readonly at: UtcTime }
  | { readonly code: 'NotInGroup'; readonly group: string; readonly roles: readonly Role[] }
  | { readonly code: 'OtherPayload'; readonly expected: PayloadHash; readonly actual: PayloadHash }
  | { readonly code: 'ReasonMissing' }
  | { readonly code: 'ReasonTooLong'; readonly limit: number; readonly actual: number }
  | { readonly code: 'ReasonNotText' }
  | { readonly code: 'StepUpForOther' };

export const MAX_REASON_CHARS = 2_000;

export interface DecideRequest {
  readonly actor: Actor;
  readonly choice: Choice;
  readonly stepUp: UsedStepUp;
  /** What the actor did before, of the acts `actsThatBar` names for deciding and for the act. */
  readonly history: readonly Act[];
  readonly now: Now;
}

/** Adds one person's decision. */
export function decide(
  digest: Digest,
  approval: Approval,
  request: DecideRequest,
): Result<Approval, DecideRefusal> {
  const { actor, choice, stepUp, history, now } = request;
  const open = groupsToDecide(approval, actor, history, now);
  if (!open.ok) return open;
  const { proposal, status } = approval;
  if (choice.verdict === 'Approve' && !canMove(status, 'Approve')) {
    return err({ code: 'Closed', status });
  }
  const { payloadHash: expected } = proposal;
  if (choice.payloadHash !== expected || !isIntact(digest, proposal)) {
    return err({ code: 'OtherPayload', expected, actual: choice.payloadHash });
  }
  if (!open.value.some(({ name }) => name === choice.group)) {
    return err({ code: 'NotInGroup', group: choice.group, roles: rolesOf(proposal, choice.group) });
  }
  const reason = reasonRefusal(choice.reason);
  if (reason !== undefined) return err(reason);
  const shown = decisionHash(digest, proposal, actor.person, choice);
  if (!shown.ok) return err({ code: 'ReasonNotText' });
  if (stepUp.person !== actor.person || stepUp.actionHash !== shown.value) {
    return err({ code: 'StepUpForOther' });
  }
  return ok(
    withDecision(approval, {
      ...choice,
      person: actor.person,
      stepUp: stepUp.id,
      actionHash: stepUp.actionHash,
      at: now.at,
    }),
  );
}

/** Groups in whose name the actor can decide now: what the inbox counts, and `decide` enforces. */
export function groupsToDecide(
  approval: Approval,
  actor: Actor,
  history: readonly Act[],
  now: Now,
): Result<readonly QuorumGroup[], DecideRefusal> {
  const { proposal, decisions } = approval;
  const allowed = mayTry(actor, 'approval.decide', proposal.resource, now.at);
  if (!allowed.ok) return allowed;
  const { status } = settle(approval, now);
  if (!canMove(status, 'Refuse')) return err({ code: 'Closed', status });
  const { person } = actor;
  if (person === proposal.proposer) return err({ code: 'OwnProposal' });
  if (proposal.concerns.includes(person)) return err({ code: 'ConcernsYou' });
  const earlier = decisions.find((decision) => decision.person === person);
  if (earlier !== undefined) return err({ code: 'AlreadyDecided', at: earlier.at });
  const duties = decisionDuties(proposal, person, history, now.at);
  if (!duties.ok) return duties;
  const groups = groupsOf(proposal, actor, now.at);
  const [first] = proposal.groups;
  if (groups.length > 0 || first === undefined) return ok(groups);
  return err({ code: 'NotInGroup', group: first.name, roles: first.roles });
}

/** Deciding is taking part: it is barred by what bars deciding, and by what bars the act itself. */
function decisionDuties(
  proposal: Proposal,
  person: PersonId,
  history: readonly Act[],
  at: UtcTime,
): Result<void, DutyRefusal> {
  const client = clientOf(proposal.resource) ?? null;
  const shared = { person, client, at };
  const deciding = checkDuties(
    { ...shared, permission: 'approval.decide', subject: proposal.id },
    history,
  );
  if (!deciding.ok) return deciding;
  return checkDuties({ ...shared, permission: proposal.act, subject: proposal.subject }, history);
}

function groupsOf(proposal: Proposal, actor: Actor, at: UtcTime): readonly QuorumGroup[] {
  const roles = rolesReaching(actor, proposal.resource, at);
  return proposal.groups.filter((group) => group.roles.some((role) => roles.includes(role)));
}

function rolesOf(proposal: Proposal, group: string): readonly Role[] {
  return proposal.groups.find(({ name }) => name === group)?.roles ?? [];
}

function reasonRefusal(reason: string): DecideRefusal | undefined {
  if (reason.trim() === '') return { code: 'ReasonMissing' };
  if (reason.length <= MAX_REASON_CHARS) return undefined;
  return { code: 'ReasonTooLong', limit: MAX_REASON_CHARS, actual: reason.length };
}

function withDecision(approval: Approval, decision: Decision): Approval {
  const decided = { ...approval, decisions: [...approval.decisions, decision] };
  if (decision.verdict === 'Refuse') return move(decided, 'Refuse');
  return move(decided, isQuorate(decided.proposal, decided.decisions) ? 'Complete' : 'Approve');
}

export function canMove(status: ApprovalStatus, event: ApprovalEvent): boolean {
  return TRANSITIONS[status][event] !== undefined;
}

/** @throws {InvariantError} for a move the table doesn't have: ask `canMove` first. */
export function move(approval: Approval, event: ApprovalEvent): Approval {
  const status = TRANSITIONS[approval.status][event];
  invariant(status !== undefined, `A proposal that is ${approval.status} was moved by ${event}.`);
  return { ...approval, status };
}

/** What time and the policy have made of it since it was stored. */
export function settle(approval: Approval, now: Now): Approval {
  const { proposal, status } = approval;
  if (proposal.expiresAt <= now.at && canMove(status, 'Expire')) return move(approval, 'Expire');
  const isStale = proposal.policyVersion !== now.policyVersion && canMove(status, 'Change');
  return isStale ? move(approval, 'Change') : approval;
}

export interface GroupProgress {
  readonly group: QuorumGroup;
  readonly approvals: readonly Decision[];
}

/** Who has agreed in the name of which group: each person once, and never who mustn't. */
export function progress(
  proposal: Proposal,
  decisions: readonly Decision[],
): readonly GroupProgress[] {
  const seen = new Set<PersonId>([proposal.proposer, ...proposal.concerns]);
  const counted: Decision[] = [];
  for (const decision of decisions) {
    if (seen.has(decision.person)) continue;
    seen.add(decision.person);
    if (decision.verdict === 'Approve' && decision.payloadHash === proposal.payloadHash) {
      counted.push(decision);
    }
  }
  return proposal.groups.map((group) => ({
    group,
    approvals: counted.filter((decision) => decision.group === group.name),
  }));
}

/** Nothing has a quorum without at least one person other than the proposer. */
export function isQuorate(proposal: Proposal, decisions: readonly Decision[]): boolean {
  const groups = progress(proposal, decisions);
  return (
    groups.length > 0 &&
    groups.every(({ group, approvals }) => approvals.length >= Math.max(1, group.needed))
  );
}
