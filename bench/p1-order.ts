/**
 * P1: an order from the moment it was due to the moment its signed bytes are handed to a socket: the
 * door's reading of it, decision with every check, commit with all projections, the adapter's own
 * building and signing. The shell is the engine's (`run.ts`, `effects.ts`, evidence, notices for pages,
 * snapshots). Orders come open loop from another process; the answer, a second decision and record of
 * each order, is made at once. Orders are of every type, in turn (`lib/order-kinds.ts`), each with figures
 * of its own; what waits for a price counts from the quote that reaches it, decided, committed and sent as
 * any other. Each is in the sealed chain, counted. Limits: a bare commit of the order's bytes, one after
 * another, and the same open loop at the same rate, whatever waited going next.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { copyTemplate, startTestServer, type TestDatabase } from '@ultrathink/db/testing';
import type { MarketSlice } from '@ultrathink/domain/engine/core';
import { BINANCE, BTC_USD } from '@ultrathink/domain/engine/core/testing';
import { systemClock } from '@ultrathink/runtime';
import { machineMs, tellArrivals } from './lib/arrivals.ts';
import { assertAudited } from './lib/audited.ts';
import { type Bar, type BarResult, micros, type Row, times } from './lib/bar.ts';
import { type Bare, openBare } from './lib/bare-commits.ts';
import { binanceFirst } from './lib/binance-first.ts';
import { type CountingSocket, openCountingSocket } from './lib/counting-socket.ts';
import { countingVenue, FINE_STEP } from './lib/counting-venue.ts';
import { ENGINE_PLACES } from './lib/engine-places.ts';
import {
  BYTES_OF_AN_ORDER,
  commandOf,
  openShell,
  refusalIn,
  type Shell,
} from './lib/engine-shell.ts';
import { BENCH_SECONDS, ENV } from './lib/env.ts';
import { Latencies, type LatencySummary } from './lib/latencies.ts';
import { numberOf, quantityOf } from './lib/named-quantity.ts';
import { type OrderKind, orderKinds } from './lib/order-kinds.ts';
import { sharesOf } from './lib/profile.ts';
import { inTurns, middleRound, ratioSpread, spreadOf } from './lib/rounds.ts';

const ROUNDS = 5;
const RATES = [500, 1_000, 2_000, 5_000] as const;
const SECONDS = BENCH_SECONDS ?? 5;
const ROUND_MS = (SECONDS * 1_000) / ROUNDS;
const WARM_UP_MS = 300;
const BARE_COMMITS = 200;
/** So much of a second's orders may be on their way when the last one was due. */
const BACKLOG_SECONDS = 0.05;
/** After that nobody waits any more: a rate that is not held is not measured for longer. */
const PATIENCE_MS = 10_000;
const BOOK_MS = 100;
const [GOAL_P50, GOAL_P99] = [3, 10];
const PROFILED_MS = 2_000;

/** Ten updates of the book a second, as pages see them; Binance has the better price. */
function movingMarket(): () => MarketSlice {
  let made = -Infinity;
  let slice: MarketSlice | undefined;
  return () => {
    const nowMs = performance.now();
    if (slice !== undefined && nowMs - made < BOOK_MS) return slice;
    made = nowMs;
    slice = binanceFirst(systemClock.now(), FINE_STEP);
    return slice;
  };
}

interface Stamp {
  readonly kind: OrderKind;
  /** Of one that waits, the quote that reached it. */
  dueMs: number;
  readonly receivedMs: number;
  batchMs: number;
  effectMs: number;
  writtenMs: number;
}

interface OursRound extends LatencySummary {
  readonly stages: Readonly<Record<string, LatencySummary>>;
  readonly kinds: Readonly<Record<string, LatencySummary>>;
  readonly lagP99Us: number;
  readonly arrived: number;
  /** Not handed over yet when the last was due. */
  readonly backlog: number;
  readonly refused: number;
  readonly orderABatch: number;
}

class Desk {
  readonly shell: Shell;
  readonly stamps: (Stamp | undefined)[] = [];
  readonly refusals = new Map<string, number>();
  written = 0;
  batches = 0;
  readonly #kinds: readonly OrderKind[];
  /** Decided or about to be, and not reached by a quote yet. */
  #waiting: Stamp[] = [];
  readonly #quotes: NodeJS.Timeout;
  #orders = 0;

