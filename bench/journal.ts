/**
 * JOURNAL: batches of order decisions through the engine's door (records, commands, orders, decisions,
 * receipts, holds, balances, exposures and sealed events, under the fence) against a bare commit of as
 * many bytes into a table without an index: one connection each, one batch in flight, in turns.
 */
import { openJournal, openLeases } from '@ultrathink/db/engine';
import { aShard, copyTemplate, startTestServer, type TestDatabase } from '@ultrathink/db/testing';
import { marked, qty } from '@ultrathink/domain/engine/core/testing';
import { systemClock } from '@ultrathink/runtime';
import { Client } from 'pg';
import { type Bar, type BarResult, micros, type Row, times } from './lib/bar.ts';
import { ENV } from './lib/env.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

const ROUNDS = 7;
const SIZES = [1, 10, 100] as const;
/** Of each round, so that a round of one order is as long as a round of a hundred. */
const ORDERS_A_ROUND = 200;
const GOAL_MS = 10;
const SHARD = 1;
const LEASE_MS = 3_600_000;
const STEPS = 100_000;

/** Long texts alone: what else a row has is a tenth of it. */
const BYTES = `
  select (select avg(length(body)) from engine.journal where kind = 'Command')
    + (select avg(length(checks::text)) from trading.decision)
    + (select avg(length(snapshot) + length(plan) + length(alternatives)) from trading.receipt)
    + (select avg(length(body)) from audit.event where action = 'trading.decideOrder') as bytes`;

async function open(db: TestDatabase) {
  const url = db.url('engine');
  const leases = openLeases(url);
  const lease = await leases.take(SHARD, 'bench', LEASE_MS);
  const journal = openJournal({ url, shard: SHARD });
  await journal.load();
  const engine = aShard(SHARD);
  const bare = new Client({ connectionString: db.adminUrl });
  await bare.connect();
  await bare.query('create table public.bare (body bytea)');
  await bare.query('alter table public.bare alter column body set storage external');
  const append = async (batch: Parameters<typeof journal.append>[0]) => {
    const done = await journal.append(batch);
    if (!done.ok) throw new Error(`${done.error.code}: ${JSON.stringify(done.error)}`);
  };
  await append([engine.begin(lease?.epoch ?? 0)]);
  const close = async () => {
    await Promise.all([journal.close(), leases.close(), bare.end()]);
  };
  let asked = 0;
  /** No two are alike, so none is taken for a repeat of another. */
  const order = () => {
    asked += 1;
    const orderQty = qty(`0.0${STEPS + asked}`);
    const decided = engine.order({ orderQty, timeInForce: 'ImmediateOrCancel' });
    const isPlaced = decided.record.events.some(({ type }) => type === 'ChildPlaced');
    if (!isPlaced) throw new Error(`Refused: ${JSON.stringify(decided.effects)}`);
    return decided;
  };
  /** Checks take no price that is older than some seconds. */
  const mark = () => append([engine.record([engine.named(marked(systemClock.now()))])]);
  return { append, order, mark, bare, close };
}

/** Microseconds a batch, the median of a round. */
async function medianUs(batches: number, work: () => Promise<(() => Promise<unknown>)[]>) {
  const acts = await work();
  const took: number[] = [];
  for (const act of acts.slice(0, batches)) {
    const start = performance.now();
    await act();
    took.push((performance.now() - start) * 1000);
  }
  return spreadOf(took).median;
}

async function run(): Promise<BarResult> {
  const db = await copyTemplate(await startTestServer(ENV));
  const { append, order, mark, bare, close } = await open(db);
  try {
    const orders = (size: number) => Array.from({ length: size }, order);
    await mark();
    for (const size of SIZES) for (let n = 0; n < 8; n += 1) await append(orders(size));
    const [found] = await db.sql<{ bytes: string }>(BYTES);
    const bytes = Math.round(Number(found?.bytes));
    const rows: Row[] = [];
    const raw: Record<string, unknown> = { bytes };
    let worst = 0;
    for (const size of SIZES) {
      const batches = Math.max(10, Math.floor(ORDERS_A_ROUND / size / 2));
      const each = Array.from({ length: batches });
      const body = Buffer.alloc(bytes * size, 'x');
      const insert = { name: 'bare', text: 'insert into public.bare values ($1)', values: [body] };
      const rounds = await inTurns(ROUNDS, {
        ours: () =>
          medianUs(batches, async () => {
            await mark();
            return each.map(() => orders(size)).map((batch) => () => append(batch));
          }),
        bare: () => medianUs(batches, async () => each.map(() => () => bare.query(insert))),
      });
      const ours = spreadOf(rounds.ours);
      const ratio = ratioSpread(rounds.ours, rounds.bare, (us) => us);
      const limit = spreadOf(rounds.bare);
      const cells = [ours.median, ours.least, ours.most, limit.median].map(micros);
      rows.push({ what: `${size} orders`, cells: [...cells, times(ratio.median)] });
      raw[String(size)] = rounds;
      worst = ours.median / 1000;
    }
    return {
      columns: ['p50', 'least', 'most', 'bare p50', 'ratio'],
      rows,
      met: worst <= GOAL_MS,
      verdict: `100 orders in ${worst.toFixed(1)} ms, goal at most ${GOAL_MS} ms`,
      settings: {
        rounds: ROUNDS,
        ordersARound: ORDERS_A_ROUND,
        bytesAnOrder: bytes,
        loop: 'closed',
      },
      raw,
    };
  } finally {
    await close();
    await db.drop();
  }
}

export const bar: Bar = { name: 'JOURNAL', title: 'decisions made durable', run };
