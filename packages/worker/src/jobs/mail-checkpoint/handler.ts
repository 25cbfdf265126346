/**
 * One transaction asks for every mail: all of them leave, or a later attempt asks again. What an
 * officer keeps can be held against any export, whoever rewrites the database and its copies.
 */
import type { Database } from '@ultrathink/db';
import { sendMail } from '@ultrathink/db/operations';
import { latestCheckpoint, listOfficers } from '@ultrathink/db/proof';
import type { JobHandler } from '../job.ts';
import type { MailCheckpointInput } from './definition.ts';

export function createMailCheckpoint({
  database,
}: {
  readonly database: Database;
}): JobHandler<MailCheckpointInput> {
  return async ({ clock, log }) => {
    const mailed = await database.prisma.$transaction(async (tx) => {
      const checkpoint = await latestCheckpoint(tx);
      if (checkpoint === undefined) return 0;
      const officers = await listOfficers(tx, clock.now());
      const { at, note } = checkpoint;
      for (const personId of officers) {
        const template = 'checkpointDigest';
        await sendMail(tx, { version: 1, template, personId, at, checkpoint: note });
      }
      return officers.length;
    });
    if (mailed === 0) log.warn('No officer was mailed a checkpoint: there is none, or nobody.', {});
  };
}
