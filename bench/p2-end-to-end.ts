/**
 * P2: one order through us, from the frame at the engine's door to the venue's answer in our hands (read,
 * every check, commit with all projections, signature, the simulated venue), against a script that calls
 * ccxt's `createOrder` at the same venue and keeps nothing, and against one bare commit. In turns, one
 * at a time; the venue answers at once, and after ten milliseconds. Orders of every type in turn; one that
 * waits for a price counts from the quote that reaches it. The door's other end, the engine and the script
 * share a process, the venue has its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { copyTemplate, startTestServer, type TestDatabase } from '@ultrathink/db/testing';
import { BINANCE, BTC_USD, px } from '@ultrathink/domain/engine/core/testing';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { systemClock } from '@ultrathink/runtime';
import type { ExecutionClient } from '@ultrathink/venues';
import { addKey, bareOf, farPrice } from './adapter.ts';
import { type Bar, type BarResult, micros, times } from './lib/bar.ts';
import { openBare } from './lib/bare-commits.ts';
import { binanceFirst } from './lib/binance-first.ts';
import { BYTES_OF_AN_ORDER, commandOf, openShell, refusalIn } from './lib/engine-shell.ts';
import { ENV } from './lib/env.ts';
import { type OrderKind, orderKinds } from './lib/order-kinds.ts';
import { spreadOf } from './lib/rounds.ts';
import { openShellDoor } from './lib/shell-door.ts';
import { connectTo } from './lib/simulated-venues.ts';
import { type SimulatorProcess, startSimulatorProcess } from './lib/simulator.ts';

/** Six of each kind of order. */
const PAIRS = 66;
const WARM_UP = 11;
/** The adapter keeps to its venue's budget of orders: faster would measure a wait. */
const BETWEEN_MS = 220;
const ANSWERS_AFTER_MS = [0, 10] as const;
const [GOAL_COMMITS, GOAL_SHARE] = [3, 0.15];
const INSTRUMENT = 'BTC/USDT' as InstrumentId;

interface Sample {
  readonly us: number;
  readonly cpuUs: number;
}

interface Turn {
  readonly ours: Sample;
  readonly bare: Sample;
  readonly commitUs: number;
  /** Of ours. */
  readonly stages: Stages;
}

interface Stages {
  readonly kind: OrderKind;
  readonly us: Readonly<Record<'decision' | 'rows, commit' | 'adapter and venue', number>>;
}

/** The client, telling when it was asked and answered; the order is put in the venue's own figures. */
function watched(execution: ExecutionClient, price: string) {
  const seen = { askedMs: 0, answered: Promise.withResolvers<number>() };
  const terms = { ordType: 'Limit' as const, price: px(price) };
  const place: ExecutionClient['place'] = async (order, urgency) => {
    seen.askedMs = performance.now();
    const outcome = await execution.place({ ...order, instrument: INSTRUMENT, terms }, urgency);
    if (outcome.kind !== 'Accepted') {
      seen.answered.reject(new Error(JSON.stringify(outcome)));
      return outcome;
    }
    seen.answered.resolve(performance.now());
    const { report } = outcome.value;
    const told = report === null ? null : { ...report, instrument: order.instrument };
    return { ...outcome, value: { ...outcome.value, report: told } };
  };
  return { seen, execution: { ...execution, place } };
}

async function timed(act: () => Promise<void>): Promise<Sample> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await act();
  const us = (performance.now() - start) * 1_000;
  const { user, system } = process.cpuUsage(used);
  return { us, cpuUs: user + system };
}

async function openOurs(database: TestDatabase, port: number, price: string) {
  const secret = await addKey(port, 'binance', 'ours');
  const credentials = { key: 'ours', secret };
  const connection = await connectTo(port, 'binance', { instruments: [INSTRUMENT], credentials });
  if (connection.execution === null) throw new Error('There is no execution client.');
  const { seen, execution } = watched(connection.execution, price);
  let batchMs = 0;
  const shell = await openShell({
    database,
    line: { venue: BINANCE, execution },
    market: () => binanceFirst(systemClock.now()),
    price: '100',
    onBatch: (batch) => {
      const decides = ({ record }: (typeof batch)[number]) =>
        record.input.kind === 'Command' || record.input.kind === 'Watched';
      if (batch.some(decides)) batchMs = performance.now();
    },
  });
  const door = await openShellDoor(shell);
  const kinds = orderKinds(systemClock.now());
  let orders = 0;
  const act = async (): Promise<Stages> => {
    const kind = kinds[orders % kinds.length];
    if (kind === undefined) throw new Error('There are no kinds of orders.');
    orders += 1;
    seen.answered = Promise.withResolvers<number>();
    const command = commandOf(shell, {
      strategy: null,
      instrument: 'BTC/USD',
      side: 'Buy',
      // Not the same twice within the time in which that is refused.
      orderQty: `0.0${String(10 + (orders % 80))}`,
      ...kind.wish,
    });
    let startMs = performance.now();
    const decided = door.ask(command).then((outcome) => {
      const why = refusalIn(outcome);
      if (why !== null) seen.answered.reject(new Error(`${kind.name} was refused: ${why}`));
    });
    if (kind.waits) {
      await decided;
      startMs = performance.now();
      shell.run.watch(BTC_USD);
    }
    const answeredMs = await seen.answered.promise;
    await decided;
    return {
      kind,
      us: {
        decision: (batchMs - startMs) * 1_000,
        'rows, commit': (seen.askedMs - batchMs) * 1_000,
        'adapter and venue': (answeredMs - seen.askedMs) * 1_000,
      },
    };
  };
  return {
    act,
    shell,
    async close() {
      await door.close();
      await shell.close();
      await connection.close();
    },
  };
}

