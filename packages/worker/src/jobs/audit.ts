/** What this process does for the audit trail: numbers, signs, copies out, mails, and looks at it all. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Door } from '@ultrathink/db';
import { sha256 } from '@ultrathink/db/proof';
import { type Life, readKeyRing } from '@ultrathink/runtime';
import { openCheckpointCopies } from '../drivers/checkpoint-copies/folder.ts';
import type { JobsEnv } from '../env.ts';
import { checkAuditLog } from './check-audit-log/definition.ts';
import { createCheckAuditLog } from './check-audit-log/handler.ts';
import { createSealCheck } from './check-audit-log/seal-check.ts';
import { type PreparedJob, prepareJob } from './job.ts';
import { mailCheckpoint } from './mail-checkpoint/definition.ts';
import { createMailCheckpoint } from './mail-checkpoint/handler.ts';
import { createNumberLeaves } from './number-leaves/round.ts';
import { startRounds } from './rounds.ts';
import { signCheckpointJob } from './sign-checkpoint/definition.ts';
import { createSignCheckpoint } from './sign-checkpoint/handler.ts';

const NUMBER_EVERY_MS = 2_000;
const NUMBERING_MISSED_MS = 60_000;

/** Starts the numbering, and prepares the jobs for the queue. @throws {StartRefusal} */
export function startAudit(life: Life, env: JobsEnv, database: Database): PreparedJob[] {
  const { clock, ids, log, registry, processId } = life;
  const ring = readKeyRing('venue', env.VENUE_KEY_FILE);
  const copies = openCheckpointCopies(env.AUDIT_COPY_DIR);
  startRounds(life, {
    name: 'number-leaves',
    pauseMs: NUMBER_EVERY_MS,
    round: createNumberLeaves({ database, clock, ids, log, registry }),
    missedMs: NUMBERING_MISSED_MS,
    missedSentence: 'Events have not been given their places in the audit trail for a minute.',
  });
  const patience = { pause: (ms: number) => pause(ms), random: Math.random };
  const door: Door = { database, clock, ids, digest: sha256, patience };
  const sealCheck = createSealCheck({ door, processId, ids });
  const signing = { database, ring, ids, origin: env.AUDIT_ORIGIN, copies, door, processId };
  return [
    prepareJob(signCheckpointJob, createSignCheckpoint(signing)),
    prepareJob(checkAuditLog, createCheckAuditLog({ ...signing, registry, sealCheck })),
    prepareJob(mailCheckpoint, createMailCheckpoint({ database })),
  ];
}
