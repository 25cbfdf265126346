/**
 * Proposals and decisions, read back exactly as they were: hashes over what is read must be those
 * over what was stored. Of a proposal only the status moves, by compare-and-set.
 */
import type {
  ActionHash,
  Approval,
  ApprovalStatus,
  Decision,
  DiffLine,
  EarlierAmount,
  PayloadHash,
  Proposal,
  ProposalAct,
  ProposalId,
  QuorumGroup,
  Resource,
  Role,
  StepUpId,
  TermsHash,
  Verdict,
  WorldHash,
} from '@ultrathink/domain/access';
import { clientOf } from '@ultrathink/domain/access';
import {
  type ClientId,
  numericText,
  type PersonId,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { fromNumeric } from '../decimals.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';

export interface StoredProposal {
  /** As it was stored: `settle` says what time and the policy have made of it since. */
  readonly approval: Approval;
  /** As the row has it. What executes compares with what the audit trail sealed. */
  readonly terms: TermsHash;
  readonly proposerRoles: readonly Role[];
  /** Why it was proposed. */
  readonly reason: string;
  readonly closedAt: UtcTime | null;
  readonly closedWhy: string | null;
}

const WITH = {
  decisions: { orderBy: [{ at: 'asc' }, { personId: 'asc' }] },
} satisfies Prisma.ProposalInclude;
type Row = Prisma.ProposalGetPayload<{ include: { decisions: true } }>;

export interface NewProposal {
  readonly proposal: Proposal;
  readonly terms: TermsHash;
  readonly proposerRoles: readonly Role[];
  readonly reason: string;
}

export async function insertProposal(
  tx: Tx,
  { proposal, terms, proposerRoles, reason }: NewProposal,
): Promise<void> {
  await tx.proposal.createMany({
    data: {
      id: proposal.id,
      clientId: clientOf(proposal.resource) ?? null,
      act: proposal.act,
      resource: json(proposal.resource),
      subject: proposal.subject,
      payload: proposal.payload,
      payloadHash: proposal.payloadHash,
      diff: json(proposal.diff),
      amount: proposal.amount === null ? null : unwrap(numericText(proposal.amount)),
      policyVersion: proposal.policyVersion,
      rule: proposal.rule,
      groups: json(proposal.groups),
      proposer: proposal.proposer,
      proposerRoles: [...proposerRoles],
      concerns: [...proposal.concerns],
      worldHash: proposal.worldHash,
      termsHash: terms,
      reason,
      proposedAt: proposal.proposedAt,
      expiresAt: proposal.expiresAt,
      status: 'Pending' satisfies ApprovalStatus,
    },
  });
}

export async function findProposal(tx: Tx, id: ProposalId): Promise<StoredProposal | undefined> {
  const row = await tx.proposal.findUnique({ where: { id }, include: WITH });
  return row === null ? undefined : fromRow(row);
}

/** As it is until the end of the transaction: of two who decide at once the second waits here. */
export async function lockProposal(tx: Tx, id: ProposalId): Promise<StoredProposal | undefined> {
  await tx.$queryRaw(
    Prisma.sql`select 1 as locked from access.proposal where id = ${id}::uuid for update`,
  );
  return findProposal(tx, id);
}

export interface ProposalFilter {
  readonly statuses?: readonly ApprovalStatus[];
  readonly acts?: readonly ProposalAct[];
  readonly proposer?: PersonId;
  /** A client's; null for the firm's own; absent for all that row-level security shows. */
  readonly client?: ClientId | null;
  readonly subject?: string;
  /** Older than this one: ids are in the order of their making. */
  readonly before?: ProposalId;
  /** At most; 1 to 500. */
  readonly most: number;
}

/** Newest first. */
export async function listProposals(tx: Tx, filter: ProposalFilter): Promise<StoredProposal[]> {
  const { statuses, acts, proposer, client, subject, before, most } = filter;
  const rows = await tx.proposal.findMany({
    where: {
      ...(statuses !== undefined && { status: { in: [...statuses] } }),
      ...(acts !== undefined && { act: { in: [...acts] } }),
      ...(proposer !== undefined && { proposer }),
      ...(client !== undefined && { clientId: client }),
      ...(subject !== undefined && { subject }),
      ...(before !== undefined && { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: Math.min(500, Math.max(1, most)),
    include: WITH,
  });
  return rows.map(fromRow);
}

export async function insertDecision(
  tx: Tx,
  { proposal, decision }: { readonly proposal: Proposal; readonly decision: Decision },
): Promise<void> {
  await tx.proposalDecision.createMany({
    data: {
      proposalId: proposal.id,
      personId: decision.person,
      clientId: clientOf(proposal.resource) ?? null,
      group: decision.group,
      verdict: decision.verdict,
      payloadHash: decision.payloadHash,
      reason: decision.reason,
      stepUpId: decision.stepUp,
      actionHash: decision.actionHash,
      at: decision.at,
    },
  });
}

export interface StatusMove {
  readonly id: ProposalId;
  readonly from: ApprovalStatus;
  readonly to: ApprovalStatus;
  readonly at: UtcTime;
  /** Why it ended when it was neither refused nor executed. */
  readonly why?: string;
}

/** False when the status is no longer `from`: somebody else moved it first. */
export async function moveStatus(tx: Tx, { id, from, to, at, why }: StatusMove): Promise<boolean> {
  const isOpen = to === 'Pending' || to === 'Approved';
  const { count } = await tx.proposal.updateMany({
    where: { id, status: from },
    data: { status: to, ...(!isOpen && { closedAt: at, closedWhy: why ?? null }) },
  });
  return count === 1;
}

/** Amounts of proposals since a moment that have or may still have an effect. */
export async function earlierAmounts(
  tx: Tx,
  { since, now }: { readonly since: UtcTime; readonly now: UtcTime },
): Promise<EarlierAmount[]> {
  const rows = await tx.proposal.findMany({
    where: {
      proposedAt: { gte: since },
      OR: [
        { status: 'Executed' },
        { status: { in: ['Pending', 'Approved'] }, expiresAt: { gt: now } },
      ],
    },
    select: { act: true, proposer: true, clientId: true, amount: true, proposedAt: true },
  });
  return rows.map((row) => ({
    act: row.act as ProposalAct,
    proposer: row.proposer as PersonId,
    client: row.clientId as ClientId | null,
    amount: row.amount === null ? null : fromNumeric(row.amount),
    at: utcOf(row.proposedAt),
  }));
}

/**
 * The hash of its terms as the audit trail sealed it; null where the event is missing, is there more
 * than once, or is not what its own hash says.
 */
export async function sealedTerms(tx: Tx, id: ProposalId): Promise<TermsHash | null> {
  const [row] = await tx.$queryRaw<{ terms: string | null }[]>(
    Prisma.sql`select access.sealed_terms(${id}::uuid) as terms`,
  );
  return (row?.terms ?? null) as TermsHash | null;
}

/** Open ones that time or the policy has ended, oldest first; at most 100. Role `jobs`. */
export async function proposalsToSettle(
  tx: Tx,
  { now, policyVersion }: { readonly now: UtcTime; readonly policyVersion: number },
): Promise<StoredProposal[]> {
  const rows = await tx.proposal.findMany({
    where: {
      status: { in: ['Pending', 'Approved'] },
      OR: [{ expiresAt: { lte: now } }, { policyVersion: { not: policyVersion } }],
    },
    orderBy: { id: 'asc' },
    take: 100,
    include: WITH,
  });
  return rows.map(fromRow);
}

function fromRow(row: Row): StoredProposal {
  return {
    approval: {
      proposal: proposalFrom(row),
      status: row.status as ApprovalStatus,
      decisions: row.decisions.map(decisionFrom),
    },
    terms: row.termsHash as TermsHash,
    proposerRoles: row.proposerRoles as Role[],
    reason: row.reason,
    closedAt: utcOrNull(row.closedAt),
    closedWhy: row.closedWhy,
  };
}

/** What was changed behind our back parses or doesn't; either way its hash says so. */
function proposalFrom(row: Row): Proposal {
  return {
    id: row.id as ProposalId,
    act: row.act as ProposalAct,
    resource: row.resource as unknown as Resource,
    subject: row.subject,
    payload: row.payload,
    payloadHash: row.payloadHash as PayloadHash,
    diff: row.diff as unknown as readonly DiffLine[],
    amount: row.amount === null ? null : fromNumeric(row.amount),
    policyVersion: row.policyVersion,
    rule: row.rule,
    groups: row.groups as unknown as readonly QuorumGroup[],
    proposer: row.proposer as PersonId,
    concerns: row.concerns as PersonId[],
    worldHash: row.worldHash as WorldHash,
    proposedAt: utcOf(row.proposedAt),
    expiresAt: utcOf(row.expiresAt),
  };
}

function decisionFrom(row: Row['decisions'][number]): Decision {
  return {
    person: row.personId as PersonId,
    group: row.group,
    verdict: row.verdict as Verdict,
    payloadHash: row.payloadHash as PayloadHash,
    reason: row.reason,
    stepUp: row.stepUpId as StepUpId,
    actionHash: row.actionHash as ActionHash,
    at: utcOf(row.at),
  };
}

function json(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
