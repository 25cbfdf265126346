/** A shard that a test leads: its lease, its journal with a world written, and what decides for it. */
import { expect, onTestFinished } from 'vitest';
import { type JournalOptions, openJournal, openLeases } from '../src/engine/index.ts';
import { aShard } from './engine.ts';
import type { TestDatabase } from './test-database.ts';

const LONG_MS = 60_000;
let shards = 0;

/** Each is another shard of the same database; what was opened is closed when the test ends. */
export async function aLedShard(database: TestDatabase, timeoutMs?: number) {
  shards += 1;
  const shard = shards;
  const url = database.url('engine');
  const leases = openLeases(url);
  const lease = await leases.take(shard, 'test', LONG_MS);
  if (lease === null) throw new Error('Nobody leads.');
  const opened: { close(): Promise<void> }[] = [leases];
  const open = (onPassedOver: JournalOptions['onPassedOver'] = () => undefined) => {
    const limits = timeoutMs === undefined ? {} : { timeoutMs };
    const another = openJournal({ url, shard, onPassedOver, ...limits });
    opened.push(another);
    return another;
  };
  onTestFinished(async () => {
    await Promise.all(opened.map((one) => one.close()));
  });
  const journal = open();
  await journal.load();
  const engine = aShard(shard);
  expect(await journal.append([engine.begin(lease.epoch)])).toEqual({ ok: true, value: null });
  const count = async (table: string, where: string) => {
    const [row] = await database.sql<{ n: number }>(
      `select count(*)::int as n from ${table} where ${where}`,
    );
    return row?.n ?? -1;
  };
  return { shard, leases, lease, journal, engine, open, count };
}
