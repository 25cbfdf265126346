/**
 * A transaction as `app_identity` for what is no act: challenges that are shown and proofs that are
 * given. No right changes by them; the act they serve goes through the door and has its event.
 */
import type { PersonId, ProcessId } from '@ultrathink/domain/kernel';
import { enter } from '../../actor.ts';
import type { Database, Tx } from '../../connect.ts';

export function identityTransaction<T>(
  database: Database,
  id: PersonId | ProcessId,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.prisma.$transaction(async (tx) => {
    await enter(tx, { id, scope: { kind: 'Identity' } });
    return work(tx);
  });
}
