/** Signs the log as it is, each minute in which it has grown, and copies what was signed outside. */
import { z } from 'zod';
import type { JobDefinition } from '../job.ts';

const schema = z.strictObject({ version: z.literal(1) });

export type SignCheckpointInput = z.infer<typeof schema>;

export const signCheckpointJob: JobDefinition<SignCheckpointInput> = {
  name: 'sign-checkpoint',
  version: 1,
  schema,
  schedule: '* * * * *',
  isSentAtStart: true,
  deadlineSeconds: 50,
  retries: 2,
};
