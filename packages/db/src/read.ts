/** The one way in which anything is read for somebody: a read-only transaction that says who asks. */
import type { Actor } from './actor.ts';
import { enter } from './actor.ts';
import type { Database, Tx } from './connect.ts';
import { Prisma } from './generated/client.ts';

export interface ReadOptions {
  /** All statements see the same moment: for figures that have to agree with each other. */
  readonly isOneMoment?: boolean;
}

export function read<T>(
  database: Database,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  { isOneMoment = false }: ReadOptions = {},
): Promise<T> {
  const isolationLevel = isOneMoment
    ? Prisma.TransactionIsolationLevel.RepeatableRead
    : Prisma.TransactionIsolationLevel.ReadCommitted;
  return database.prisma.$transaction(
    async (tx) => {
      await enter(tx, actor, { isReading: true });
      return work(tx);
    },
    { isolationLevel },
  );
}
