/** Measures as they are kept and read again. */

import { fromEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import { type DatabaseMeasure, databaseMeasureSchema } from '@ultrathink/domain/operations';
import type { Database, Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

/** Keeps a measure. The same measure again changes nothing, so a job may be run twice. Role `jobs`. */
export async function insertMeasure({ prisma }: Database, measure: DatabaseMeasure): Promise<void> {
  const { id, at, databaseBytes, connections, tables, disk } = measure;
  await prisma.databaseMeasure.createMany({
    skipDuplicates: true,
    data: {
      id,
      measuredAt: at,
      databaseBytes,
      connectionsActive: connections.active,
      connectionsIdle: connections.idle,
      connectionsIdleInTransaction: connections.idleInTransaction,
      connectionsOther: connections.other,
      connectionsLimit: connections.limit,
      diskFreeBytes: disk.freeBytes,
      diskTotalBytes: disk.totalBytes,
      tables: tables.map((table) => ({ ...table })),
    },
  });
}

export interface MeasureRange {
  /** Included. */
  readonly from: UtcTime;
  /** Not included. */
  readonly to: UtcTime;
  /** At most so many measures, spread evenly: the last one of each equal part of the range. */
  readonly most: number;
}

/** Oldest first. Between 1 and 2,000 measures, whatever lies in the range. */
export async function listMeasures(
  tx: Tx,
  { from, to, most }: MeasureRange,
): Promise<DatabaseMeasure[]> {
  const parts = Math.min(2000, Math.max(1, Math.floor(most)));
  const rows = await tx.$queryRaw<RawRow[]>(Prisma.sql`
    select distinct on (part) ${COLUMNS}
    from operations.database_measure cross join lateral (select width_bucket(
        extract(epoch from measured_at)::float8, extract(epoch from ${from}::timestamptz)::float8,
        extract(epoch from ${to}::timestamptz)::float8, ${parts}::int) as part) as parts
    where measured_at >= ${from}::timestamptz and measured_at < ${to}::timestamptz
    order by part, measured_at desc`);
  return rows.map(fromRow);
}

/** The newest measure; undefined before the first. */
export async function latestMeasure(tx: Tx): Promise<DatabaseMeasure | undefined> {
  const [row] = await tx.$queryRaw<RawRow[]>(Prisma.sql`
    select ${COLUMNS} from operations.database_measure order by measured_at desc limit 1`);
  return row && fromRow(row);
}

const COLUMNS = Prisma.sql`id, measured_at, tables, database_bytes::float8 as "databaseBytes",
  disk_free_bytes::float8 as "freeBytes", disk_total_bytes::float8 as "totalBytes",
  connections_active as active, connections_idle as idle, connections_other as other,
  connections_idle_in_transaction as "idleInTransaction", connections_limit as "limit"`;

/** Bytes as float8: exact to 2^53, which is eight thousand terabytes. */
interface RawRow {
  readonly id: string;
  readonly measured_at: Date;
  readonly tables: unknown;
  readonly databaseBytes: number;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly active: number;
  readonly idle: number;
  readonly idleInTransaction: number;
  readonly other: number;
  readonly limit: number;
}

function fromRow(row: RawRow): DatabaseMeasure {
  const { active, idle, idleInTransaction, other, limit } = row;
  return databaseMeasureSchema.parse({
    id: row.id,
    at: fromEpochMs(row.measured_at.getTime()),
    databaseBytes: row.databaseBytes,
    connections: { active, idle, idleInTransaction, other, limit },
    tables: row.tables,
    disk: { totalBytes: row.totalBytes, freeBytes: row.freeBytes },
  });
}
