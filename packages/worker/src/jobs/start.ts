/** Starts the process that does background work. */
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@ultrathink/db';
import { sha256 } from '@ultrathink/db/proof';
import { EXIT, type Life, readKeyRing, StartRefusal, UP } from '@ultrathink/runtime';
import { openCheckedDatabase } from '../database.ts';
import { openMailer } from '../drivers/mail/open-mailer.ts';
import type { JobsEnv } from '../env.ts';
import { startAudit } from './audit.ts';
import { type PreparedJob, prepareJob } from './job.ts';
import { measureDatabase } from './measure-database/definition.ts';
import { createMeasureDatabase } from './measure-database/handler.ts';
import { startQueue } from './queue.ts';
import { createReplayOrders } from './replay-orders/round.ts';
import { startRounds } from './rounds.ts';
import { sendMail } from './send-mail/definition.ts';
import { createSendMail } from './send-mail/handler.ts';
import { settleProposalsJob } from './settle-proposals/definition.ts';
import { createSettleProposals } from './settle-proposals/handler.ts';
import { verifyProjectionsJob } from './verify-projections/definition.ts';
import { createVerifyProjections } from './verify-projections/handler.ts';

const DATABASE_CONNECTIONS = 4;

/** Three measures missed in a row. */
const MEASURE_MISSED_MS = 200_000;

/** Somebody waits for it at a page. */
const REPLAYS_EVERY_MS = 700;
const REPLAYS_MISSED_MS = 120_000;

/** Left to the rest of the stop after the queue has closed. */
const CLOSE_MARGIN_MS = 1_000;

export async function startJobs(life: Life, env: JobsEnv): Promise<void> {
  const { clock, log, registry } = life;
  await requireFolder(env.DATA_DIR);
  const database = await openCheckedDatabase(life, {
    url: env.DATABASE_URL,
    role: 'jobs',
    maxConnections: DATABASE_CONNECTIONS,
  });
  const doneAtMs = new Map<string, number>();
  const startedAtMs = clock.monotonicMs();
  const handler = createMeasureDatabase({ database, dataDir: env.DATA_DIR });
  const queue = await startQueue({
    url: env.DATABASE_URL,
    jobs: [
      prepareJob(measureDatabase, handler),
      startMail(life, env, database),
      ...startAudit(life, env, database),
      startSettling(life, database),
      startVerifying(life, env, database),
    ],
    clock,
    log,
    registry,
    onDone: (name) => doneAtMs.set(name, clock.monotonicMs()),
  });
  startRounds(life, {
    name: 'replay-orders',
    pauseMs: REPLAYS_EVERY_MS,
    round: createReplayOrders({ database, url: env.DATABASE_URL, clock, log }),
    missedMs: REPLAYS_MISSED_MS,
    missedSentence: 'Decisions that people asked for are not made again.',
  });
  const deadlineMs = Math.max(CLOSE_MARGIN_MS, env.STOP_DEADLINE_MS - CLOSE_MARGIN_MS);
  life.onStop('job queue', () => queue.close(deadlineMs));
  life.addCheck('measure-database', () => {
    const lastMs = doneAtMs.get(measureDatabase.name) ?? startedAtMs;
    return clock.monotonicMs() - lastMs < MEASURE_MISSED_MS
      ? UP
      : { state: 'Degraded', sentence: 'The database has not been measured for three minutes.' };
  });
}

/** @throws {StartRefusal} without a way for mails to go, or without the ring that opens addresses. */
function startMail(life: Life, env: JobsEnv, database: Database): PreparedJob {
  const mailer = openMailer(env);
  life.onStop('mailer', () => mailer.close());
  const ring = readKeyRing('people', env.PEOPLE_KEY_FILE);
  const parts = { database, ring, mailer, ids: life.ids, origin: env.APP_ORIGIN };
  return prepareJob(sendMail, createSendMail(parts));
}

function startSettling({ clock, ids, processId }: Life, database: Database): PreparedJob {
  const patience = { pause: (ms: number) => pause(ms), random: Math.random };
  const door = { database, clock, ids, digest: sha256, patience };
  return prepareJob(settleProposalsJob, createSettleProposals({ door, processId }));
}

function startVerifying(
  life: Life,
  { DATABASE_URL: url }: JobsEnv,
  database: Database,
): PreparedJob {
  const { clock, ids, processId, registry } = life;
  const patience = { pause: (ms: number) => pause(ms), random: Math.random };
  const door = { database, clock, ids, digest: sha256, patience };
  const parts = { door, url, ids, processId, registry };
  return prepareJob(verifyProjectionsJob, createVerifyProjections(parts));
}

async function requireFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new StartRefusal(
    `DATA_DIR ${path} is no folder that this process can see. ` +
      'Set it to the folder whose disk is to be measured.',
    EXIT.config,
  );
}
