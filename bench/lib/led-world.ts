/** A grown shard with its journal in a database of its own. */
import { type EngineJournal, openJournal, openLeases } from '@ultrathink/db/engine';
import { copyTemplate, type TestDatabase, type TestServer } from '@ultrathink/db/testing';
import type { Decided } from '@ultrathink/domain/engine/core';
import { GrownShard } from './grown-world.ts';

export interface WorldSize {
  readonly accounts: number;
  readonly open: number;
  readonly history: number;
}

export const BENCH_SHARD = 1;
const LEASE_MS = 3_600_000;
const BATCH = 200;
/** The log of audit takes no event of another hour: a whole history is told within this one. */
const BACK_MS = 58 * 60_000;
const MOST_MS = { open: 10 * 60_000, history: 30 * 60_000 };
const MOST_APART_MS = 100;
/** What has ended stays in memory for a minute. */
const QUIET_MS = 61_000;

export interface LedWorld {
  readonly database: TestDatabase;
  readonly url: string;
  readonly epoch: number;
  readonly shard: GrownShard;
  readonly journal: EngineJournal;
  append(batch: readonly Decided[]): Promise<void>;
  /** In batches; `onBatch` after each. */
  keep(records: Iterable<Decided>, onBatch?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** A world of people, their money and their venues; nobody has an order yet. */
export async function beginWorld(server: TestServer, accounts: number): Promise<LedWorld> {
  const database = await copyTemplate(server);
  const url = database.url('engine');
  const leases = openLeases(url);
  const epoch = (await leases.take(BENCH_SHARD, 'bench', LEASE_MS))?.epoch ?? 0;
  const journal = openJournal({ url, shard: BENCH_SHARD });
  await journal.load();
  const shard = new GrownShard({ accounts, instruments: 1 }, epoch, Date.now() - BACK_MS);
  const append = async (batch: readonly Decided[]) => {
    const done = await journal.append(batch);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
  };
  const keep: LedWorld['keep'] = async (records, after) => {
    let batch: Decided[] = [];
    for (const decided of records) {
      batch.push(decided);
      if (batch.length < BATCH) continue;
      await append(batch);
      await after?.();
      batch = [];
    }
    if (batch.length > 0) await append(batch);
  };
  for (const decided of shard.begin()) await append([decided]);
  const close = async () => {
    await Promise.all([journal.close(), leases.close()]);
    await database.drop();
  };
  return { database, url, epoch, shard, journal, append, keep, close };
}

/** Orders that work come first, then those of the history. */
export async function openWorld(
  server: TestServer,
  { accounts, open, history }: WorldSize,
  onBatch?: (world: Pick<LedWorld, 'shard' | 'journal'>) => Promise<void>,
): Promise<LedWorld> {
  const world = await beginWorld(server, accounts);
  const { shard, journal, keep } = world;
  const after = () => onBatch?.({ shard, journal }) ?? Promise.resolve();
  const apart = (within: number, count: number) => Math.min(MOST_APART_MS, within / count);
  await keep(shard.grow(open, true, apart(MOST_MS.open, open)), after);
  await keep(shard.grow(history, false, apart(MOST_MS.history, history)), after);
  await keep(shard.pass(QUIET_MS), after);
  return world;
}
