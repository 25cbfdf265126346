/** Accounts of ours at venues. */
import type { ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { KeyedVenue, VenueAccountId } from '@ultrathink/domain/market-data';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf } from '../../moments.ts';
import type { StoredVenueAccount, VenueAccountMode } from './rows.ts';

interface Row {
  readonly id: string;
  readonly venue: string;
  readonly label: string;
  readonly mode: string;
  readonly shard: number;
  readonly client: string | null;
  readonly created_at: Date;
}

/** By venue and label; at most 1,000. */
export async function listVenueAccounts(tx: Tx): Promise<StoredVenueAccount[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select id, venue, label, mode, shard, client_id as client, created_at from market_data.venue_account
    order by venue, label limit 1000`);
  return rows.map(fromRow);
}

export async function findVenueAccount(
  tx: Tx,
  id: VenueAccountId,
): Promise<StoredVenueAccount | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    select id, venue, label, mode, shard, client_id as client, created_at from market_data.venue_account
    where id = ${id}::uuid`);
  return row && fromRow(row);
}

export interface NewVenueAccount {
  readonly id: VenueAccountId;
  readonly venue: KeyedVenue;
  readonly label: string;
  readonly mode: VenueAccountMode;
  readonly client: ClientId | null;
  readonly by: PersonId;
  readonly at: UtcTime;
}

/**
 * In the shard of its client; the firm's own in the first.
 * @returns false when the venue has an account by this label.
 */
export async function insertVenueAccount(tx: Tx, account: NewVenueAccount): Promise<boolean> {
  const { id, venue, label, mode, client, by, at } = account;
  const made = await tx.$executeRaw(Prisma.sql`
    insert into market_data.venue_account (id, venue, label, mode, shard, client_id, created_at, created_by)
    values (${id}::uuid, ${venue}, ${label}, ${mode},
      coalesce((select c.shard from clients.client c where c.client_id = ${client}::uuid), 0),
      ${client}::uuid, ${at}::timestamptz, ${by}::uuid)
    on conflict (venue, label) do nothing`);
  return made === 1;
}

function fromRow(row: Row): StoredVenueAccount {
  return {
    id: row.id as VenueAccountId,
    venue: row.venue as KeyedVenue,
    label: row.label,
    mode: row.mode as VenueAccountMode,
    shard: row.shard,
    client: row.client as ClientId | null,
    createdAt: utcOf(row.created_at),
  };
}
