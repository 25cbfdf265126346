/** Tables that are only ever added to, kept in months. How a month is archived stands in the README. */

import { addMs, fromEpochMs } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { aMeasure, anActor, openTestDatabase } from '../testing/index.ts';
import { read } from './index.ts';
import {
  insertMeasure,
  latestMeasure,
  listMeasures,
  makeMonthsAhead,
  readDatabaseFigures,
} from './operations/index.ts';

const database = await openTestDatabase();
const jobs = database.as('jobs');
const firm = anActor();
const HOUR = 3_600_000;
const asStaff = <T>(work: Parameters<typeof read<T>>[2]) =>
  read(database.as('app_staff'), firm, work);

const id = aMeasure().id;
const sha256 = '0'.repeat(64);
/** What puts one row into a table, as a superuser. */
const ROWS = {
  'audit.command': `insert into audit.command (actor, idempotency_key, id, kind, input_hash)
    values ('${id}', '${id}', '${id}', 'a.b', sha256('x'))`,
  'audit.answer': `insert into audit.answer values ('${id}', '${id}', null, '1')`,
  'audit.event': eventsOf(`values (now(), 1)`),
  'market_data.bar': `insert into market_data.bar
    values ('BTC/EUR', 'kraken', date_trunc('minute', now()), 1, 1, 1, 1, 1)`,
  'market_data.venue_state': `insert into market_data.venue_state values (now(), 'kraken', 'UP', '[]')`,
  'engine.journal': `with lease as (insert into engine.lease values (0, 1, 'test', now(), now()))
    insert into engine.journal values (now(), 0, 1, 1, 1, 'Started', '{}', sha256(''))`,
  'engine.command': `insert into engine.command
    values ('${id}', '${id}', '${id}', now(), 'PlaceOrder', 'x', 0, 1, null)`,
  'trading.execution': `insert into trading.execution values (now(), '${id}', 'x', 'kraken', null, null, null, null,
    'x', 'BTC/EUR', 'Buy', 1, 1, null, null, null, null, now(), 0, 1)`,
  'trading.execution_fee': `insert into trading.execution_fee values (now(), '${id}', 'x', null, 1, 'EUR')`,
  'trading.decision': `insert into trading.decision
    values (now(), 0, 1, 0, '${id}', '${id}', null, 'Approved', '${id}', '[]')`,
  'trading.receipt': `insert into trading.receipt
    values (now(), 0, 1, 0, '${id}', null, 'x', '${sha256}', '${sha256}', '{}', '{}', '[]')`,
  'trading.allocation': `insert into trading.allocation
    values (now(), '${id}', 1, '${id}', null, 'ProRata', 1, '{}', '${sha256}')`,
  'trading.allocated_fill': `insert into trading.allocated_fill
    values (now(), '${id}', 'x', '${id}', null, 1, 1, 1, null, null, 0, 1)`,
  'trading.block_correction': `insert into trading.block_correction
    values (now(), '${id}', 1, 'Evened', null, '${id}', '${id}', '${id}', 0, 1, 0, '{}', 0, 1)`,
  'trading.order_moment': `insert into trading.order_moment values (now(), 0, 1, 0, '${id}', null, 'Ended')`,
  'trading.markout': `insert into trading.markout values (now(), '${id}', 'x', 1000, null)`,
  'ledger.posting': postingsOf('ledger.posting'),
  'ledger.entry': postingsOf('ledger.entry'),
};
/** A column to set to what it is; `id` where it is not named. */
const COLUMNS: Readonly<Record<string, string>> = {
  'audit.answer': 'actor',
  'market_data.bar': 'venue',
  'market_data.venue_state': 'venue',
  'engine.journal': 'kind',
  'engine.command': 'act',
  'trading.execution': 'venue',
  'trading.execution_fee': 'fee_asset',
  'trading.decision': 'verdict',
  'trading.receipt': 'hash',
  'trading.allocated_fill': 'exec_id',
  'trading.block_correction': 'why',
  'trading.order_moment': 'moment',
  'trading.markout': 'exec_id',
  'ledger.posting': 'asset',
};

