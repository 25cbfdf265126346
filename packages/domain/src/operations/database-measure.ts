/** One reading of the database and the disk under it, taken by a job. */
import { z } from 'zod';
import { idSchema, type MeasureId, utcTimeSchema } from '../kernel/index.ts';

const bytes = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

/** How many tables one measure names, largest first. */
export const MEASURED_TABLES_MAX = 20;

export const tableMeasureSchema = z.strictObject({
  schema: z.string().min(1),
  /** A partitioned table is one table here: the sum of its partitions. */
  name: z.string().min(1),
  /**
   * The planner's estimate, not a count: counting would read the whole table. Null until the server
   * has looked at the table for the first time.
   */
  rowsEstimated: count.nullable(),
  /** Table, indexes and TOAST together. */
  totalBytes: bytes,
});

export const databaseMeasureSchema = z.strictObject({
  id: idSchema<MeasureId>(),
  at: utcTimeSchema,
  databaseBytes: bytes,
  connections: z.strictObject({
    active: count,
    idle: count,
    idleInTransaction: count,
    other: count,
    /** The server's max_connections. */
    limit: count,
  }),
  /** Largest first. */
  tables: z.array(tableMeasureSchema).max(MEASURED_TABLES_MAX),
  /** The disk that holds the data folder, as an unprivileged process may use it. */
  disk: z.strictObject({ totalBytes: bytes, freeBytes: bytes }),
});

export type TableMeasure = z.infer<typeof tableMeasureSchema>;
export type DatabaseMeasure = z.infer<typeof databaseMeasureSchema>;
