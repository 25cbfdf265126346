/** Which findings in the trail stop trading: each once, as long as its looks say the same. */
import { addMs, type UtcTime } from '@ultrathink/domain/kernel';
import { beforeEach, expect, it } from 'vitest';
import { anId, openTestDatabase, systemClock } from '../../testing/index.ts';
import { newLogFindings } from './index.ts';

const database = await openTestDatabase();
const from = systemClock.now();

async function looked(seconds: number, finding: string | null, kind = 'Check'): Promise<string> {
  const id = anId<string & never>() as string;
  const at = addMs(from, seconds * 1_000);
  await database.sql(
    `insert into audit.log_check (id, kind, started_at, at, events, size, checkpoints, copies, finding)
      values ($1, $2, $3, $3, 0, 0, 0, 0, $4)`,
    [id, kind, at, finding === null ? null : JSON.stringify({ code: finding })],
  );
  return id;
}

const found = async (after: UtcTime = from) =>
  (await newLogFindings(database.as('engine'), after)).map(({ id }) => id);

beforeEach(() =>
  database.sql(
    `set session_replication_role = replica; delete from audit.log_check; set session_replication_role = origin`,
  ),
);

it('a trail that was found whole says nothing', async () => {
  await looked(1, null);
  expect(await found()).toEqual([]);
});

it('AuditFailure: a bad place is told once, however often it is seen again, and again after a look that was clean', async () => {
  await looked(1, null);
  const first = await looked(2, 'HashDiffers');
  await looked(3, 'HashDiffers');
  expect(await found()).toEqual([first]);
  await looked(4, null);
  const again = await looked(5, 'HashDiffers');
  expect(await found()).toEqual([first, again]);
  expect(await found(addMs(from, 2_000))).toEqual([again]);
});

it('AuditFailure: each kind of look has its own', async () => {
  const check = await looked(1, 'HashDiffers');
  const signing = await looked(2, 'HashDiffers', 'Signing');
  expect(await found()).toEqual([check, signing]);
});
