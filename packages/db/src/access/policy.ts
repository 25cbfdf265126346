/** The approval policy in force, those before it, and those being written. */
import {
  checkPolicy,
  type Policy,
  type ProposalId,
  policyDraftSchema,
  policyPayload,
  STARTING_POLICY,
} from '@ultrathink/domain/access';
import { type AnyId, invariant, type PersonId, type UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import type { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface StoredPolicy {
  readonly policy: Policy;
  /** Null for the one a new installation starts with. */
  readonly proposal: ProposalId | null;
  readonly publishedAt: UtcTime;
}

interface Row {
  readonly version: number;
  readonly policy: unknown;
  readonly proposalId: string | null;
  readonly publishedAt: Date;
}

/** @throws {InvariantError} before the first policy: the seed publishes it. */
export async function currentPolicy(tx: Tx): Promise<StoredPolicy> {
  const row = await tx.approvalPolicy.findFirst({ orderBy: { version: 'desc' } });
  invariant(row !== null, 'No approval policy has been published; run the seed.');
  return fromRow(row);
}

/** Newest first; at most 500. */
export async function listPolicies(tx: Tx): Promise<StoredPolicy[]> {
  const rows = await tx.approvalPolicy.findMany({ orderBy: { version: 'desc' }, take: 500 });
  return rows.map(fromRow);
}

export interface Publication {
  readonly policy: Policy;
  readonly proposal: ProposalId;
  readonly at: UtcTime;
}

/** False when another one was published as this version first. Role `app_staff`. */
export async function publishPolicy(
  tx: Tx,
  { policy, proposal, at }: Publication,
): Promise<boolean> {
  const inserted = await tx.approvalPolicy.createMany({
    skipDuplicates: true,
    data: {
      version: policy.version,
      policy: policyPayload(policy) as Prisma.InputJsonValue,
      proposalId: proposal,
      publishedAt: at,
    },
  });
  return inserted.count === 1;
}

/** Version 1 of a new installation; changes nothing where there is one. */
export async function publishStartingPolicy(tx: Tx, at: UtcTime): Promise<boolean> {
  const inserted = await tx.approvalPolicy.createMany({
    skipDuplicates: true,
    data: {
      version: STARTING_POLICY.version,
      policy: policyPayload(STARTING_POLICY) as Prisma.InputJsonValue,
      publishedAt: at,
    },
  });
  return inserted.count === 1;
}

/** What does not check is governed by nothing: then nothing can be proposed. */
function fromRow(row: Row): StoredPolicy {
  const draft = policyDraftSchema.parse(row.policy);
  const checked = checkPolicy(draft, row.version - 1);
  invariant(checked.ok, `Version ${row.version} of the approval policy is not sound.`);
  return {
    policy: checked.value,
    proposal: row.proposalId as ProposalId | null,
    publishedAt: utcOf(row.publishedAt),
  };
}

export interface StoredDraft {
  readonly id: AnyId;
  readonly author: PersonId;
  /** As it was written; it may not check yet. */
  readonly policy: unknown;
  readonly note: string;
  readonly updatedAt: UtcTime;
  /** Counts up with each change. */
  readonly version: number;
}

/** Newest change first; at most 200. */
export async function listDrafts(tx: Tx): Promise<StoredDraft[]> {
  const rows = await tx.policyDraft.findMany({ orderBy: { updatedAt: 'desc' }, take: 200 });
  return rows.map(draftFrom);
}

export async function findDraft(tx: Tx, id: AnyId): Promise<StoredDraft | undefined> {
  const row = await tx.policyDraft.findUnique({ where: { id } });
  return row === null ? undefined : draftFrom(row);
}

export async function insertDraft(
  tx: Tx,
  draft: Omit<StoredDraft, 'version' | 'updatedAt'> & { readonly at: UtcTime },
): Promise<void> {
  const { id, author, policy, note, at } = draft;
  await tx.policyDraft.createMany({
    data: { id, author, policy: policy as Prisma.InputJsonValue, note, updatedAt: at },
  });
}

/** False when it was changed since `version`, or is gone. */
export async function changeDraft(
  tx: Tx,
  change: {
    readonly id: AnyId;
    readonly version: number;
    readonly policy: unknown;
    readonly note: string;
    readonly at: UtcTime;
  },
): Promise<boolean> {
  const { count } = await tx.policyDraft.updateMany({
    where: { id: change.id, version: change.version },
    data: {
      policy: change.policy as Prisma.InputJsonValue,
      note: change.note,
      updatedAt: change.at,
      version: { increment: 1 },
    },
  });
  return count === 1;
}

export async function deleteDraft(tx: Tx, id: AnyId): Promise<boolean> {
  const { count } = await tx.policyDraft.deleteMany({ where: { id } });
  return count === 1;
}

function draftFrom(row: {
  readonly id: string;
  readonly author: string;
  readonly policy: unknown;
  readonly note: string;
  readonly updatedAt: Date;
  readonly version: number;
}): StoredDraft {
  return {
    id: row.id as AnyId,
    author: row.author as PersonId,
    policy: row.policy,
    note: row.note,
    updatedAt: utcOf(row.updatedAt),
    version: row.version,
  };
}
