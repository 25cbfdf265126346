import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';

/** Whose it is; undefined for what row-level security does not show. */
export async function clientOfAccount(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly client: ClientId; readonly shard: number } | undefined> {
  const row = await tx.account.findUnique({
    where: { id: account },
    select: { clientId: true, client: { select: { shard: true } } },
  });
  if (row === null) return undefined;
  return { client: row.clientId as ClientId, shard: row.client.shard };
}

export async function clientOfOrder(
  tx: Tx,
  clOrdId: ClOrdId,
): Promise<{ readonly client: ClientId | null; readonly shard: number } | undefined> {
  const row = await tx.order.findUnique({
    where: { clOrdId },
    select: { clientId: true, shard: true },
  });
  if (row === null) return undefined;
  return { client: row.clientId as ClientId | null, shard: row.shard };
}
