/**
 * B2: a tRPC query through Next's route, with guards, context, row-level security and schemas; the
 * same procedure called without HTTP; and its two statements by plain `pg`, inside the same
 * read-only transaction and bare. What lies between two lanes is what a layer costs.
 */

import { randomBytes } from 'node:crypto';
import { appRouter, type OpenServices } from '@ultrathink/api';
import { openDatabase } from '@ultrathink/db';
import { insertMeasure } from '@ultrathink/db/operations';
import type { MeasureId } from '@ultrathink/domain/kernel';
import { fromEpochMs, makeUuidv7 } from '@ultrathink/domain/kernel';
import pg from 'pg';
import { Pool as HttpPool } from 'undici';
import { type Bar, type BarResult, LATENCY_COLUMNS, latencyCells, times } from './lib/bar.ts';
import { cookieOf } from './lib/cookie-of.ts';
import { type LoadResult, openLoop } from './lib/load.ts';
import { startPlatform } from './lib/platform.ts';
import { platformUrls } from './lib/platform-database.ts';
import { askAsOperations, platformServices } from './lib/platform-services.ts';
import { inTurns, middleRound, ratioSpread } from './lib/rounds.ts';

const ROUNDS = 5;
const CONNECTIONS = 10;
const PLAN = { ratePerSecond: 50, warmUpMs: 1000, durationMs: 5000, maxInFlight: 200 };
const GOAL_RATIO = 5;
/** What a day of measuring each minute leaves; a chart shows 240 of them. */
const DAY_OF_MEASURES = 1440;
const MINUTE_MS = 60_000;
/** What a page asks for at first: the last hour, some 60 measures. */
const SPAN_MS = 60 * MINUTE_MS;
const POINTS = 240;

const COLUMNS = `id, measured_at, tables, database_bytes::float8 as "databaseBytes",
  disk_free_bytes::float8 as "freeBytes", disk_total_bytes::float8 as "totalBytes",
  connections_active as active, connections_idle as idle, connections_other as other,
  connections_idle_in_transaction as "idleInTransaction", connections_limit as "limit"`;

const POINT = `width_bucket(extract(epoch from measured_at)::float8,
  extract(epoch from $1::timestamptz)::float8, extract(epoch from $2::timestamptz)::float8, $3::int)`;

const LIST = `select distinct on (${POINT}) ${COLUMNS} from operations.database_measure
  where measured_at >= $1::timestamptz and measured_at < $2::timestamptz
  order by ${POINT}, measured_at desc`;

const LATEST = `select ${COLUMNS} from operations.database_measure order by measured_at desc limit 1`;

type Queries = Pick<pg.Pool, 'query'>;

async function bothStatements(on: Queries): Promise<void> {
  const now = Date.now();
  const range = [new Date(now - SPAN_MS).toISOString(), new Date(now + 1).toISOString(), POINTS];
  const listed = await on.query({ name: 'list', text: LIST, values: range });
  await on.query({ name: 'latest', text: LATEST });
  if (listed.rowCount === 0) throw new Error('No measures were found.');
}

async function withinTransaction(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level read committed');
    await client.query('set transaction read only');
    await client.query("select set_config('app.scope', 'firm', true)");
    await bothStatements(client);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function throughNext(http: HttpPool, cookie: string): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ span: '1h' }));
  const { statusCode, body } = await http.request({
    method: 'GET',
    path: `/api/trpc/operations.listDatabaseMeasures?input=${input}`,
    headers: { 'sec-fetch-site': 'same-origin', cookie },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`The query answered ${statusCode}: ${text}`);
}

async function inProcess(web: OpenServices): Promise<void> {
  const caller = appRouter.createCaller(askAsOperations(web));
  await caller.operations.listDatabaseMeasures({ span: '1h' });
}

/** Fills the last day, so that what is read is what a platform that ran for a day reads. */
async function fillDay(url: string): Promise<void> {
  const database = openDatabase({ url, name: 'bench' });
  const now = Date.now();
  try {
    for (let minute = 1; minute <= DAY_OF_MEASURES; minute += 1) {
      const ms = now - minute * MINUTE_MS;
      await insertMeasure(database, {
        id: makeUuidv7(ms, randomBytes(10)) as string as MeasureId,
        at: fromEpochMs(ms),
        databaseBytes: 12_345_678 + minute,
        connections: { active: 1, idle: 2, idleInTransaction: 0, other: 0, limit: 100 },
        tables: [{ schema: 'audit', name: 'event', rowsEstimated: 12, totalBytes: 8192 }],
        disk: { totalBytes: 100_000_000_000, freeBytes: 40_000_000_000 },
      });
    }
  } finally {
    await database.close();
  }
}

const p50Us = (result: LoadResult): number => result.p50Us;

async function run(): Promise<BarResult> {
  const platform = await startPlatform();
  const urls = await platformUrls(platform);
  const staff = new pg.Pool({ connectionString: urls['app_staff'], max: CONNECTIONS });
  const web = await platformServices(platform);
  const http = new HttpPool(platform.origin, { connections: CONNECTIONS });
  try {
    const held = await staff.query('select count(*)::int as held from operations.database_measure');
    if (platform.isOurs && held.rows[0].held < DAY_OF_MEASURES) await fillDay(urls['jobs'] ?? '');
    // Asked once before any clock runs: a refusal ends the bar with its sentence.
    const cookie = await cookieOf(platform.origin, 'operations');
    await throughNext(http, cookie);
    const lane = (request: () => Promise<void>) => (round: number) =>
      openLoop({ ...PLAN, seed: round + 1 }, request);
    const rounds = await inTurns(ROUNDS, {
      ours: lane(() => throughNext(http, cookie)),
      procedure: lane(() => inProcess(web)),
      transaction: lane(() => withinTransaction(staff)),
      bare: lane(() => bothStatements(staff)),
    });
    const ratio = ratioSpread(rounds.ours, rounds.transaction, p50Us);
    const row = (what: string, list: readonly LoadResult[]) => {
      const { failed, refused, generatorLagP99Us, ...middle } = middleRound(list, p50Us);
      const lag = `${generatorLagP99Us} us`;
      return { what, cells: [...latencyCells(middle), lag, `${failed}/${refused}`] };
    };
    return {
      columns: [...LATENCY_COLUMNS, 'lag p99', 'failed/refused'],
      rows: [
        row('tRPC through Next', rounds.ours),
        row('procedure without HTTP', rounds.procedure),
        row('pg, same transaction', rounds.transaction),
        row('pg, bare statements', rounds.bare),
      ],
      met: ratio.median <= GOAL_RATIO,
      verdict:
        `p50 ${times(ratio.median)} of pg in the same transaction (${times(ratio.least)} to ` +
        `${times(ratio.most)}), goal ${times(GOAL_RATIO)}`,
      settings: { ...PLAN, loop: 'open', rounds: ROUNDS, connections: CONNECTIONS, points: POINTS },
      raw: rounds,
    };
  } finally {
    await staff.end();
    await http.close();
    await web.close();
  }
}

export const bar: Bar = { name: 'B2', title: 'a query through Next and tRPC', run };
