/** What people do with keys of venues. Role `app_staff`; every move is compared with where the key stands. */
import type { ProposalId } from '@ultrathink/domain/access';
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type {
  KeyedVenue,
  SealKeyId,
  VenueAccountId,
  VenueKeyId,
  VenueKeyStatus,
} from '@ultrathink/domain/market-data';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import {
  KEY_COLUMNS,
  type KeyRow,
  keyFromRow,
  type StoredVenueAccount,
  type StoredVenueKey,
} from './rows.ts';

export interface SeenVenueKey extends StoredVenueKey {
  /** Whether a proposal about it can still be decided or carried out. */
  readonly isProposalOpen: boolean;
}

interface SeenRow extends KeyRow {
  readonly is_proposal_open: boolean;
}

const seen = (at: UtcTime) => Prisma.sql`${KEY_COLUMNS}, exists (select 1 from access.proposal p
    where p.id = k.proposal_id and p.status in ('Pending', 'Approved')
      and p.expires_at > ${at}::timestamptz) as is_proposal_open
  from market_data.venue_key k join market_data.venue_account a on a.id = k.venue_account_id`;

const seenFromRow = (row: SeenRow): SeenVenueKey => ({
  ...keyFromRow(row),
  isProposalOpen: row.is_proposal_open,
});

/** Newest first; at most 1,000. */
export async function listVenueKeys(tx: Tx, at: UtcTime): Promise<SeenVenueKey[]> {
  const rows = await tx.$queryRaw<SeenRow[]>(
    Prisma.sql`select ${seen(at)} order by k.id desc limit 1000`,
  );
  return rows.map(seenFromRow);
}

/** The key, locked until the transaction ends. */
export async function lockVenueKey(
  tx: Tx,
  id: VenueKeyId,
  at: UtcTime,
): Promise<SeenVenueKey | undefined> {
  const [row] = await tx.$queryRaw<SeenRow[]>(
    Prisma.sql`select ${seen(at)} where k.id = ${id}::uuid for update of k`,
  );
  return row && seenFromRow(row);
}

/** The key that the account uses, locked. */
export async function lockActiveKey(
  tx: Tx,
  account: VenueAccountId,
  at: UtcTime,
): Promise<SeenVenueKey | undefined> {
  const [row] = await tx.$queryRaw<SeenRow[]>(
    Prisma.sql`select ${seen(at)} where a.id = ${account}::uuid and k.status = 'Active' for update of k`,
  );
  return row && seenFromRow(row);
}

export interface NewVenueKey {
  readonly id: VenueKeyId;
  readonly account: StoredVenueAccount;
  readonly label: string;
  readonly fingerprint: string;
  readonly maskedName: string;
  readonly sealKey: SealKeyId;
  /** As the browser sealed it. */
  readonly sealed: Uint8Array;
  readonly by: PersonId;
  readonly at: UtcTime;
}

/** False when this very key is entered already, or the account has one by this label. */
export async function insertVenueKey(tx: Tx, key: NewVenueKey): Promise<boolean> {
  const { account, at } = key;
  const made = await tx.$executeRaw(Prisma.sql`
    insert into market_data.venue_key
      (id, venue_account_id, client_id, label, fingerprint, masked_name, status, submitted_at, submitted_by, due_at)
    values (${key.id}::uuid, ${account.id}::uuid, ${account.client}::uuid, ${key.label}, ${key.fingerprint},
      ${key.maskedName}, 'Submitted', ${at}::timestamptz, ${key.by}::uuid, ${at}::timestamptz)
    on conflict do nothing`);
  if (made !== 1) return false;
  await tx.$executeRaw(Prisma.sql`
    insert into market_data.venue_key_secret (key_id, seal_key_id, sealed)
    values (${key.id}::uuid, ${key.sealKey}::uuid, ${Buffer.from(key.sealed)})`);
  return true;
}

export interface VenueKeyMove {
  readonly id: VenueKeyId;
  readonly from: VenueKeyStatus;
}

export function proposeVenueKey(
  tx: Tx,
  { id, from, proposal }: VenueKeyMove & { readonly proposal: ProposalId },
): Promise<boolean> {
  return moved(tx, { id, from }, Prisma.sql`status = 'Proposed', proposal_id = ${proposal}::uuid`);
}

/** For the proposal it was marked with, while that is being carried out. */
export async function activateVenueKey(
  tx: Tx,
  activation: {
    readonly id: VenueKeyId;
    readonly proposal: ProposalId;
    readonly rotatedFrom: VenueKeyId | null;
    readonly at: UtcTime;
  },
): Promise<boolean> {
  const { id, proposal, rotatedFrom, at } = activation;
  const changed = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key set status = 'Active', activated_at = ${at}::timestamptz,
      reasons = null, rotated_from_id = coalesce(${rotatedFrom}::uuid, rotated_from_id)
    where id = ${id}::uuid and status = 'Proposed' and proposal_id = ${proposal}::uuid`);
  return changed === 1;
}

/** It is looked at by the worker from now on, until it ends. */
export function drainVenueKey(
  tx: Tx,
  { id, from, until, at }: VenueKeyMove & { readonly until: UtcTime; readonly at: UtcTime },
): Promise<boolean> {
  const change = Prisma.sql`status = 'Draining', drain_until = ${until}::timestamptz, due_at = ${at}::timestamptz`;
  return moved(tx, { id, from }, change);
}

export function suspendVenueKey(tx: Tx, move: VenueKeyMove): Promise<boolean> {
  return moved(tx, move, Prisma.sql`status = 'Suspended', drain_until = null`);
}

export function retireVenueKey(
  tx: Tx,
  { id, from, at }: VenueKeyMove & { readonly at: UtcTime },
): Promise<boolean> {
  const change = Prisma.sql`status = 'Retired', ended_at = ${at}::timestamptz, due_at = ${at}::timestamptz`;
  return moved(tx, { id, from }, change);
}

async function moved(tx: Tx, { id, from }: VenueKeyMove, change: Prisma.Sql): Promise<boolean> {
  const changed = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key set ${change} where id = ${id}::uuid and status = ${from}`);
  return changed === 1;
}

/** At which venues these keys are; what is no key that the asker may see is not in it. */
export async function venuesOfKeys(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KeyedVenue>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; venue: string }[]>(Prisma.sql`
    select k.id, a.venue from market_data.venue_key k
    join market_data.venue_account a on a.id = k.venue_account_id
    where k.id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map(({ id, venue }) => [id, venue as KeyedVenue]));
}
