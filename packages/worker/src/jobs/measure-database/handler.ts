import { createHash } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { Database } from '@ultrathink/db';
import { insertMeasure, makeMonthsAhead, readDatabaseFigures } from '@ultrathink/db/operations';
import {
  type MeasureId,
  makeUuidv7,
  msBetween,
  parseId,
  toEpochMs,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
import type { DatabaseMeasure } from '@ultrathink/domain/operations';
import type { JobHandler } from '../job.ts';
import type { MeasureDatabaseInput } from './definition.ts';

/** A measure asked for longer ago would carry a wrong time, and the next has been asked for. */
const OLDEST_MS = 50_000;

export function createMeasureDatabase(parts: {
  readonly database: Database;
  /** The folder whose disk is measured. */
  readonly dataDir: string;
}): JobHandler<MeasureDatabaseInput> {
  const { database, dataDir } = parts;
  return async ({ jobId, sentAt, clock, log }) => {
    const made = await makeMonthsAhead(database);
    if (made > 0) log.info('Partitions for the months ahead were made.', { made });
    if (msBetween(sentAt, clock.now()) > OLDEST_MS) {
      log.warn('A measure was asked for too long ago and is left out.', { sentAt });
      return;
    }
    const [figures, disk] = await Promise.all([readDatabaseFigures(database), readDisk(dataDir)]);
    await insertMeasure(database, { id: measureIdOf(jobId, sentAt), at: sentAt, ...figures, disk });
  };
}

/**
 * A second attempt of the same job must write the same row, so id and time come from the job: the
 * time it was asked for, and chance made of its id.
 */
export function measureIdOf(jobId: string, sentAt: UtcTime): MeasureId {
  const chance = createHash('sha256').update(jobId).digest();
  return unwrap(parseId<MeasureId>(makeUuidv7(toEpochMs(sentAt), chance)));
}

/** What an unprivileged process may still write: `bavail`, not `bfree`. */
async function readDisk(folder: string): Promise<DatabaseMeasure['disk']> {
  const { bsize, blocks, bavail } = await statfs(folder);
  return { totalBytes: bsize * blocks, freeBytes: bsize * bavail };
}
