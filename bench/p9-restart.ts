/**
 * P9: an engine that starts again with a history behind it and orders at work: the newest snapshot, every
 * record after it, each proven by its hash, folded, and the run's own first record durable, which is when
 * it decides again. Against COPY of the very rows it read. The tail is as long as the shell lets it grow.
 *
 * The orders that work are made by `step`, the snapshot and the tail are written by the engine's own
 * door. What lies before the snapshot is rows of the journal with short bodies: a start reads none.
 */
import { openJournal } from '@ultrathink/db/engine';
import { startTestServer } from '@ultrathink/db/testing';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import { type EnginePorts, Run } from '@ultrathink/worker/engine';
import { type Bar, type BarResult, micros, times } from './lib/bar.ts';
import { copied } from './lib/copied.ts';
import { BENCH_SCALE, ENV } from './lib/env.ts';
import { BENCH_SHARD, beginWorld, type LedWorld } from './lib/led-world.ts';
import { type Place, sharesOf } from './lib/profile.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

const ROUNDS = 5;
const SIZE = {
  accounts: Math.round(1_000 * Math.min(1, BENCH_SCALE)),
  open: Math.round(100_000 * BENCH_SCALE),
  history: Math.round(1_000_000 * BENCH_SCALE),
};
const APART_MS = 2;
/** The orders that work came within so long. */
const OPEN_MS = 30 * 60_000;
/** Those of a minute ago are let go before the snapshot. */
const QUIET_MS = 61_000;
const RECORDS_AN_ORDER = 2;
/** As the shell saves them. */
const RECORDS_BETWEEN = 5_000;
const [GOAL_RATIO, GOAL_MS] = [5, 10_000];

const ids = createSystemIds();

const NO_VENUE: EnginePorts['venue'] = {
  market: () => null,
  perform: () => undefined,
  hold: () => undefined,
};

interface Started {
  readonly ms: number;
  readonly loadMs: number;
}

/** Until it would decide the next order; what venues say of their accounts is theirs. */
async function restart({ url, epoch }: LedWorld): Promise<Started> {
  const startMs = performance.now();
  const journal = openJournal({ url, shard: BENCH_SHARD });
  const loaded = await journal.load();
  const loadMs = performance.now() - startMs;
  const first = Promise.withResolvers<void>();
  const ports: EnginePorts = {
    clock: systemClock,
    ids,
    journal: {
      ...journal,
      setAside: () => Promise.resolve(),
      aside: () => Promise.resolve([]),
      clearAside: () => Promise.resolve(),
    },
    venue: NO_VENUE,
    notices: {
      reply: () => undefined,
      alert: () => undefined,
      committed: () => first.resolve(),
    },
  };
  const onEnd = (how: unknown, detail: unknown) =>
    first.reject(new Error(`The run ended: ${JSON.stringify([how, detail])}`));
  const run = new Run({ ports, process: ids.next<ProcessId>(), epoch, onEnd }, loaded);
  await run.start();
  await first.promise;
  const ms = performance.now() - startMs;
  run.stop();
  await journal.close();
  return { ms, loadMs };
}

const NEWEST = `(select max(sequence) from engine.snapshot where shard = ${BENCH_SHARD})`;
const READ = [
  `select body from engine.snapshot_part where shard = ${BENCH_SHARD} and sequence = ${NEWEST}`,
  `select body, hash from engine.journal where shard = ${BENCH_SHARD} and sequence > ${NEWEST}`,
];

async function timedCopy(url: string, selects: readonly string[]): Promise<Started> {
  const startMs = performance.now();
  await copied(url, selects);
  const ms = performance.now() - startMs;
  return { ms, loadMs: ms };
}

const within =
  (...parts: readonly string[]) =>
  (url: string): boolean =>
    parts.some((part) => url.includes(part));

const PLACES: readonly Place[] = [
  { name: 'garbage collection', matches: (_, name) => name === '(garbage collector)' },
  { name: 'reading text (codec)', matches: within('/core/codec', '/kernel/decimal') },
  { name: 'snapshot into maps', matches: within('/core/snapshot') },
  { name: 'apply', matches: within('/core/apply') },
  { name: 'step of the first record', matches: (_, name) => name === 'step' },
  { name: 'hashes and rows', matches: within('/db/src/') },
  { name: 'pg', matches: within('/pg') },
];

