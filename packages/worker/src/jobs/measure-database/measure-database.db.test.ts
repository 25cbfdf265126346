import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '@ultrathink/db';
import { latestMeasure } from '@ultrathink/db/operations';
import { anActor, openTestDatabase } from '@ultrathink/db/testing';
import { addMs, idTimeMs, toEpochMs } from '@ultrathink/domain/kernel';
import { databaseMeasureSchema } from '@ultrathink/domain/operations';
import { silentLog, systemClock } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { measureDatabase } from './definition.ts';
import { createMeasureDatabase, measureIdOf } from './handler.ts';

const db = await openTestDatabase();
const database = db.as('jobs');
const handler = createMeasureDatabase({ database, dataDir: tmpdir() });

function aRun(jobId: string, sentAt = systemClock.now()) {
  const input = { version: 1 } as const;
  return { input, jobId, sentAt, attempt: 1, clock: systemClock, log: silentLog };
}

async function rows(): Promise<number> {
  const counted = await db.sql<{ count: number }>(
    'select count(*)::int as count from operations.database_measure',
  );
  return counted[0]?.count ?? 0;
}

it('writes a true reading that staff can read', async () => {
  const run = aRun('first');
  await handler(run);
  const measure = await read(db.as('app_staff'), anActor(), latestMeasure);
  expect(databaseMeasureSchema.parse(measure)).toEqual(measure);
  expect(measure).toMatchObject({ id: measureIdOf('first', run.sentAt), at: run.sentAt });
  expect(measure?.databaseBytes).toBeGreaterThan(1_000_000);
  expect(measure?.connections.active).toBeGreaterThan(0);
  expect(measure?.disk.freeBytes).toBeGreaterThan(0);
  const [largest] = await db.sql<{ name: string }>(`
    select c.relname as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
    order by greatest(pg_total_relation_size(c.oid), (select sum(pg_total_relation_size(t.relid))
      from pg_partition_tree(c.oid) t)) desc limit 1`);
  expect(measure?.tables[0]?.name).toBe(largest?.name);
});

it('leaves one row behind, however often one job is carried out', async () => {
  const before = await rows();
  const run = aRun('again');
  await handler(run);
  await handler({ ...run, attempt: 2 });
  await Promise.all([handler({ ...run, attempt: 3 }), handler({ ...run, attempt: 4 })]);
  expect(await rows()).toBe(before + 1);
});

it('leaves out a measure that was asked for too long ago: its time would be wrong', async () => {
  const before = await rows();
  await handler(aRun('late', addMs(systemClock.now(), -51_000)));
  expect(await rows()).toBe(before);
});

it('fails, to be tried again, when the disk can not be measured', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gone-'));
  await rm(folder, { recursive: true });
  const failing = createMeasureDatabase({ database, dataDir: folder });
  await expect(failing(aRun('disk'))).rejects.toThrow(/ENOENT/);
});

it('gives different jobs different ids, each with the time it was asked for', () => {
  const at = systemClock.now();
  expect(measureIdOf('a', at)).not.toBe(measureIdOf('b', at));
  expect(idTimeMs(measureIdOf('a', at))).toBe(toEpochMs(at));
});

it('takes its own payload and no other', () => {
  expect(measureDatabase.schema.safeParse({ version: 1 }).success).toBe(true);
  expect(measureDatabase.schema.safeParse({ version: 2 }).success).toBe(false);
  expect(measureDatabase.schema.safeParse({ version: 1, table: 'x' }).success).toBe(false);
});
