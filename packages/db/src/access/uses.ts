/** When people last used what they may: for the review of access. */
import type { OrganisationId, Permission } from '@ultrathink/domain/access';
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';
import { within } from './organisations.ts';

export interface PermissionUseNote {
  readonly person: PersonId;
  readonly permission: Permission;
  /** To the hour. */
  readonly lastUsedAt: UtcTime;
}

export async function listUses(
  tx: Tx,
  organisation: OrganisationId | 'All',
): Promise<PermissionUseNote[]> {
  const rows = await tx.$queryRaw<
    { person_id: string; permission: string; last_used_at: Date }[]
  >(Prisma.sql`select u.person_id, u.permission, u.last_used_at from access.permission_use u
      join access.person p on p.id = u.person_id
    where ${within(Prisma.sql`p.organisation_id`, organisation)} limit 200000`);
  return rows.map((row) => ({
    person: row.person_id as PersonId,
    permission: row.permission as Permission,
    lastUsedAt: utcOf(row.last_used_at),
  }));
}