/** Everything up to the shard's sequence, as rows that nobody reads again. */
const BEHIND = (from: number, to: number, epoch: number) => `
  set session_replication_role = replica;
  insert into engine.journal select now() - interval '2 minutes', ${BENCH_SHARD}, n, ${epoch}, 2, 'Sent',
    convert_to('{"sequence":' || n || '}', 'UTF8'), sha256(int8send(n)) from generate_series(${from}, ${to}::bigint) as n;
  update engine.journal_head set sequence = ${to}, hash = sha256(int8send(${to})) where shard = ${BENCH_SHARD};
  reset session_replication_role`;

/** How many records the tail has. */
async function lead(world: LedWorld): Promise<number> {
  const { shard, journal, database, epoch } = world;
  const begun = shard.sequence + 1;
  for (const _ of shard.grow(SIZE.open, true, OPEN_MS / SIZE.open));
  for (const _ of shard.pass(QUIET_MS));
  shard.sequence += SIZE.history * RECORDS_AN_ORDER;
  const { state, sequence } = shard;
  await database.sql(BEHIND(begun, sequence, epoch));
  const saved = await journal.saveSnapshot({ state, sequence });
  if (!saved.ok) throw new Error(JSON.stringify(saved.error));
  await journal.load();
  // As many more as are folded at the worst.
  await world.keep(shard.grow(Math.floor((RECORDS_BETWEEN - 50) / 2.2), false, APART_MS));
  return shard.sequence - sequence;
}

async function run(): Promise<BarResult> {
  const server = await startTestServer(ENV);
  const builtMs = performance.now();
  const world = await beginWorld(server, SIZE.accounts);
  try {
    const { shard } = world;
    const tail = await lead(world);
    const tookMs = performance.now() - builtMs;
    const [counts] = await world.database.sql<{ records: string; bytes: string; parts: string }>(
      `select (select count(*) from engine.journal) as records,
        (select sum(length(body)) from engine.journal where sequence > ${NEWEST}) as bytes,
        (select sum(length(body)) from engine.snapshot_part where sequence = ${NEWEST}) as parts`,
    );
    const lanes = {
      ours: () => restart(world),
      read: () => timedCopy(world.database.adminUrl, READ),
    };
    for (const lane of Object.values(lanes)) await lane();
    const rounds = await inTurns(ROUNDS, lanes);
    const shares = await sharesOf(null, PLACES, lanes.ours);
    const value = ({ ms }: Started) => ms;
    const ratio = ratioSpread(rounds.ours, rounds.read, value);
    const ours = spreadOf(rounds.ours.map(value));
    const row = (what: string, list: readonly number[], ...rest: string[]) => {
      const { median, least, most } = spreadOf(list);
      const us = (ms: number) => micros(ms * 1_000);
      return { what, cells: [us(median), `${us(least)} to ${us(most)}`, ...rest] };
    };
    const parts = [...shares].sort(([, a], [, b]) => b - a);
    return {
      columns: ['median', 'spread', 'to COPY'],
      rows: [
        row('start until it decides', rounds.ours.map(value), times(ratio.median)),
        row(
          '  of it reading and folding',
          rounds.ours.map(({ loadMs }) => loadMs),
        ),
        row('COPY of the rows it read', rounds.read.map(value)),
        ...parts.map(([name, share]) => ({
          what: `  of the start: ${name}`,
          cells: [`${(share * 100).toFixed(0)} %`],
        })),
      ],
      met: ratio.median <= GOAL_RATIO && ours.median <= GOAL_MS,
      verdict:
        `ready in ${micros(ours.median * 1_000)}, ${times(ratio.median)} of COPY of what it read; ` +
        `goals ${GOAL_MS / 1_000} s and ${times(GOAL_RATIO)}`,
      settings: {
        rounds: ROUNDS,
        ...SIZE,
        records: counts?.records ?? '',
        'tail MB': Math.round(Number(counts?.bytes) / 1e6),
        'snapshot MB': Math.round(Number(counts?.parts) / 1e6),
        tail,
        'in memory': shard.state.orders.size,
        'made in s': Math.round(tookMs / 1_000),
      },
      raw: { rounds, shares: parts, counts },
    };
  } finally {
    await world.close();
  }
}

export const bar: Bar = { name: 'P9', title: 'an engine that starts again', run };
