/** The tables of the job queue: owned by the migrator, worked by `jobs`, only sent to by staff. */
import { openTestDatabase } from '@ultrathink/db/testing';
import { fromPrisma, PgBoss } from 'pg-boss';
import { afterAll, describe, expect, it } from 'vitest';

const database = await openTestDatabase();
const QUEUE = 'make-report';

type Role = Parameters<typeof database.url>[0];
const open: PgBoss[] = [];
afterAll(() => Promise.all(open.map((boss) => boss.stop({ graceful: false }))));

/** As a running process opens it: nothing is made or migrated, nothing supervised. */
async function queueAs(role: Role): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: database.url(role),
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    max: 1,
  });
  open.push(boss);
  boss.on('error', () => undefined);
  return boss.start();
}

const jobs = await queueAs('jobs');
await jobs.createQueue(QUEUE);
const staff = await queueAs('app_staff');

describe('the job queue', () => {
  it('takes a job that staff send, within the transaction that caused it', async () => {
    const { prisma } = database.as('app_staff');
    const sent = await prisma.$transaction((tx) =>
      staff.send(QUEUE, { report: 'sent' }, { db: fromPrisma(tx) }),
    );
    const undone = prisma.$transaction(async (tx) => {
      await staff.send(QUEUE, { report: 'undone' }, { db: fromPrisma(tx) });
      throw new Error('changed our mind');
    });
    await expect(undone).rejects.toThrow('changed our mind');
    const fetched = await jobs.fetch<{ report: string }>(QUEUE, { batchSize: 10 });
    expect(fetched.map(({ id, data }) => ({ id, data }))).toEqual([
      { id: sent, data: { report: 'sent' } },
    ]);
    await jobs.complete(QUEUE, sent ?? '');
  });

  it('shows staff no job and lets them take, change or remove none', async () => {
    const { prisma } = database.as('app_staff');
    for (const statement of [
      'select data from pgboss.job',
      "update pgboss.job set priority = 9 where name = 'make-report'",
      'delete from pgboss.job',
      "update pgboss.queue set retry_limit = 0 where name = 'make-report'",
      "insert into pgboss.schedule (name, key, cron) values ('make-report', '', '* * * * *')",
    ]) {
      const refused = prisma.$executeRawUnsafe(statement);
      await expect(refused, statement).rejects.toThrow(/permission denied/);
    }
    await expect(staff.fetch(QUEUE)).rejects.toThrow(/permission denied/);
  });

  it.each(['app_client', 'engine'] as const)('is closed to %s', async (role) => {
    const refused = database
      .as(role)
      .prisma.$executeRawUnsafe("insert into pgboss.job (name) values ('make-report')");
    await expect(refused).rejects.toThrow(/permission denied/);
  });
});
