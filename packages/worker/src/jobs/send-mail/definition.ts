/** Mails one person. What it carries names the person and holds no address and no secret. */
import { type MailJob, mailJobSchema, SEND_MAIL } from '@ultrathink/domain/operations';
import type { JobDefinition } from '../job.ts';

export const sendMail: JobDefinition<MailJob> = {
  name: SEND_MAIL,
  version: 1,
  schema: mailJobSchema,
  deadlineSeconds: 60,
  retries: 5,
};
