/** What people did that bars them from something else later: separation of duties by deed. */
import type { Act, Permission } from '@ultrathink/domain/access';
import type { AnyId, ClientId, PersonId } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { utcOf } from '../moments.ts';

export async function insertPastAct(tx: Tx, id: AnyId, act: Act): Promise<void> {
  const { person, permission, subject, client, at } = act;
  await tx.pastAct.createMany({
    data: { id, personId: person, permission, subject, clientId: client, at },
  });
}

/**
 * A person's own acts of these kinds. Row-level security shows one's own, also of clients one no
 * longer has.
 */
export async function pastActsOf(
  tx: Tx,
  person: PersonId,
  permissions: readonly Permission[],
): Promise<Act[]> {
  if (permissions.length === 0) return [];
  const rows = await tx.pastAct.findMany({
    where: { personId: person, permission: { in: [...permissions] } },
    orderBy: { at: 'desc' },
    take: 20_000,
  });
  return rows.map((row) => ({
    person,
    permission: row.permission as Permission,
    subject: row.subject,
    client: row.clientId as ClientId | null,
    at: utcOf(row.at),
  }));
}