  private constructor(shell: Shell, kinds: readonly OrderKind[]) {
    this.shell = shell;
    this.#kinds = kinds;
    this.#quotes = setInterval(() => this.#quote(), BOOK_MS);
  }

  close(): Promise<void> {
    clearInterval(this.#quotes);
    return this.shell.close();
  }

  /** A book changed: what is decided by now and waits for a price is reached. */
  #quote(): void {
    const nowMs = machineMs();
    const [reached, waiting] = [[] as Stamp[], [] as Stamp[]];
    for (const one of this.#waiting) (one.batchMs > 0 ? reached : waiting).push(one);
    for (const one of reached) one.dueMs = nowMs;
    this.#waiting = waiting;
    this.shell.run.watch(BTC_USD);
  }

  static async open(database: TestDatabase, counting: CountingSocket): Promise<Desk> {
    const held: { desk: Desk | null } = { desk: null };
    const stamp = (quantity: string, set: (stamp: Stamp) => void) => {
      const found = held.desk?.stamps[numberOf(quantity)];
      if (found !== undefined) set(found);
    };
    const execution = await countingVenue(counting.socket, (quantity) => {
      stamp(quantity, (one) => {
        one.writtenMs = machineMs();
      });
      if (held.desk !== null) held.desk.written += 1;
    });
    const shell = await openShell({
      database,
      line: { venue: BINANCE, execution },
      market: movingMarket(),
      price: '100',
      onEffect(effect) {
        if (effect.kind !== 'SubmitOrder') return;
        stamp(effect.order.orderQty.toString(), (one) => {
          one.effectMs = machineMs();
        });
      },
      onBatch(batch) {
        const nowMs = machineMs();
        for (const { record } of batch) {
          const { input } = record;
          if (input.kind !== 'Command' || input.act.act !== 'PlaceOrder') continue;
          stamp(input.act.wish.orderQty.toString(), (one) => {
            one.batchMs = nowMs;
          });
        }
        if (held.desk !== null) held.desk.batches += 1;
      },
    });
    held.desk = new Desk(shell, orderKinds(systemClock.now()));
    return held.desk;
  }

  /** As it comes in at the door, read. */
  order(dueMs: number): void {
    const n = this.#orders;
    this.#orders += 1;
    const { callers } = this.shell;
    const kind = this.#kinds[n % this.#kinds.length];
    if (kind === undefined) return;
    const receivedMs = machineMs();
    const stamp = { kind, dueMs, receivedMs, batchMs: 0, effectMs: 0, writtenMs: 0 };
    this.stamps[n] = stamp;
    if (kind.waits) this.#waiting.push(stamp);
    const command = commandOf(this.shell, {
      strategy: null,
      instrument: 'BTC/USD',
      // Two sides would meet each other on their way, and one of them be refused.
      side: 'Buy',
      orderQty: quantityOf(n),
      ...kind.wish,
    });
    if (command.body.name !== 'placeOrder') return;
    void callers.ask(command, command.body, command.sentAt).then((outcome) => {
      const why = refusalIn(outcome);
      if (why === null) return;
      this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
      // No quote reaches it any more.
      this.#waiting = this.#waiting.filter((one) => one !== stamp);
    });
  }

  async round(ratePerSecond: number, seed: number): Promise<OursRound> {
    const durationMs = WARM_UP_MS + ROUND_MS;
    const [first, writtenBefore, batchesBefore] = [this.#orders, this.written, this.batches];
    this.refusals.clear();
    const { count, lag } = await tellArrivals({ ratePerSecond, durationMs, seed }, (dueMs) =>
      this.order(dueMs),
    );
    // What waits for a price waits for no work of ours.
    const backlog = count - (this.written - writtenBefore) - this.#waiting.length;
    const untilMs = machineMs() + PATIENCE_MS;
    while (this.written - writtenBefore < count && machineMs() < untilMs) {
      if (this.#refused() + this.written - writtenBefore >= count) break;
      await sleep(5);
    }
    await this.rest();
    if (this.shell.ended.length > 0) throw new Error(JSON.stringify(this.shell.ended));
    const lost = count - this.#refused() - (this.written - writtenBefore);
    if (lost > 0) throw new Error(`${lost} orders were neither sent nor refused.`);
    const stamps = this.stamps.slice(first).filter((one) => one !== undefined);
    this.stamps.fill(undefined, first);
    const fromMs = (stamps[0]?.receivedMs ?? 0) + WARM_UP_MS;
    const refused = this.#refused();
    return {
      ...measured(stamps.filter(({ dueMs, writtenMs }) => dueMs >= fromMs && writtenMs > 0)),
      lagP99Us: lag.p99Us,
      arrived: count,
      backlog,
      refused,
      orderABatch: count / Math.max(1, this.batches - batchesBefore),
    };
  }

  /** Nothing waits for a price, for work or for a venue. */
  async rest(): Promise<void> {
    while (this.#waiting.length > 0) await sleep(BOOK_MS);
    await this.shell.rest();
  }

  #refused(): number {
    return [...this.refusals.values()].reduce((sum, n) => sum + n, 0);
  }
}

function measured(stamps: readonly Stamp[]): LatencySummary & Pick<OursRound, 'stages' | 'kinds'> {
  const atOnce = stamps.filter(({ kind }) => !kind.waits);
  const of = (value: (stamp: Stamp) => number, some: readonly Stamp[] = atOnce) => {
    const latencies = new Latencies();
    for (const stamp of some) latencies.recordMs(value(stamp));
    return latencies.summary();
  };
  return {
    ...of((one) => one.writtenMs - one.dueMs, stamps),
    kinds: Object.fromEntries(
      [...Map.groupBy(stamps, ({ kind }) => kind.name)].map(([kind, some]) => [
        kind,
        of((one) => one.writtenMs - one.dueMs, some),
      ]),
    ),
    stages: {
      'until received': of((one) => one.receivedMs - one.dueMs),
      'decided, and its turn': of((one) => one.batchMs - one.receivedMs),
      committed: of((one) => one.effectMs - one.batchMs),
      'signed and handed over': of((one) => one.writtenMs - one.effectMs),
    },
  };
}

interface AtRate {
  readonly rate: number;
  readonly ours: readonly OursRound[];
  readonly closed: readonly LatencySummary[];
  readonly open: readonly LatencySummary[];
}

const p50 = ({ p50Us }: LatencySummary): number => p50Us;
const p99 = ({ p99Us }: LatencySummary): number => p99Us;
const isHeld = ({ rate, ours }: AtRate): boolean =>
  ours.every(({ backlog, refused }) => refused === 0 && backlog <= rate * BACKLOG_SECONDS);

function rowsOf({ rate, ours, closed, open }: AtRate): Row[] {
  const middle = middleRound(ours, p50);
  const [ratio50, ratio99] = [ratioSpread(ours, closed, p50), ratioSpread(ours, closed, p99)];
  const line = (what: string, { p50Us, p90Us, p99Us }: LatencySummary, ...rest: string[]): Row => ({
    what,
    cells: [...[p50Us, p90Us, p99Us].map(micros), ...rest],
  });
  const most = Math.max(...ours.map(({ backlog }) => backlog));
  const refused = Math.max(...ours.map((one) => one.refused));
  return [
    line(
      `${rate}/s`,
      middle,
      `${times(ratio50.median)} (${times(ratio50.least)} to ${times(ratio50.most)})`,
      times(ratio99.median),
      `${most}/${refused}`,
    ),
    ...Object.entries(middle.stages).map(([name, summary]) => line(`  ${name}`, summary)),
    ...Object.entries(middle.kinds).map(([name, summary]) =>
      line(`  ${name}: ${summary.count}`, summary),
    ),
    line('  bare commit, one after another', middleRound(closed, p50)),
    line('  bare commits, open loop, all that waited next', middleRound(open, p50)),
  ];
}

async function measureRates(desk: Desk, bare: Bare): Promise<AtRate[]> {
  const found: AtRate[] = [];
  for (const rate of RATES) {
    const rounds = await inTurns(ROUNDS, {
      ours: (round) => desk.round(rate, round + 1),
      closed: () => bare.closed(BARE_COMMITS),
      open: (round) => bare.open({ ratePerSecond: rate, durationMs: ROUND_MS, seed: round + 1 }),
    } as Record<'ours' | 'closed' | 'open', (round: number) => Promise<LatencySummary>>);
    const at = { rate, ...rounds, ours: rounds.ours as readonly OursRound[] };
    found.push(at);
    // What is not held at this rate is not held above it either.
    if (!isHeld(at)) break;
  }
  return found;
}

async function run(): Promise<BarResult> {
  const database = await copyTemplate(await startTestServer(ENV));
  const counting = await openCountingSocket();
  const desk = await Desk.open(database, counting);
  try {
    await desk.round(RATES[0], 99);
    const [why] = desk.refusals.keys();
    if (why !== undefined) throw new Error(`An order was refused: ${why}`);
    const [found] = await database.sql<{ bytes: string }>(BYTES_OF_AN_ORDER);
    const bytes = Math.round(Number(found?.bytes));
    const bare = await openBare(database, bytes);
    const all = await measureRates(desk, bare);
    const shown = all.findLast(isHeld) ?? all[0];
    if (shown === undefined) throw new Error('No rate was measured.');
    const profiled = { ratePerSecond: shown.rate, durationMs: PROFILED_MS, seed: 7 };
    let cpuUs = 0;
    const shares = await sharesOf(null, ENGINE_PLACES, async () => {
      const before = process.threadCpuUsage();
      const { count } = await tellArrivals(profiled, (dueMs) => desk.order(dueMs));
      await desk.rest();
      const { user, system } = process.threadCpuUsage(before);
      cpuUs = (user + system) / count;
    });
    await bare.close();
    await assertAudited(database, desk.written);
    if ((await counting.counted()) === 0) throw new Error('Nothing came out of the socket.');
    return resultOf(all, shown, { shares, cpuUs, bytes });
  } finally {
    await desk.close();
    counting.close();
    await database.drop();
  }
}

function resultOf(
  all: readonly AtRate[],
  shown: AtRate,
  {
    shares,
    cpuUs,
    bytes,
  }: {
    readonly shares: ReadonlyMap<string, number>;
    readonly cpuUs: number;
    readonly bytes: number;
  },
): BarResult {
  const held = all.filter(isHeld).at(-1)?.rate ?? 0;
  const top = RATES.at(-1) ?? 0;
  const [ratio50, ratio99] = [
    ratioSpread(shown.ours, shown.closed, p50).median,
    ratioSpread(shown.ours, shown.closed, p99).median,
  ];
  const parts = [...shares].sort(([, a], [, b]) => b - a);
  return {
    columns: ['p50', 'p90', 'p99', 'p50 to bare', 'p99 to bare', 'backlog/refused'],
    rows: [
      ...all.flatMap(rowsOf),
      {
        what: "CPU of the engine's thread an order, profiler on",
        cells: [micros(cpuUs), '', '', `${Math.round(1_000_000 / cpuUs)}/s a core`],
      },
      ...parts.map(([name, share]) => ({
        what: `  of the engine's thread at ${shown.rate}/s: ${name}`,
        cells: [`${(share * 100).toFixed(0)} %`],
      })),
    ],
    met: held >= top && ratio50 <= GOAL_P50 && ratio99 <= GOAL_P99,
    verdict:
      `${held > 0 ? `${held}/s held` : 'no rate held'}; at ${shown.rate}/s p50 ${times(ratio50)} and p99 ` +
      `${times(ratio99)} of a bare commit, goals ${top}/s, ${times(GOAL_P50)} and ${times(GOAL_P99)}`,
    settings: {
      loop: 'open, from another process',
      rounds: ROUNDS,
      'seconds a rate': SECONDS,
      bytesAnOrder: bytes,
      'orders a batch': spreadOf(shown.ours.map(({ orderABatch }) => orderABatch)).median.toFixed(
        1,
      ),
      'generator lag p99': micros(spreadOf(shown.ours.map(({ lagP99Us }) => lagP99Us)).median),
    },
    raw: { all, cpuUs, shares: parts },
  };
}

export const bar: Bar = {
  name: 'P1',
  title: 'an order received, durable, signed, handed over',
  run,
};
