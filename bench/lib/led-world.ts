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
const OPEN_APART_MS = 20;
/** What is measured goes on in the world's own time, which stays behind the clock. */
const AHEAD_MS = 3_600_000;

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

/** @param apartMs between two orders of the history, which ends an hour before now */
export async function openWorld(
  server: TestServer,
  { accounts, open, history }: WorldSize,
  apartMs: number,
  onBatch?: (world: Pick<LedWorld, 'shard' | 'journal'>) => Promise<void>,
): Promise<LedWorld> {
  const database = await copyTemplate(server);
  const url = database.url('engine');
  const leases = openLeases(url);
  const epoch = (await leases.take(BENCH_SHARD, 'bench', LEASE_MS))?.epoch ?? 0;
  const journal = openJournal({ url, shard: BENCH_SHARD });
  await journal.load();
  const startMs = Date.now() - AHEAD_MS - open * OPEN_APART_MS - history * apartMs;
  const shard = new GrownShard({ accounts, instruments: 1 }, epoch, startMs);
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
  const after = () => onBatch?.({ shard, journal }) ?? Promise.resolve();
  await append([shard.begin()]);
  await keep(shard.grow(open, true, OPEN_APART_MS), after);
  await keep(shard.grow(history, false, apartMs), after);
  const close = async () => {
    await Promise.all([journal.close(), leases.close()]);
    await database.drop();
  };
  return { database, url, epoch, shard, journal, append, keep, close };
}
