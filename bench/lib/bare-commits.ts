/** The least that durability takes: rows of as many bytes into a table without an index, by `pg`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from '@ultrathink/db/testing';
import { Client } from 'pg';
import { type Arrivals, machineMs, tellArrivals } from './arrivals.ts';
import { Latencies, type LatencySummary } from './latencies.ts';

const INSERT = 'insert into public.bare values ($1)';

export interface Bare {
  /** One after another. */
  closed(count: number): Promise<LatencySummary>;
  /** Whatever waited goes next, in one row. */
  open(arrivals: Arrivals): Promise<LatencySummary>;
  close(): Promise<void>;
}

export async function openBare(database: TestDatabase, bytes: number): Promise<Bare> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('create table public.bare (body bytea)');
  await client.query('alter table public.bare alter column body set storage external');
  const commit = (orders: number) =>
    client.query({ name: 'bare', text: INSERT, values: [Buffer.alloc(bytes * orders, 'x')] });
  return {
    async closed(count) {
      const latencies = new Latencies();
      for (let n = 0; n < count; n += 1) {
        const startMs = performance.now();
        await commit(1);
        latencies.recordMs(performance.now() - startMs);
      }
      return latencies.summary();
    },
    async open(arrivals) {
      const latencies = new Latencies();
      let waiting: number[] = [];
      let isBusy = false;
      const work = async () => {
        if (isBusy) return;
        isBusy = true;
        while (waiting.length > 0) {
          const batch = waiting;
          waiting = [];
          await commit(batch.length);
          const nowMs = machineMs();
          for (const dueMs of batch) latencies.recordMs(nowMs - dueMs);
        }
        isBusy = false;
      };
      await tellArrivals(arrivals, (dueMs) => {
        waiting.push(dueMs);
        void work();
      });
      while (isBusy) await sleep(1);
      return latencies.summary();
    },
    close: () => client.end(),
  };
}
