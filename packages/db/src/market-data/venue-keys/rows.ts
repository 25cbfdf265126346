/** A key of a venue as its row has it: everything that may be known of it. */
import type { ProposalId } from '@ultrathink/domain/access';
import type { ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type {
  KeyedVenue,
  ProbedPermissions,
  VenueAccountId,
  VenueKeyId,
  VenueKeyRefusal,
  VenueKeyStatus,
} from '@ultrathink/domain/market-data';
import { Prisma } from '../../generated/client.ts';
import { utcOf, utcOrNull } from '../../moments.ts';

/** Live, or on paper: then it has no keys and reaches no venue. */
export type VenueAccountMode = 'Live' | 'Paper';

export interface StoredVenueAccount {
  readonly id: VenueAccountId;
  readonly venue: KeyedVenue;
  readonly label: string;
  readonly mode: VenueAccountMode;
  readonly shard: number;
  /** Null for the firm's own. */
  readonly client: ClientId | null;
  readonly createdAt: UtcTime;
}

export interface StoredVenueKey {
  readonly id: VenueKeyId;
  readonly account: VenueAccountId;
  readonly venue: KeyedVenue;
  readonly accountLabel: string;
  readonly client: ClientId | null;
  readonly label: string;
  readonly fingerprint: string;
  readonly maskedName: string;
  readonly status: VenueKeyStatus;
  readonly submittedAt: UtcTime;
  readonly submittedBy: PersonId;
  readonly attempts: number;
  readonly dueAt: UtcTime | null;
  readonly probedAt: UtcTime | null;
  readonly permissions: ProbedPermissions | null;
  readonly reasons: readonly VenueKeyRefusal[] | null;
  readonly proposal: ProposalId | null;
  readonly activatedAt: UtcTime | null;
  readonly lastUsedAt: UtcTime | null;
  readonly rotatedFrom: VenueKeyId | null;
  readonly drainUntil: UtcTime | null;
  readonly endedAt: UtcTime | null;
}

export interface KeyRow {
  readonly id: string;
  readonly account: string;
  readonly venue: string;
  readonly account_label: string;
  readonly client: string | null;
  readonly label: string;
  readonly fingerprint: string;
  readonly masked_name: string;
  readonly status: string;
  readonly submitted_at: Date;
  readonly submitted_by: string;
  readonly attempts: number;
  readonly due_at: Date | null;
  readonly probed_at: Date | null;
  readonly permissions: unknown;
  readonly reasons: unknown;
  readonly proposal: string | null;
  readonly activated_at: Date | null;
  readonly last_used_at: Date | null;
  readonly rotated_from: string | null;
  readonly drain_until: Date | null;
  readonly ended_at: Date | null;
}

/** `k` is the key, `a` its account. */
export const KEY_COLUMNS = Prisma.sql`k.id, a.id as account, a.venue, a.label as account_label,
  k.client_id as client, k.label, k.fingerprint, k.masked_name, k.status, k.submitted_at, k.submitted_by,
  k.attempts, k.due_at, k.probed_at, k.permissions, k.reasons, k.proposal_id as proposal, k.activated_at,
  k.last_used_at, k.rotated_from_id as rotated_from, k.drain_until, k.ended_at`;

/** What they hold was written by us, through CHECKs that know the same words. */
export function keyFromRow(row: KeyRow): StoredVenueKey {
  return {
    id: row.id as VenueKeyId,
    account: row.account as VenueAccountId,
    venue: row.venue as KeyedVenue,
    accountLabel: row.account_label,
    client: row.client as ClientId | null,
    label: row.label,
    fingerprint: row.fingerprint,
    maskedName: row.masked_name,
    status: row.status as VenueKeyStatus,
    submittedAt: utcOf(row.submitted_at),
    submittedBy: row.submitted_by as PersonId,
    attempts: row.attempts,
    dueAt: utcOrNull(row.due_at),
    probedAt: utcOrNull(row.probed_at),
    permissions: row.permissions as ProbedPermissions | null,
    reasons: row.reasons as readonly VenueKeyRefusal[] | null,
    proposal: row.proposal as ProposalId | null,
    activatedAt: utcOrNull(row.activated_at),
    lastUsedAt: utcOrNull(row.last_used_at),
    rotatedFrom: row.rotated_from as VenueKeyId | null,
    drainUntil: utcOrNull(row.drain_until),
    endedAt: utcOrNull(row.ended_at),
  };
}
