/** What the server says about itself. Role `jobs`. */
import type { DatabaseMeasure, TableMeasure } from '@ultrathink/domain/operations';
import { MEASURED_TABLES_MAX } from '@ultrathink/domain/operations';
import type { Database } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

export type DatabaseFigures = Pick<DatabaseMeasure, 'databaseBytes' | 'connections' | 'tables'>;

export async function readDatabaseFigures({ prisma }: Database): Promise<DatabaseFigures> {
  const [size] = await prisma.$queryRaw<{ bytes: bigint; limit: number }[]>(Prisma.sql`
    select pg_database_size(current_database()) as bytes,
      current_setting('max_connections')::int as limit`);
  return {
    databaseBytes: Number(size?.bytes ?? 0),
    connections: { ...(await countConnections(prisma)), limit: size?.limit ?? 0 },
    tables: await largestTables(prisma),
  };
}

/** Connections to this database by what they do. `other` has those that may not be looked into. */
async function countConnections(prisma: Database['prisma']) {
  const [counted] = await prisma.$queryRaw<
    { active: number; idle: number; waiting: number; other: number }[]
  >(Prisma.sql`
    select count(*) filter (where state = 'active')::int as active,
      count(*) filter (where state = 'idle')::int as idle,
      count(*) filter (where state like 'idle in transaction%')::int as waiting,
      count(*) filter (where state is null or state in ('disabled', 'fastpath function call'))::int
        as other
    from pg_stat_activity
    where backend_type = 'client backend' and datname = current_database()`);
  const { active = 0, idle = 0, waiting = 0, other = 0 } = counted ?? {};
  return { active, idle, idleInTransaction: waiting, other };
}

/** Largest first. A partitioned table is one table: the sum of its partitions. */
function largestTables(prisma: Database['prisma']): Promise<TableMeasure[]> {
  return prisma
    .$queryRaw<{ schema: string; name: string; rows: bigint | null; bytes: bigint }[]>(Prisma.sql`
      select n.nspname::text as schema, c.relname::text as name,
        case when bool_or(p.reltuples < 0 and pg_relation_size(p.oid) > 0) then null
          else sum(greatest(p.reltuples, 0))::bigint end as rows, sum(pg_total_relation_size(p.oid))::bigint as bytes
      from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        cross join lateral (
          select m.oid, m.reltuples from pg_class m
          where m.oid = c.oid and c.relkind = 'r'
            or c.relkind = 'p' and m.oid in (select relid from pg_partition_tree(c.oid) where isleaf)
        ) p
      where c.relkind in ('r', 'p') and not c.relispartition
        and n.nspname not in ('pg_catalog', 'information_schema')
      group by n.nspname, c.relname
      order by bytes desc, schema, name
      limit ${MEASURED_TABLES_MAX}`)
    .then((rows) =>
      rows.map(({ schema, name, rows: count, bytes }) => ({
        schema,
        name,
        // -1 stands for a table the server has not looked at yet: not known is not zero.
        rowsEstimated: count === null ? null : Number(count),
        totalBytes: Number(bytes),
      })),
    );
}
