/** Writes down that open proposals have expired or gone stale, each minute. */
import { z } from 'zod';
import type { JobDefinition } from '../job.ts';

const schema = z.strictObject({ version: z.literal(1) });

export type SettleProposalsInput = z.infer<typeof schema>;

export const settleProposalsJob: JobDefinition<SettleProposalsInput> = {
  name: 'settle-proposals',
  version: 1,
  schema,
  schedule: '* * * * *',
  deadlineSeconds: 50,
  retries: 1,
};
