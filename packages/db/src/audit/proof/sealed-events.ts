/** The events and the heads of their chains, as the proof reads them. Roles `jobs` and `auditor` see all. */
import type { ChainHead, SealedEvent } from '@ultrathink/domain/audit';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';

/** Every chain there is, with what its writer last sealed, in the order of their names. */
export async function readHeads(tx: Tx): Promise<ChainHead[]> {
  const rows = await tx.$queryRaw<{ chain: string; sequence: bigint; hash: Uint8Array }[]>(
    Prisma.sql`select chain, sequence, hash from audit.chain_head order by chain collate "C"`,
  );
  return rows.map(({ chain, sequence, hash }) => ({ chain, sequence: Number(sequence), hash }));
}

interface EventRow {
  readonly sequence: bigint;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
}

/** The events of a chain from `from` on, at most so many, in order; `to` included. */
export async function readSealed(
  tx: Tx,
  { chain, from, to, most }: { chain: string; from: number; to?: number; most: number },
): Promise<SealedEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>(Prisma.sql`
    select sequence, previous_hash, hash, body from audit.event
    where chain = ${chain} and sequence >= ${BigInt(from)}
      and sequence <= ${BigInt(to ?? Number.MAX_SAFE_INTEGER)}
    order by sequence limit ${most}`);
  return rows.map((row) => ({
    chain,
    sequence: Number(row.sequence),
    previousHash: row.previous_hash,
    hash: row.hash,
    body: row.body,
  }));
}
