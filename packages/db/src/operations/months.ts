/** Partitions are made ahead, so that no insert ever meets a month without one. */
import type { Database } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

/** Makes the missing partitions up to so many months ahead. Answers how many were made. */
export async function makeMonthsAhead({ prisma }: Database, months = 3): Promise<number> {
  const [made] = await prisma.$queryRaw<{ made: number }[]>(
    Prisma.sql`select audit.make_months_ahead(${months}::int) as made`,
  );
  return made?.made ?? 0;
}
