/** Looks at the whole audit trail, each hour, and writes down what it found. */
import { z } from 'zod';
import type { JobDefinition } from '../job.ts';

const schema = z.strictObject({ version: z.literal(1) });

export type CheckAuditLogInput = z.infer<typeof schema>;

export const checkAuditLog: JobDefinition<CheckAuditLogInput> = {
  name: 'check-audit-log',
  version: 1,
  schema,
  schedule: '7 * * * *',
  isSentAtStart: true,
  deadlineSeconds: 50 * 60,
  retries: 1,
};