/** An entry and its postings are written together or not at all. */
function postingsOf(table: string): string {
  const entry = table === 'ledger.entry' ? aMeasure().id : id;
  return `with entry as (insert into ledger.entry values (now(), '${entry}', null, 'Deposit', 'x', null, 0, 1))
    insert into ledger.posting select now(), '${entry}', n, 'x', 'Suspense', null, null, 'EUR', 'Venue', '${id}', a
    from (values (0, 1), (1, -1)) as p (n, a)`;
}

/** Events of other contents than sealed ones: months know nothing of contents. */
function eventsOf(atAndNumber: string): string {
  return `insert into audit.event select m.at, uuidv7(), 'test', m.n, null, '{}', sha256(''),
    sha256(''), uuidv7(), 'a.b', 'Test', '1', uuidv7(), uuidv7() from (${atAndNumber}) as m (at, n)`;
}

describe('an append-only table', () => {
  const tables = [
    'audit.command',
    'audit.event',
    'audit.answer',
    'operations.database_measure',
    'market_data.bar',
    'market_data.venue_state',
    'engine.journal',
    'engine.command',
    'trading.execution',
    'trading.execution_fee',
    'trading.decision',
    'trading.receipt',
    'trading.allocation',
    'trading.allocated_fill',
    'trading.markout',
    'trading.block_correction',
    'trading.order_moment',
    'ledger.posting',
    'ledger.entry',
  ] as const;

  it.each(tables)(
    '%s is changed by nobody, the owner and the superuser included',
    async (table) => {
      if (table === 'operations.database_measure') await insertMeasure(jobs, aMeasure());
      else await database.sql(ROWS[table]);
      const column = COLUMNS[table] ?? 'id';
      const change = [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table}`,
      ];
      for (const statement of change) {
        await expect(database.sql(statement), statement).rejects.toThrow(/append-only/);
        await expect(
          database.as('migrator').prisma.$executeRawUnsafe(statement),
          `owner: ${statement}`,
        ).rejects.toThrow(/append-only/);
        for (const role of ['app_staff', 'engine', 'jobs', 'auditor'] as const) {
          const refused = database.as(role).prisma.$executeRawUnsafe(statement);
          await expect(refused, `${role}: ${statement}`).rejects.toThrow(/permission denied/);
        }
      }
    },
  );

  it('has the months from last month to three ahead, and makes none twice', async () => {
    expect(await makeMonthsAhead(jobs)).toBe(0);
    const kept = await database.sql<{ n: number }>(
      'select count(*)::int as n from audit.partitioned_table',
    );
    expect(await makeMonthsAhead(jobs, 5)).toBe(2 * (kept[0]?.n ?? 0));
    expect(await makeMonthsAhead(jobs, 5)).toBe(0);
    const months = await database.sql<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits
       where inhparent = 'operations.database_measure'::regclass order by 1`,
    );
    const now = new Date();
    const name = (ahead: number) => {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      return `operations.database_measure_${month.toISOString().slice(0, 7).replace('-', '_')}`;
    };
    expect(months.map((m) => m.name)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5].map(name)));
  });

  it('makes months ahead for the jobs alone', async () => {
    await expect(makeMonthsAhead(database.as('app_staff'))).rejects.toThrow(/permission denied/);
  });

  it('gives a month away and takes it back without losing a row, by the steps of the README', async () => {
    const owner = (statement: string) =>
      database.as('migrator').prisma.$executeRawUnsafe(statement);
    const month = 'audit.event_2020_02';
    const makeMonth = `select audit.make_months('audit.event', 'time', '2020-02-01', '2020-02-01')`;
    const seen = () =>
      asStaff((tx) => tx.event.count({ where: { at: { lt: new Date(2021, 0) } } }));
    const settings = () =>
      database.sql(
        `select relforcerowsecurity, relhastriggers, pg_get_expr(relpartbound, oid) as bounds,
           (select count(*) from pg_trigger where tgrelid = c.oid) as triggers
         from pg_class c where oid = '${month}'::regclass`,
      );
    await owner(makeMonth);
    const hourly = `select '2020-02-10'::timestamptz + n * interval '1 hour', n from generate_series(1, 300) n`;
    await database.sql(eventsOf(hourly));
    const before = await settings();
    expect(await seen()).toBe(300);

    await owner(`alter table audit.event detach partition ${month} concurrently`);
    expect(await seen()).toBe(0);
    await owner(`alter table ${month} no force row level security`);
    // Stands for the file that is copied out and in: the same rules of row security.
    expect(await owner(`create table operations.archived as table ${month}`)).toBe(300);
    await owner(`drop table ${month}`);

    await owner(makeMonth);
    await owner(`alter table ${month} no force row level security`);
    expect(await owner(`insert into ${month} table operations.archived`)).toBe(300);
    await owner(`alter table ${month} force row level security`);
    expect(await seen()).toBe(300);
    expect(await settings()).toEqual(before);
    await owner('drop table operations.archived');
  });
});

