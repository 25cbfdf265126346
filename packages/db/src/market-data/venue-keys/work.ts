/** What the engine does to keys: asks venues, keeps what they say, ends them. Role `engine`. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type {
  ProbedPermissions,
  VenueKeyId,
  VenueKeyRefusal,
  VenueKeyStatus,
} from '@ultrathink/domain/market-data';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { KEY_COLUMNS, type KeyRow, keyFromRow, type StoredVenueKey } from './rows.ts';

const FROM = Prisma.sql`from market_data.venue_key k join market_data.venue_account a on a.id = k.venue_account_id`;

/** Keys of the shard whose time to be looked at has come, the longest waiting first. */
export async function dueVenueKeys(
  tx: Tx,
  { shard, at, most }: { readonly shard: number; readonly at: UtcTime; readonly most: number },
): Promise<StoredVenueKey[]> {
  const rows = await tx.$queryRaw<KeyRow[]>(Prisma.sql`
    select ${KEY_COLUMNS} ${FROM} where a.shard = ${shard} and k.due_at <= ${at}::timestamptz
    order by k.due_at, k.id limit ${most}`);
  return rows.map(keyFromRow);
}

export async function findVenueKey(tx: Tx, id: VenueKeyId): Promise<StoredVenueKey | undefined> {
  const [row] = await tx.$queryRaw<KeyRow[]>(
    Prisma.sql`select ${KEY_COLUMNS} ${FROM} where k.id = ${id}::uuid`,
  );
  return row && keyFromRow(row);
}

/**
 * Takes one key to work on until `leaseUntil`; nobody else does meanwhile. Who dies over it leaves it
 * due again then.
 * @returns false when somebody else has taken or changed it.
 */
export async function claimVenueKey(
  tx: Tx,
  claim: {
    readonly key: StoredVenueKey;
    readonly to: VenueKeyStatus;
    readonly leaseUntil: UtcTime;
  },
): Promise<boolean> {
  const { key, to, leaseUntil } = claim;
  const claimed = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key set status = ${to}, attempts = attempts + 1, due_at = ${leaseUntil}::timestamptz
    where id = ${key.id}::uuid and status = ${key.status} and attempts = ${key.attempts}
      and due_at = ${key.dueAt}::timestamptz`);
  return claimed === 1;
}

export interface VenueKeyFinding {
  readonly id: VenueKeyId;
  readonly from: VenueKeyStatus;
  /** The attempt that found it: an older one, come back late, changes nothing. */
  readonly attempt: number;
  readonly to: VenueKeyStatus;
  /** Null when nothing was told: what was told before stays. */
  readonly told: { readonly permissions: ProbedPermissions; readonly at: UtcTime } | null;
  readonly reasons: readonly VenueKeyRefusal[] | null;
  /** When it is looked at next; null for never. */
  readonly dueAt: UtcTime | null;
  readonly endedAt: UtcTime | null;
}

/** False when the key was moved by somebody else meanwhile: then nothing is kept. */
export async function keepFinding(tx: Tx, finding: VenueKeyFinding): Promise<boolean> {
  const { id, from, attempt, to, told, reasons, dueAt, endedAt } = finding;
  const kept = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key set status = ${to}, due_at = ${dueAt}::timestamptz,
      attempts = case when ${told === null} then attempts else 0 end,
      permissions = coalesce(${told === null ? null : JSON.stringify(told.permissions)}::jsonb, permissions),
      probed_at = coalesce(${told?.at ?? null}::timestamptz, probed_at),
      reasons = ${reasons === null ? null : JSON.stringify(reasons)}::jsonb,
      ended_at = ${endedAt}::timestamptz
    where id = ${id}::uuid and status = ${from} and attempts = ${attempt}`);
  return kept === 1;
}

/** Nothing is to be done for it any more. */
export async function restVenueKey(tx: Tx, id: VenueKeyId): Promise<void> {
  await tx.$executeRaw(
    Prisma.sql`update market_data.venue_key set due_at = null where id = ${id}::uuid`,
  );
}
