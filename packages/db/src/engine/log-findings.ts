/**
 * What those who look at the audit trail found broken in it: of each kind of look once, as long as its
 * looks say the same. Role `engine`.
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Database } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface LogFound {
  readonly id: string;
  readonly at: UtcTime;
}

const MOST = 100;

/** Found after `after`, oldest first; the same as the look of its kind before it, within a day, is not new. */
export async function newLogFindings(
  { prisma }: Pick<Database, 'prisma'>,
  after: UtcTime,
): Promise<readonly LogFound[]> {
  const rows = await prisma.$queryRaw<{ readonly id: string; readonly at: Date }[]>(Prisma.sql`
    select id, at from (
      select id, at, finding, lag(finding) over (partition by kind order by at, id) as before
      from audit.log_check where at > ${after}::timestamptz - interval '1 day'
    ) looked
    where at > ${after}::timestamptz and finding is not null and finding is distinct from before
    order by at, id limit ${MOST}`);
  return rows.map(({ id, at }) => ({ id, at: utcOf(at) }));
}
