/**
 * A proposal: something exact that one person wants and others must agree to. Its payload is kept as
 * canonical JSON text, so nobody who holds the value can change it, and what executes is parsed from
 * the very text that was hashed and shown.
 *
 * Three hashes. The payload hash names what is asked for, and each decision repeats it. The terms hash
 * covers everything else besides (groups, expiry, policy, world, proposer); it is sealed in the audit
 * trail when something is proposed, and compared when it is executed. The hash of a decision covers
 * the terms, the person and the choice, and the step-up of who decides is bound to it. So a row that
 * was changed has no approvals left, and a row that was changed before it had any is not executed.
 */

import { toHex } from '../audit/index.ts';
import {
  type Brand,
  type CanonicalRefusal,
  canonicalDigest,
  canonicalJson,
  type Decimal,
  type Digest,
  err,
  mapResult,
  type PersonId,
  type Result,
  toText,
  type UtcTime,
  unwrap,
} from '../kernel/index.ts';
import type { DiffLine } from './diff.ts';
import type { ProposalId, StepUpId } from './ids.ts';
import type { ProposalAct, Resource } from './permissions.ts';
import type { QuorumGroup } from './policy.ts';
import { type Action, type ActionHash, actionHash } from './step-up.ts';

/** Hex, of what is asked for. */
export type PayloadHash = Brand<string, 'PayloadHash'>;
/** Hex, of the whole proposal. */
export type TermsHash = Brand<string, 'TermsHash'>;
/** Hex, of what the payload takes for granted: the versions of the rows it changes. */
export type WorldHash = Brand<string, 'WorldHash'>;

/** Characters of canonical JSON; more than people can read is more than they can agree to. */
export const MAX_PAYLOAD_CHARS = 64 * 1024;

export interface Asked {
  readonly act: ProposalAct;
  readonly resource: Resource;
  /** The id of what it would change. */
  readonly subject: string;
  /** Canonical JSON (RFC 8785) of exactly what would be done. */
  readonly payload: string;
}

export interface Proposal extends Asked {
  readonly id: ProposalId;
  readonly payloadHash: PayloadHash;
  readonly diff: readonly DiffLine[];
  /** In the policy's asset; null where there is none, or none is known. */
  readonly amount: Decimal | null;
  readonly policyVersion: number;
  /** The rule that governs, by its id. */
  readonly rule: string;
  readonly groups: readonly QuorumGroup[];
  readonly proposer: PersonId;
  /** Whom it favours or is about: a role's new holder. They decide as little as the proposer. */
  readonly concerns: readonly PersonId[];
  readonly worldHash: WorldHash;
  readonly proposedAt: UtcTime;
  /** The first moment it can no longer be decided or executed. */
  readonly expiresAt: UtcTime;
}

export type Verdict = 'Approve' | 'Refuse';

/** What somebody decides; all of it is shown before the step-up and bound by it. */
export interface Choice {
  /** The quorum group in whose name. */
  readonly group: string;
  readonly verdict: Verdict;
  /** Of what was shown to this person. */
  readonly payloadHash: PayloadHash;
  readonly reason: string;
}

export interface Decision extends Choice {
  readonly person: PersonId;
  readonly stepUp: StepUpId;
  /** What the step-up was bound to. */
  readonly actionHash: ActionHash;
  readonly at: UtcTime;
}

export type PayloadRefusal =
  | CanonicalRefusal
  | { readonly code: 'PayloadTooLarge'; readonly limit: number; readonly actual: number };

export function payloadText(payload: unknown): Result<string, PayloadRefusal> {
  const text = canonicalJson(payload);
  if (!text.ok || text.value.length <= MAX_PAYLOAD_CHARS) return text;
  return err({ code: 'PayloadTooLarge', limit: MAX_PAYLOAD_CHARS, actual: text.value.length });
}

export function payloadHash(digest: Digest, asked: Asked): Result<PayloadHash, CanonicalRefusal> {
  const { act, resource, subject, payload } = asked;
  const hash = canonicalDigest({ v: 1, act, resource, subject, payload }, digest);
  return mapResult(hash, (bytes) => toHex(bytes) as PayloadHash);
}

/** @throws for what canonical JSON can't hold: the world is made of our own rows. */
export function worldHash(digest: Digest, world: unknown): WorldHash {
  return toHex(unwrap(canonicalDigest({ v: 1, world }, digest))) as WorldHash;
}

/** What the audit trail seals when something is proposed. */
export function termsHash(digest: Digest, proposal: Proposal): Result<TermsHash, CanonicalRefusal> {
  const hash = canonicalDigest({ v: 1, terms: termsOf(proposal) }, digest);
  return mapResult(hash, (bytes) => toHex(bytes) as TermsHash);
}

/** The action that a step-up must have been shown for, for this person's choice to count. */
export function decisionAction(
  digest: Digest,
  proposal: Proposal,
  person: PersonId,
  choice: Choice,
): Result<Action, CanonicalRefusal> {
  const { group, verdict, payloadHash: seen, reason } = choice;
  return mapResult(termsHash(digest, proposal), (terms) => ({
    permission: 'approval.decide',
    resource: proposal.resource,
    subject: proposal.id,
    input: { terms, person, group, verdict, seen, reason },
  }));
}

export function decisionHash(
  digest: Digest,
  proposal: Proposal,
  person: PersonId,
  choice: Choice,
): Result<ActionHash, CanonicalRefusal> {
  const action = decisionAction(digest, proposal, person, choice);
  return action.ok ? actionHash(digest, action.value) : action;
}

/** Every field by its name: a field more on a row read back must not change the hash. */
function termsOf(proposal: Proposal): unknown {
  return {
    id: proposal.id,
    act: proposal.act,
    resource: proposal.resource,
    subject: proposal.subject,
    payload: proposal.payload,
    payloadHash: proposal.payloadHash,
    diff: proposal.diff,
    amount: proposal.amount === null ? null : toText(proposal.amount),
    policyVersion: proposal.policyVersion,
    rule: proposal.rule,
    groups: proposal.groups,
    proposer: proposal.proposer,
    concerns: proposal.concerns,
    worldHash: proposal.worldHash,
    proposedAt: proposal.proposedAt,
    expiresAt: proposal.expiresAt,
  } satisfies Record<keyof Proposal, unknown>;
}

/** Whether the payload is still what its hash says. */
export function isIntact(digest: Digest, proposal: Proposal): boolean {
  const hash = payloadHash(digest, proposal);
  return hash.ok && hash.value === proposal.payloadHash;
}
