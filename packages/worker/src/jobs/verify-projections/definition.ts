/** Compares what pages read with what the journal says, each day, and writes down what it found. */
import { z } from 'zod';
import type { JobDefinition } from '../job.ts';

const schema = z.strictObject({ version: z.literal(1) });

export type VerifyProjectionsInput = z.infer<typeof schema>;

export const verifyProjectionsJob: JobDefinition<VerifyProjectionsInput> = {
  name: 'verify-projections',
  version: 1,
  schema,
  schedule: '40 2 * * *',
  deadlineSeconds: 60 * 60,
  retries: 2,
};
