/** Decisions that staff ask to have made again, and what came of it. */
import type { ClientId, Id, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Database, Tx } from '../connect.ts';
import type { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export type ReplayId = Id<'ReplayId'>;

/** Each decision about the order, and where the first that differs does. */
export type ReplayOutcome =
  | {
      readonly kind: 'Replayed';
      readonly shard: number;
      readonly decisions: number;
      readonly different: readonly {
        readonly sequence: number;
        readonly recorded: string | null;
        readonly made: string | null;
      }[];
      readonly tookMs: number;
    }
  | { readonly kind: 'TooLong'; readonly records: number }
  /** The journal is not what was written, or it could not be read. */
  | { readonly kind: 'Failed'; readonly sentence: string };

export interface ReplayRow {
  readonly id: ReplayId;
  readonly clOrdId: ClOrdId;
  readonly askedAt: UtcTime;
  readonly endedAt: UtcTime | null;
  readonly outcome: ReplayOutcome | null;
}

export async function insertReplay(
  tx: Tx,
  replay: {
    readonly id: ReplayId;
    readonly clOrdId: ClOrdId;
    /** Null for an order of the house. */
    readonly clientId: ClientId | null;
    readonly askedBy: PersonId;
    readonly askedAt: UtcTime;
  },
): Promise<void> {
  await tx.replay.create({ data: { ...replay, askedAt: new Date(replay.askedAt) } });
}

/** How many that this reader may see have not ended. */
export function countOpenReplays(tx: Tx): Promise<number> {
  return tx.replay.count({ where: { endedAt: null } });
}

/** The newest of the order; undefined where none was asked for, or it is another's. */
export async function findReplay(tx: Tx, clOrdId: ClOrdId): Promise<ReplayRow | undefined> {
  const row = await tx.replay.findFirst({
    where: { clOrdId },
    orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
  });
  if (row === null) return undefined;
  return {
    id: row.id as ReplayId,
    clOrdId: row.clOrdId as ClOrdId,
    askedAt: utcOf(row.askedAt),
    endedAt: row.endedAt && utcOf(row.endedAt),
    outcome: row.outcome as ReplayOutcome | null,
  };
}

/** The one that waits longest; undefined where none does. Of the role `jobs`. */
export async function nextReplay({
  prisma,
}: Database): Promise<{ readonly id: ReplayId; readonly clOrdId: ClOrdId } | undefined> {
  const row = await prisma.replay.findFirst({
    where: { endedAt: null },
    orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, clOrdId: true },
  });
  return row === null ? undefined : { id: row.id as ReplayId, clOrdId: row.clOrdId as ClOrdId };
}

/** Once: what another process ended stays as it is. */
export async function endReplay(
  { prisma }: Database,
  id: ReplayId,
  outcome: ReplayOutcome,
  at: UtcTime,
): Promise<void> {
  await prisma.replay.updateMany({
    where: { id, endedAt: null },
    data: { endedAt: new Date(at), outcome: outcome as unknown as Prisma.InputJsonObject },
  });
}
