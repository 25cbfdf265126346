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
  if (row === null) return undefined;
  return {
    id: row.clientId as ClientId,
    name: row.name,
    lei: row.lei,
    createdAt: utcOf(row.createdAt),
    accounts: row.accounts.map((account) => ({ id: account.id as AccountId, name: account.name })),
  };
}