async function answerAfter(port: number, ms: number): Promise<void> {
  const path = `http://127.0.0.1:${port}/admin/faults?venue=binance`;
  const fault = { kind: 'Latency', ms, jitterMs: 0 };
  const rule = { method: 'POST', body: JSON.stringify({ fault, operations: ['order.place'] }) };
  const answer = await fetch(path, ms === 0 ? { method: 'DELETE' } : rule);
  if (!answer.ok) throw new Error(await answer.text());
}

async function measure(simulator: SimulatorProcess, database: TestDatabase) {
  const { port } = simulator;
  const price = await farPrice(port, 'binance');
  const ours = await openOurs(database, port, price);
  const script = await bareOf(port, 'binance', price);
  for (let n = 0; n < WARM_UP; n += 1) {
    await ours.act();
    await script();
    await sleep(BETWEEN_MS);
  }
  const [found] = await database.sql<{ bytes: string }>(BYTES_OF_AN_ORDER);
  const commits = await openBare(database, Math.round(Number(found?.bytes)));
  await commits.closed(20);
  const measured = new Map<number, Turn[]>();
  for (const ms of ANSWERS_AFTER_MS) {
    await answerAfter(port, ms);
    const turns: Turn[] = [];
    for (let n = 0; n < PAIRS; n += 1) {
      const told: { stages: Stages | null } = { stages: null };
      const sample = await timed(async () => {
        told.stages = await ours.act();
      });
      const { stages } = told;
      if (stages === null) throw new Error('An order was not timed.');
      await ours.shell.rest();
      const bare = await timed(script);
      const { p50Us: commitUs } = await commits.closed(1);
      // To the venue's answer: the person's own answer came before, and is read after.
      const us = Object.values(stages.us).reduce((sum, one) => sum + one, 0);
      turns.push({ ours: { ...sample, us }, bare, commitUs, stages });
      await sleep(BETWEEN_MS);
    }
    measured.set(ms, turns);
  }
  await commits.close();
  await ours.close();
  return measured;
}

function rowsOf(ms: number, turns: readonly Turn[]) {
  const median = (value: (turn: Turn) => number) => spreadOf(turns.map(value)).median;
  const ninth = (value: (turn: Turn) => number) => {
    const sorted = turns.map(value).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * 0.9)] ?? Number.NaN;
  };
  const added = (turn: Turn) => turn.ours.us - turn.bare.us;
  const commits = median(added) / median(({ commitUs }) => commitUs);
  const share = median(added) / median(({ bare }) => bare.us);
  const when = ms === 0 ? 'at once' : `after ${ms} ms`;
  const row = (what: string, value: (turn: Turn) => number, ...rest: string[]) => ({
    what,
    cells: [micros(median(value)), micros(ninth(value)), ...rest],
  });
  const names = Object.keys(turns[0]?.stages.us ?? {}) as (keyof Stages['us'])[];
  const kinds = [...Map.groupBy(turns, ({ stages }) => stages.kind.name)];
  return {
    commits,
    share,
    rows: [
      row(
        `venue answers ${when}: ours`,
        ({ ours }) => ours.us,
        micros(median((one) => one.ours.cpuUs)),
      ),
      ...names.map((name) => row(`  ${name}`, ({ stages }) => stages.us[name])),
      ...kinds.map(([kind, some]) => ({
        what: `  ${kind}: ${some.length}`,
        cells: [micros(spreadOf(some.map(({ ours }) => ours.us)).median)],
      })),
      row('  ccxt alone', ({ bare }) => bare.us, micros(median(({ bare }) => bare.cpuUs))),
      row('  bare commit', ({ commitUs }) => commitUs),
      row('  added', added, '', times(commits), `${(share * 100).toFixed(0)} %`),
    ],
  };
}

async function run(): Promise<BarResult> {
  const database = await copyTemplate(await startTestServer(ENV));
  const simulator = await startSimulatorProcess();
  try {
    await simulator.setPace(0);
    const measured = await measure(simulator, database);
    const found = [...measured].map(([ms, turns]) => ({ ms, ...rowsOf(ms, turns) }));
    const isMet = found.every(
      ({ ms, commits, share }) => commits <= GOAL_COMMITS && (ms === 0 || share <= GOAL_SHARE),
    );
    const said = found.map(
      ({ ms, commits, share }) =>
        `${ms === 0 ? 'at once' : `after ${ms} ms`} ${times(commits)} of a bare commit is added, ` +
        `${(share * 100).toFixed(0)} % of ccxt alone`,
    );
    return {
      columns: ['p50', 'p90', 'CPU p50', 'of a bare commit', 'of ccxt alone'],
      rows: found.flatMap(({ rows }) => rows),
      met: isMet,
      verdict: `${said.join('; ')}; goals ${times(GOAL_COMMITS)}, and ${GOAL_SHARE * 100} % after 10 ms`,
      settings: { loop: 'closed, in pairs', pairs: PAIRS, 'between pairs': `${BETWEEN_MS} ms` },
      raw: Object.fromEntries(measured),
    };
  } finally {
    simulator.stop();
    await database.drop();
  }
}

export const bar: Bar = { name: 'P2', title: "one order, engine's door to venue's answer", run };
