/** What people did that bars them from something else later: separation of duties by deed. */
import type { Act, Permission } from '@ultrathink/domain/access';
import type { AnyId, ClientId, PersonId } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export async function insertPastAct(tx: Tx, id: AnyId, act: Act): Promise<void> {
  const { person, permission, subject, client, at } = act;
  await tx.pastAct.createMany({
    data: { id, personId: person, permission, subject, clientId: client, at },
  });
}

interface Row {
  readonly permission: string;
  readonly subject: string;
  readonly client_id: string | null;
  readonly at: Date;
}

/**
 * A person's own acts of these kinds, as far as they can bar anything: every one about one of these
 * subjects, and of each kind the newest for each client, because those bar for a time. However long
 * somebody has been here, that is a short list and none that counts is missing. Row-level security
 * shows one's own, also of clients one no longer has.
 */
export async function pastActsOf(
  tx: Tx,
  person: PersonId,
  about: { readonly permissions: readonly Permission[]; readonly subjects: readonly string[] },
): Promise<Act[]> {
  const permissions = [...about.permissions];
  if (permissions.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select permission, subject, client_id, at from access.past_act
      where person_id = ${person}::uuid and permission = any (${permissions}::text[])
        and subject = any (${[...about.subjects]}::text[])
    union all
    (select distinct on (permission, client_id) permission, subject, client_id, at
      from access.past_act
      where person_id = ${person}::uuid and permission = any (${permissions}::text[])
      order by permission, client_id, at desc)`);
  return rows.map((row) => ({
    person,
    permission: row.permission as Permission,
    subject: row.subject,
    client: row.client_id as ClientId | null,
    at: utcOf(row.at),
  }));
}
