/**
 * The queue in PostgreSQL (pg-boss), as our jobs use it. Its tables are made by the migration step;
 * the role `jobs` works in them and owns none.
 */
import { type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import {
  LATENCY_BUCKETS_SECONDS,
  type Log,
  METRIC_PREFIX,
  StartRefusal,
} from '@ultrathink/runtime';
import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { PreparedJob } from './job.ts';

export const JOBS_SCHEMA = 'pgboss';

/** Jobs that failed for good wait here for a person. */
export const DEAD_LETTERS = 'dead-letters';

const CONNECTIONS = 4;
const POLL_EVERY_SECONDS = 1;
const RETRY_AFTER_SECONDS = 1;
const RETRY_AFTER_MAX_SECONDS = 10;
const KEPT_AFTER_DONE_SECONDS = 24 * 60 * 60;
const DEAD_LETTERS_KEPT_SECONDS = 90 * 24 * 60 * 60;

export interface QueueParts {
  readonly url: string;
  readonly jobs: readonly PreparedJob[];
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  /** Called after each job that was done. */
  readonly onDone: (name: string) => void;
}

export interface JobQueue {
  /** Waits for jobs that run, within the deadline. */
  close(deadlineMs: number): Promise<void>;
}

/** @throws {StartRefusal} when the queue's tables are not there or of another version. */
export async function startQueue(parts: QueueParts): Promise<JobQueue> {
  const { url, jobs, log, registry } = parts;
  const boss = new PgBoss({
    connectionString: url,
    schema: JOBS_SCHEMA,
    application_name: 'ultrathink jobs queue',
    max: CONNECTIONS,
    migrate: false,
    createSchema: false,
    // Only the owner of an index may rebuild it, and that is the migrator.
    reindex: false,
  });
  boss.on('error', (error) => log.error('The job queue met an error and goes on.', { error }));
  boss.on('warning', ({ message, data }) => log.warn('The job queue warns.', { message, data }));
  await boss.start().catch((error: unknown) => {
    throw new StartRefusal(
      'The tables of the job queue are missing or of another version. ' +
        'Run `npm run db:migrate`, then start again.',
      undefined,
      error,
    );
  });
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_LETTERS_KEPT_SECONDS });
  const metrics = jobMetrics(registry, boss);
  for (const job of jobs) await begin(boss, job, parts, metrics);
  return {
    async close(deadlineMs) {
      await boss.stop({ graceful: true, timeout: deadlineMs });
    },
  };
}

async function begin(
  boss: PgBoss,
  job: PreparedJob,
  parts: QueueParts,
  metrics: JobMetrics,
): Promise<void> {
  const { name, version, schedule, isSentAtStart, deadlineSeconds, retries } = job.definition;
  const settings = {
    deadLetter: DEAD_LETTERS,
    retryLimit: retries,
    retryDelay: RETRY_AFTER_SECONDS,
    retryBackoff: true,
    retryDelayMax: RETRY_AFTER_MAX_SECONDS,
    expireInSeconds: deadlineSeconds,
    deleteAfterSeconds: KEPT_AFTER_DONE_SECONDS,
  };
  await boss.createQueue(name, settings);
  // An existing queue keeps what it was made with, unless told.
  await boss.updateQueue(name, settings);
  await boss.work(
    name,
    { pollingIntervalSeconds: POLL_EVERY_SECONDS, includeMetadata: true, perJobResults: true },
    (batch) => Promise.all(batch.map((taken) => carryOut(job, taken, parts, metrics))),
  );
  if (schedule !== undefined) await boss.schedule(name, schedule, { version }, { tz: 'UTC' });
  if (isSentAtStart === true) await boss.send(name, { version });
}

async function carryOut(
  job: PreparedJob,
  taken: JobWithMetadata<unknown>,
  parts: QueueParts,
  metrics: JobMetrics,
): Promise<JobResult> {
  const { name } = job.definition;
  const attempt = taken.retryCount + 1;
  const log = parts.log.with({ job: name, jobId: taken.id, attempt });
  const stopTimer = metrics.seconds.startTimer({ job: name });
  try {
    const end = await job.run(taken.data, {
      jobId: taken.id,
      sentAt: fromEpochMs(taken.createdOn.getTime()),
      attempt,
      clock: parts.clock,
      log,
    });
    if (end.kind === 'Unreadable') {
      log.error('A job can not be read and goes to the dead letters.', { detail: end.detail });
      metrics.ended.inc({ job: name, outcome: 'unreadable' });
      return { id: taken.id, status: 'deadletter', output: { detail: end.detail } };
    }
    metrics.ended.inc({ job: name, outcome: 'done' });
    parts.onDone(name);
    return { id: taken.id, status: 'completed' };
  } catch (error) {
    const isLast = attempt > job.definition.retries;
    const next = isLast ? 'It goes to the dead letters.' : 'It is tried again.';
    log.error(`A job failed. ${next}`, { error });
    metrics.ended.inc({ job: name, outcome: isLast ? 'dead' : 'failed' });
    // The error stands in the log, redacted; the queue's table gets its name only.
    const output = { error: error instanceof Error ? error.name : 'unknown' };
    return { id: taken.id, status: 'failed', output };
  } finally {
    stopTimer();
  }
}

type JobMetrics = ReturnType<typeof jobMetrics>;

function jobMetrics(registry: Registry, boss: PgBoss) {
  const registers = [registry];
  const seconds = new Histogram<'job'>({
    name: `${METRIC_PREFIX}job_seconds`,
    help: 'Time one attempt of a job took.',
    labelNames: ['job'],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers,
  });
  const ended = new Counter<'job' | 'outcome'>({
    name: `${METRIC_PREFIX}job_attempts_total`,
    help: 'Attempts of jobs, by how they ended: done, failed, dead, unreadable.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  new Gauge<'queue' | 'state'>({
    name: `${METRIC_PREFIX}job_queue_jobs`,
    help: 'Jobs in each queue, counted once a minute. Ready ones in dead-letters wait for a person.',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      // Without the database there is no figure: an old one would look like a fresh one.
      this.reset();
      for (const queue of await boss.getQueues().catch(() => [])) {
        this.set({ queue: queue.name, state: 'ready' }, queue.readyCount);
        this.set({ queue: queue.name, state: 'active' }, queue.activeCount);
        this.set({ queue: queue.name, state: 'failed' }, queue.failedCount);
      }
    },
  });
  return { seconds, ended };
}
