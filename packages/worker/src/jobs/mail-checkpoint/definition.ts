/** Mails the newest checkpoint to the officers, each morning. */
import { z } from 'zod';
import type { JobDefinition } from '../job.ts';

const schema = z.strictObject({ version: z.literal(1) });

export type MailCheckpointInput = z.infer<typeof schema>;

export const mailCheckpoint: JobDefinition<MailCheckpointInput> = {
  name: 'mail-checkpoint',
  version: 1,
  schema,
  schedule: '10 6 * * *',
  deadlineSeconds: 60,
  retries: 3,
};
