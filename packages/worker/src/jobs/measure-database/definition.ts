/** Takes one reading of the database and its disk, each minute. */
import { z } from 'zod';
import type { JobDefinition } from '../job.ts';

const schema = z.strictObject({ version: z.literal(1) });

export type MeasureDatabaseInput = z.infer<typeof schema>;

export const measureDatabase: JobDefinition<MeasureDatabaseInput> = {
  name: 'measure-database',
  version: 1,
  schema,
  schedule: '* * * * *',
  isSentAtStart: true,
  deadlineSeconds: 20,
  retries: 3,
};
