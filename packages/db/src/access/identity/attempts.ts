/** The table of failed attempts, in the shape rate-limiter-flexible asks of a `pg` client. */
import type { Database } from '../../connect.ts';

export interface AttemptStore {
  query(asked: {
    readonly text: string;
    readonly values: readonly unknown[];
  }): Promise<{ readonly rows: readonly object[]; readonly rowCount: number }>;
}

/** Its statements hold parameters alone; no text of a request becomes part of one. */
export function attemptStore({ prisma }: Database): AttemptStore {
  return {
    async query({ text, values }) {
      const isRead = /^\s*select|returning/i.test(text);
      if (!isRead) return { rows: [], rowCount: await prisma.$executeRawUnsafe(text, ...values) };
      const rows = await prisma.$queryRawUnsafe<object[]>(text, ...values);
      return { rows: rows.map(plain), rowCount: rows.length };
    },
  };
}

/** Moments in ms and small counts, which the library reckons with as numbers. */
function plain(row: object): object {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return Object.fromEntries(entries);
}
