/** What a process of ours says about itself, once a second. */
import { z } from 'zod';
import { idSchema, type ProcessId, utcTimeSchema } from '../kernel/index.ts';

/** The kinds of process a deployment runs. */
export const PROCESS_KINDS = ['web', 'engine', 'jobs'] as const;

export type ProcessKind = (typeof PROCESS_KINDS)[number];

const bytes = z.number().int().nonnegative();
const ms = z.number().nonnegative();
const count = z.number().int().nonnegative();

export const processMetricsSchema = z.strictObject({
  kind: z.enum(PROCESS_KINDS),
  /** Fresh at every start: two readings with different ids are of different runs. */
  processId: idSchema<ProcessId>(),
  /** The operating system's number; it is given out again after the process has ended. */
  pid: z.number().int().positive(),
  at: utcTimeSchema,
  uptimeMs: ms,
  rssBytes: bytes,
  heapUsedBytes: bytes,
  heapTotalBytes: bytes,
  /** Event loop delay beyond what was asked for, over the last second. */
  loopDelayP50Ms: ms,
  loopDelayP99Ms: ms,
  loopDelayMaxMs: ms,
  /** Part of one core used over the last second: 1 is a whole core, more is possible. */
  cpuShare: z.number().nonnegative(),
  /** Notices this process has published since its start. */
  noticesSent: count,
  /** Web processes connected to the engine's door; 0 for processes without a door. */
  doorConnections: count,
});

export type ProcessMetrics = z.infer<typeof processMetricsSchema>;
