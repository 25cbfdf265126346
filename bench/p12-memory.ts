/**
 * P12: memory of an engine with 1,000 accounts, 100,000 working orders (as many children beside them)
 * and 200 instruments on three venues. The state is made by `step`, kept as a snapshot, and read by a
 * process of its own with the whole shell loaded, as a start does: its heap after a collection, what it
 * has of the machine then, and the most it had. Of markets one instrument more is measured on simulated
 * venues, and taken so many times.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshotParts } from '@ultrathink/domain/engine/core';
import type { Bar, BarResult } from './lib/bar.ts';
import { BENCH_SCALE } from './lib/env.ts';
import { GrownShard } from './lib/grown-world.ts';
import { kbOfAnInstrument } from './memory.ts';

const ACCOUNTS = Math.round(1_000 * BENCH_SCALE);
const OPEN = Math.round(100_000 * BENCH_SCALE);
const INSTRUMENTS = 200;
const APART_MS = 20;
const GOAL_MB = 1_000;
const LENGTH_BYTES = 4;

export interface StateMemory {
  readonly baseMb: number;
  readonly baseRssMb: number;
  readonly heapMb: number;
  readonly rssMb: number;
  readonly mostRssMb: number;
  readonly readMs: number;
  readonly shares: readonly (readonly [string, number])[];
}

function writeState(path: string): { bytes: number; orders: number; tookMs: number } {
  const startMs = performance.now();
  const ms = Date.now() - OPEN * APART_MS - 60_000;
  const shard = new GrownShard({ accounts: ACCOUNTS, instruments: INSTRUMENTS }, 1, ms);
  for (const _ of shard.begin());
  for (const _ of shard.grow(OPEN, true, APART_MS));
  const file = openSync(path, 'w');
  let bytes = 0;
  const length = Buffer.alloc(LENGTH_BYTES);
  for (const part of snapshotParts(shard)) {
    length.writeUInt32LE(part.length);
    writeSync(file, length);
    writeSync(file, part);
    bytes += part.length;
  }
  closeSync(file);
  return { bytes, orders: shard.state.orders.size, tookMs: performance.now() - startMs };
}

async function readIn(path: string): Promise<StateMemory> {
  const child = fork(new URL('./lib/state-process.ts', import.meta.url), [path], {
    execArgv: ['--expose-gc', '--max-old-space-size=6144'],
  });
  const [told] = (await once(child, 'message')) as [StateMemory];
  child.disconnect();
  return told;
}

async function run(): Promise<BarResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-state-'));
  try {
    const path = join(folder, 'state');
    const { bytes, orders, tookMs } = writeState(path);
    const { baseMb, baseRssMb, heapMb, rssMb, mostRssMb, readMs, shares } = await readIn(path);
    const marketsMb = ((await kbOfAnInstrument()) * INSTRUMENTS) / 1_000;
    const [restMb, mostMb] = [rssMb + marketsMb, mostRssMb + marketsMb];
    const mb = (value: number) => `${Math.round(value)} MB`;
    const row = (what: string, value: string) => ({ what, cells: [value] });
    return {
      columns: ['memory'],
      rows: [
        row('the shell without a state: heap', mb(baseMb)),
        row('the shell without a state: resident', mb(baseRssMb)),
        row('with the state: heap after a collection', mb(heapMb)),
        row('with the state: resident', mb(rssMb)),
        row('while it was read: most resident', mb(mostRssMb)),
        ...shares.map(([name, kb]) => row(`  of the state: ${name}`, mb(kb / 1_000))),
        row(`${INSTRUMENTS} instruments on three venues, from one measured`, mb(marketsMb)),
      ],
      met: mostMb <= GOAL_MB,
      verdict:
        `with markets ${mb(restMb)} resident, and ${mb(mostMb)} at the most, while it starts; ` +
        `goal ${mb(GOAL_MB)}`,
      settings: {
        accounts: ACCOUNTS,
        'open orders': OPEN,
        'orders in memory': orders,
        instruments: INSTRUMENTS,
        'snapshot MB': Math.round(bytes / 1e6),
        'made in s': Math.round(tookMs / 1_000),
        'read in s': (readMs / 1_000).toFixed(1),
      },
      raw: { baseMb, baseRssMb, heapMb, rssMb, mostRssMb, marketsMb, bytes, shares },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bar: Bar = { name: 'P12', title: "an engine's memory", run };