describe('measures of the database', () => {
  it('are read as they were kept, and the same one twice is one', async () => {
    const measure = aMeasure({ at: fromEpochMs(Date.now()) });
    await insertMeasure(jobs, measure);
    await insertMeasure(jobs, measure);
    expect(await asStaff(latestMeasure)).toEqual(measure);
  });

  it('are spread evenly when there are more than a chart can show', async () => {
    const start = fromEpochMs(Math.floor(Date.now() / HOUR) * HOUR - 20 * 24 * HOUR);
    const at = (hours: number) => addMs(start, hours * HOUR);
    for (let hour = 0; hour < 48; hour += 1) await insertMeasure(jobs, aMeasure({ at: at(hour) }));
    const listed = await asStaff((tx) => listMeasures(tx, { from: at(0), to: at(48), most: 12 }));
    expect(listed.map((m) => m.at)).toEqual(Array.from({ length: 12 }, (_, i) => at(4 * i + 3)));
  });

  it('are kept out of the sight of clients', async () => {
    const look = read(database.as('app_client'), firm, latestMeasure);
    await expect(look).rejects.toThrow(/permission denied/);
  });

  it('are refused when they are impossible', async () => {
    const impossible = aMeasure({ disk: { totalBytes: 1, freeBytes: 2 } });
    await expect(insertMeasure(jobs, impossible)).rejects.toThrow(/database_measure_is_possible/);
  });

  it('come from the server: size, connections, and each partitioned table as one', async () => {
    const { databaseBytes, connections, tables } = await readDatabaseFigures(jobs);
    expect(databaseBytes).toBeGreaterThan(1_000_000);
    expect(connections.active).toBeGreaterThan(0);
    expect(connections.limit).toBeGreaterThanOrEqual(connections.active + connections.idle);
    const names = tables.map(({ schema, name }) => `${schema}.${name}`);
    expect(names).toContain('operations.database_measure');
    expect(names.filter((name) => /_\d{4}_\d{2}$/.test(name))).toEqual([]);
    expect(tables.map((t) => t.totalBytes)).toEqual(
      tables.map((t) => t.totalBytes).sort((a, b) => b - a),
    );
  });

  it('say that rows were not counted yet, and never that there are none', async () => {
    await database.sql('create table operations.uncounted as select generate_series(1, 50000)');
    const { tables } = await readDatabaseFigures(jobs);
    expect(tables.find(({ name }) => name === 'uncounted')?.rowsEstimated).toBeNull();
    await database.sql('analyze operations.uncounted');
    const { tables: later } = await readDatabaseFigures(jobs);
    expect(later.find(({ name }) => name === 'uncounted')?.rowsEstimated).toBe(50_000);
  });
});
