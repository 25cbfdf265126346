/** A proposal as lists and pages show it: settled to this moment, and what the caller can do about it. */
import type { Tx } from '@ultrathink/db';
import { currentPolicy, pastActsOf, type StoredProposal } from '@ultrathink/db/access';
import {
  type Act,
  type Actor,
  actsThatBar,
  groupsToDecide,
  mayTry,
  type Now,
  PROPOSAL_ACTS,
  permissionSpec,
  progress,
  type Resource,
  settle,
} from '@ultrathink/domain/access';
import { toText, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Asking } from '../access/look-up.ts';
import { type Names, personRefSchema, refOf } from '../access/names.ts';
import { clientId, organisationOut, organisationSchema, proposalId } from '../access/schemas.ts';
import { actingIn } from '../procedures/authorise.ts';
import { groupSchema } from './open.ts';
import { sentenceOf } from './sentences.ts';

export const statusSchema = z.enum([
  'Pending',
  'Approved',
  'Refused',
  'Expired',
  'Executed',
  'Stale',
]);
export const actSchema = z.enum(PROPOSAL_ACTS);

const aboutSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Firm') }),
  z.strictObject({ kind: z.literal('Organisation'), organisation: organisationSchema }),
  z.strictObject({ kind: z.literal('Client'), clientId }),
]);

export const proposalRowSchema = z.strictObject({
  id: proposalId,
  act: actSchema,
  /** Completes "this proposal is to ...": `propose roles`. */
  phrase: z.string(),
  about: aboutSchema,
  /** The id of what it would change. */
  subject: z.string(),
  amount: z.string().nullable(),
  proposer: personRefSchema,
  reason: z.string(),
  proposedAt: utcTimeSchema,
  expiresAt: utcTimeSchema,
  status: statusSchema,
  closedAt: utcTimeSchema.nullable(),
  /** Why it ended when it was neither refused nor executed, as a code. */
  closedWhy: z.string().nullable(),
  /** Named again by each decision. */
  payloadHash: z.string(),
  policyVersion: z.int(),
  rule: z.string(),
  groups: z.array(groupSchema.extend({ approvals: z.int() })),
  /** In the name of which groups the caller can decide it now. */
  canDecideFor: z.array(z.string()),
  /** Why the caller can't; null where he can. */
  whyNot: z.string().nullable(),
  isMine: z.boolean(),
});

export interface Looking {
  readonly actor: Actor;
  readonly now: Now;
  /** What the caller did before that bars him from deciding. */
  readonly history: readonly Act[];
}

/** Read once for a whole list. */
export async function lookingAt(
  tx: Tx,
  { services, caller }: Asking,
  proposals: readonly StoredProposal[],
): Promise<Looking> {
  const actor = actingIn(caller.access, caller.organisation);
  const acts = new Set(proposals.map(({ approval }) => approval.proposal.act));
  const subjects = proposals.flatMap(({ approval: { proposal } }) => [
    proposal.id,
    proposal.subject,
  ]);
  const barring = new Set([...acts, 'approval.decide' as const].flatMap(actsThatBar));
  const { policy } = await currentPolicy(tx);
  return {
    actor,
    now: { at: services.clock.now(), policyVersion: policy.version },
    history: await pastActsOf(tx, actor.person, { permissions: [...barring], subjects }),
  };
}

/** Whether the caller may see it at all; row-level security has answered for the tenant. */
export function isSeen({ approval }: StoredProposal, { actor, now }: Looking): boolean {
  return mayTry(actor, 'approval.read', approval.proposal.resource, now.at).ok;
}

export function rowOut(
  stored: StoredProposal,
  { actor, now, history }: Looking,
  names: Names,
): z.input<typeof proposalRowSchema> {
  const { approval, reason } = stored;
  const { proposal, decisions } = approval;
  const { status } = settle(approval, now);
  const can = groupsToDecide(approval, actor, history, now);
  return {
    id: proposal.id,
    act: proposal.act,
    phrase: permissionSpec(proposal.act).phrase,
    about: aboutOut(proposal.resource),
    subject: proposal.subject,
    amount: proposal.amount === null ? null : toText(proposal.amount),
    proposer: refOf(names, proposal.proposer),
    reason,
    proposedAt: proposal.proposedAt,
    expiresAt: proposal.expiresAt,
    status,
    closedAt: stored.closedAt,
    closedWhy: stored.closedWhy,
    payloadHash: proposal.payloadHash,
    policyVersion: proposal.policyVersion,
    rule: proposal.rule,
    groups: progress(proposal, decisions).map(({ group, approvals }) => ({
      name: group.name,
      roles: [...group.roles],
      needed: group.needed,
      approvals: approvals.length,
    })),
    canDecideFor: can.ok ? can.value.map(({ name }) => name) : [],
    whyNot: can.ok ? null : sentenceOf(can.error),
    isMine: proposal.proposer === actor.person,
  };
}

function aboutOut(resource: Resource): z.input<typeof aboutSchema> {
  switch (resource.kind) {
    case 'Organisation':
      return { kind: 'Organisation', organisation: organisationOut(resource.organisation) };
    case 'Client':
      return { kind: 'Client', clientId: resource.client };
    case 'Firm':
    case 'Self':
      return { kind: 'Firm' };
  }
}

/** Where the caller stands when he asks for a list: the firm, or the client's organisation. */
export function standingOf({ caller }: Asking) {
  const { organisation } = caller;
  return organisation.kind === 'Firm'
    ? ({ kind: 'Firm' } as const)
    : ({ kind: 'Organisation', organisation } as const);
}
