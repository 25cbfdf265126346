import { aDoor, aLedShard, anId, openTestDatabase } from '@ultrathink/db/testing';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { createRegistry, silentLog, systemClock, systemIds } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { createVerifyProjections } from './handler.ts';

const db = await openTestDatabase();
const registry = createRegistry('jobs');
const verify = createVerifyProjections({
  door: aDoor(db.as('jobs')),
  url: db.url('jobs'),
  ids: systemIds,
  processId: anId<ProcessId>(),
  registry,
});
const sentAt = systemClock.now();
const run = (jobId: string, attempt = 1) =>
  verify({ input: { version: 1 }, jobId, sentAt, attempt, clock: systemClock, log: silentLog });

async function looks(): Promise<
  readonly { readonly differing: number; readonly column: string }[]
> {
  return db.sql(
    `select (e.body ->> 'differing')::int as differing, e.body -> 'found' -> 0 ->> 'column' as column
     from (select convert_from(body, 'UTF8')::jsonb -> 'after' as body, sequence from audit.event
       where action = 'engine.verifyProjections') e order by e.sequence`,
  );
}

it('finds a row that somebody changed, seals each look once, and shows it in a metric', async () => {
  const { shard, journal, engine } = await aLedShard(db);
  await journal.append([engine.order(), engine.order({ side: 'Sell' })]);
  await run('whole');
  expect(await looks()).toEqual([{ differing: 0, column: null }]);
  await db.sql(`update ledger.balance set held = held + 1 where shard = ${shard} and held > 0
    and account_key = (select min(account_key) from ledger.balance where shard = ${shard} and held > 0)`);
  await run('changed');
  await run('changed', 2);
  expect(await looks()).toEqual([
    { differing: 0, column: null },
    { differing: 1, column: 'held' },
  ]);
  expect(await registry.metrics()).toMatch(/projection_findings\{[^}]*shard="\d+"[^}]*\} 1/);
});
