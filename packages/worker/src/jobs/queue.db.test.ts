import { openTestDatabase } from '@ultrathink/db/testing';
import { createLog, createRegistry, StartRefusal, systemClock } from '@ultrathink/runtime';
import { PgBoss } from 'pg-boss';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type JobDefinition, type JobHandler, prepareJob } from './job.ts';
import { DEAD_LETTERS, JOBS_SCHEMA, type JobQueue, startQueue } from './queue.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 100 });

const db = await openTestDatabase();
const sender = new PgBoss({
  connectionString: db.url('jobs'),
  schema: JOBS_SCHEMA,
  migrate: false,
  createSchema: false,
  supervise: false,
  schedule: false,
  max: 1,
});
await sender.start();
afterAll(() => sender.stop({ graceful: false }));

const open: JobQueue[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.close(5_000)));
});

const schema = z.strictObject({ version: z.literal(1) });
type Input = z.infer<typeof schema>;

function aJob(name: string, more: Partial<JobDefinition<Input>> = {}): JobDefinition<Input> {
  return { name, version: 1, schema, deadlineSeconds: 10, retries: 1, ...more };
}

async function start(definition: JobDefinition<Input>, handler: JobHandler<Input>) {
  const done: string[] = [];
  const lines: string[] = [];
  const registry = createRegistry('jobs');
  const queue = await startQueue({
    url: db.url('jobs'),
    jobs: [prepareJob(definition, handler)],
    clock: systemClock,
    log: createLog({ level: 'info', stream: { write: (line) => lines.push(line) } }),
    registry,
    onDone: (name) => done.push(name),
  });
  open.push(queue);
  return { done, lines, registry };
}

async function deadLettersOf(name: string): Promise<unknown[]> {
  const found = await sender.findJobs<object>(DEAD_LETTERS);
  return found.filter(({ sourceName }) => sourceName === name).map(({ data }) => data);
}

it('carries a job out once at the start, under the role jobs, which owns nothing', async () => {
  const runs: number[] = [];
  const { done, registry } = await start(aJob('once', { isSentAtStart: true }), async (run) => {
    runs.push(run.attempt);
  });
  await eventually(() => done).toEqual(['once']);
  expect(runs).toEqual([1]);
  const metrics = await registry.metrics();
  expect(metrics).toMatch(/job_attempts_total\{job="once",outcome="done",process="jobs"\} 1/);
  expect(metrics).toMatch(
    /job_seconds_count\{process="jobs",job="once"\} 1|job_seconds_count\{.*once.*\} 1/,
  );
});

it('tries a failed job again, and the second attempt knows it is one', async () => {
  const attempts: number[] = [];
  const seen = new Set<string>();
  await start(aJob('flaky', { isSentAtStart: true }), async ({ attempt, jobId, sentAt }) => {
    attempts.push(attempt);
    seen.add(`${jobId} ${sentAt}`);
    if (attempt === 1) throw new Error('The disk was busy, password=hunter2.');
  });
  await eventually(() => attempts).toEqual([1, 2]);
  expect(seen.size).toBe(1);
  expect(await deadLettersOf('flaky')).toEqual([]);
});

it('puts a job that failed for good among the dead letters, and its secrets nowhere', async () => {
  const { lines, registry } = await start(
    aJob('hopeless', { isSentAtStart: true, retries: 1 }),
    () => Promise.reject(new Error('password=hunter2')),
  );
  await eventually(() => deadLettersOf('hopeless')).toEqual([{ version: 1 }]);
  const [kept] = await db.sql<{ text: string }>(
    `select string_agg(j::text, ' ') as text from ${JOBS_SCHEMA}.job j`,
  );
  expect(kept?.text).toContain('hopeless');
  expect(kept?.text).not.toContain('hunter2');
  expect(lines.join('')).not.toContain('hunter2');
  expect(await registry.metrics()).toMatch(/outcome="dead".* 1/);
});

it('does not try a payload it can not read: that goes to the dead letters at once', async () => {
  let runs = 0;
  await start(aJob('strict'), async () => {
    runs += 1;
  });
  await sender.send('strict', { version: 7 });
  await eventually(() => deadLettersOf('strict')).toEqual([{ version: 7 }]);
  expect(runs).toBe(0);
});

it('starts again over the queues of an earlier start, with the settings of this one', async () => {
  await start(aJob('known', { retries: 1 }), () => Promise.resolve());
  await start(aJob('known', { retries: 5, schedule: '0 4 * * *' }), () => Promise.resolve());
  expect(await sender.getQueue('known')).toMatchObject({ retryLimit: 5, deadLetter: DEAD_LETTERS });
  expect(await sender.getSchedules('known')).toMatchObject([
    { cron: '0 4 * * *', timezone: 'UTC' },
  ]);
});

it('waits for a job that runs before it closes', async () => {
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { done } = await start(aJob('slow', { isSentAtStart: true }), async () => {
    begun.resolve();
    await go.promise;
  });
  await begun.promise;
  const closed = open.splice(0)[0]?.close(10_000);
  go.resolve();
  await closed;
  expect(done).toEqual(['slow']);
});

it('refuses to start without its tables, and says what to do', async () => {
  await db.sql(`alter schema ${JOBS_SCHEMA} rename to elsewhere`);
  const starting = start(aJob('never'), () => Promise.resolve());
  await expect(starting).rejects.toThrow(/npm run db:migrate/);
  await expect(starting).rejects.toBeInstanceOf(StartRefusal);
  await db.sql(`alter schema elsewhere rename to ${JOBS_SCHEMA}`);
});
