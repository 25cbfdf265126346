/**
 * P8: what one order costs in a world ten times as large: accounts, orders that work, orders that have
 * ended. The CPU time of the engine's thread for `step` and for the journal's append, in turns with the
 * same in a world of one. Orders are immediate or cancel and over at once, so that worlds stay as large
 * as they are. What the database waits for is told beside it and has no goal: it is the disk's.
 */
import { startTestServer, type TestServer } from '@ultrathink/db/testing';
import { type Bar, type BarResult, micros, times } from './lib/bar.ts';
import { BENCH_SCALE, ENV } from './lib/env.ts';
import { openWorld, type WorldSize } from './lib/led-world.ts';
import { type Place, sharesOf } from './lib/profile.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

/** Many short rounds: each is beside its neighbour, and one that the machine disturbed is one of many. */
const ROUNDS = 41;
const ORDERS_A_ROUND = 40;
const BATCH = 20;
/** Between two batches: what has ended stays in memory for a minute, and is to be little. */
const APART_MS = 5_000;
const WARM_UP = 3;
const GOAL = 1.1;
const SMALL = { accounts: 100, open: 1_000, history: 2_000 };

const scaled = ({ accounts, open, history }: WorldSize, by: number): WorldSize => ({
  accounts: Math.round(accounts * by),
  open: Math.round(open * by),
  history: Math.round(history * by),
});

interface Cost {
  readonly stepUs: number;
  readonly appendCpuUs: number;
  readonly appendUs: number;
}

const cpuUs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(since);
  return user + system;
};

async function grown(server: TestServer, size: WorldSize) {
  const world = await openWorld(server, size);
  const { shard, append, keep } = world;
  const round = async (): Promise<Cost> => {
    const cost = { stepUs: 0, appendCpuUs: 0, appendUs: 0 };
    for (let n = 0; n < ORDERS_A_ROUND; n += BATCH) {
      await keep(shard.pass(APART_MS));
      const stepped = process.threadCpuUsage();
      const batch = Array.from({ length: BATCH }, () => shard.order(false));
      cost.stepUs += cpuUs(stepped);
      const [appended, startMs] = [process.threadCpuUsage(), performance.now()];
      await append(batch);
      cost.appendCpuUs += cpuUs(appended);
      cost.appendUs += (performance.now() - startMs) * 1_000;
      await keep(batch.map((decided) => shard.answer(decided)));
    }
    const each = (us: number) => us / ORDERS_A_ROUND;
    return {
      stepUs: each(cost.stepUs),
      appendCpuUs: each(cost.appendCpuUs),
      appendUs: each(cost.appendUs),
    };
  };
  return { round, close: world.close, inMemory: () => shard.state.orders.size };
}

const within =
  (...parts: readonly string[]) =>
  (url: string): boolean =>
    parts.some((part) => url.includes(part));

const PLACES: readonly Place[] = [
  { name: 'garbage collection', matches: (_, name) => name === '(garbage collector)' },
  { name: 'routing', matches: within('/trading/routing/') },
  { name: 'checks', matches: within('/risk/', '/compliance/') },
  { name: 'apply', matches: within('/core/apply') },
  { name: 'persistent maps', matches: within('/kernel/persistent') },
  { name: 'rest of the core', matches: within('/domain/src/') },
  { name: "journal's rows and statement", matches: within('/db/src/') },
  { name: 'pg', matches: within('/pg') },
];

async function run(): Promise<BarResult> {
  const server = await startTestServer(ENV);
  const [one, ten] = [scaled(SMALL, BENCH_SCALE), scaled(SMALL, BENCH_SCALE * 10)];
  const small = await grown(server, one);
  const large = await grown(server, ten);
  try {
    for (let n = 0; n < WARM_UP; n += 1) {
      await small.round();
      await large.round();
    }
    const rounds = await inTurns(ROUNDS, { small: small.round, large: large.round });
    const cpu = ({ stepUs, appendCpuUs }: Cost) => stepUs + appendCpuUs;
    const ratio = ratioSpread(rounds.large, rounds.small, cpu);
    const row = (what: string, value: (cost: Cost) => number) => {
      const [a, b] = [spreadOf(rounds.small.map(value)), spreadOf(rounds.large.map(value))];
      const grown = ratioSpread(rounds.large, rounds.small, value);
      return {
        what,
        cells: [
          micros(a.median),
          micros(b.median),
          `${times(grown.median)} (${times(grown.least)} to ${times(grown.most)})`,
        ],
      };
    };
    const shares = {
      small: [...(await sharesOf(null, PLACES, small.round))],
      large: [...(await sharesOf(null, PLACES, large.round))],
    };
    const shareOf = (list: readonly (readonly [string, number])[], name: string) =>
      `${((list.find(([one]) => one === name)?.[1] ?? 0) * 100).toFixed(0)} %`;
    return {
      columns: ['1x', '10x', 'growth'],
      rows: [
        row('one order: CPU of step and append', cpu),
        row('  step', ({ stepUs }) => stepUs),
        row(`  append, ${BATCH} orders a batch`, ({ appendCpuUs }) => appendCpuUs),
        row('append, as long as it took', ({ appendUs }) => appendUs),
        ...[...PLACES.map(({ name }) => name), 'other'].map((name) => ({
          what: `  of the thread's time: ${name}`,
          cells: [shareOf(shares.small, name), shareOf(shares.large, name)],
        })),
      ],
      met: ratio.median <= GOAL,
      verdict: `one order costs ${times(ratio.median)} in a world ten times as large, goal ${times(GOAL)}`,
      settings: {
        rounds: ROUNDS,
        ordersARound: ORDERS_A_ROUND,
        ...Object.fromEntries(
          Object.entries(one).map(([name, count]) => [name, `${count} and ${count * 10}`]),
        ),
        'in memory': `${small.inMemory()} and ${large.inMemory()}`,
      },
      raw: { rounds, shares },
    };
  } finally {
    await small.close();
    await large.close();
  }
}

export const bar: Bar = { name: 'P8', title: 'one order in a world ten times as large', run };
