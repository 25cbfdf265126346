import type { AccountId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { utcOf } from '../moments.ts';

export interface StoredClient {
  readonly id: ClientId;
  readonly name: string;
  /** ISO 17442; null where it has none. */
  readonly lei: string | null;
  readonly createdAt: UtcTime;
  /** By name; at most 1,000. */
  readonly accounts: readonly { readonly id: AccountId; readonly name: string }[];
}

const ACCOUNTS_MAX = 1_000;

/** Undefined for a client that row-level security does not show. */
export async function findClient(tx: Tx, id: ClientId): Promise<StoredClient | undefined> {
  const row = await tx.client.findUnique({
    where: { clientId: id },
    include: { accounts: { orderBy: { name: 'asc' }, take: ACCOUNTS_MAX } },
  });
  return row === null ? undefined : clientFrom(row);
}

function clientFrom(row: {
  readonly clientId: string;
  readonly name: string;
  readonly lei: string | null;
  readonly createdAt: Date;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}): StoredClient {
  return {
    id: row.clientId as ClientId,
    name: row.name,
    lei: row.lei,
    createdAt: utcOf(row.createdAt),
    accounts: row.accounts.map((account) => ({ id: account.id as AccountId, name: account.name })),
  };
}

/** Every client that row-level security shows, by name; at most 10,000. */
export async function listClients(tx: Tx): Promise<StoredClient[]> {
  const rows = await tx.client.findMany({
    include: { accounts: { orderBy: { name: 'asc' }, take: ACCOUNTS_MAX } },
    orderBy: { name: 'asc' },
    take: 10_000,
  });
  return rows.map((row) => clientFrom(row));
}
