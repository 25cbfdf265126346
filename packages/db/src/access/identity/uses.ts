import type { Permission } from '@ultrathink/domain/access';
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Database } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';

/**
 * Notes, to the hour, that somebody used what he may. For the review of access alone: no right
 * changes by it, so it has no event.
 */
export async function noteUse(
  database: Database,
  person: PersonId,
  permission: Permission,
  at: UtcTime,
): Promise<void> {
  await database.prisma.$executeRaw(Prisma.sql`
    insert into access.permission_use as u (person_id, permission, last_used_at)
    values (${person}::uuid, ${permission}, date_trunc('hour', ${at}::timestamptz))
    on conflict (person_id, permission) do update set last_used_at = excluded.last_used_at
      where u.last_used_at < excluded.last_used_at`);
}
