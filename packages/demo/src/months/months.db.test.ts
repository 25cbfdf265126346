import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenServices } from '@ultrathink/api/demo';
import { testServices } from '@ultrathink/api/testing';
import { readControls } from '@ultrathink/db/controls';
import { replayOrder, verifyProjections } from '@ultrathink/db/engine';
import { anAuditedLog, openTestDatabase } from '@ultrathink/db/testing';
import { recordText } from '@ultrathink/domain/engine/core';
import { toEpochMs } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { fillDemo } from '../fill.ts';
import { makeMonths } from './months.ts';

const [ORDERS, DAYS] = [200, 5];
const database = await openTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'months-'));
afterAll(() => rmSync(folder, { recursive: true }));
const simulatorFile = join(folder, 'simulator/simulator.json');
const plan = {
  days: DAYS,
  orders: ORDERS,
  seed: 'months',
  engineUrl: database.url('engine'),
  migratorUrl: database.url('migrator'),
  simulatorFile,
};
const services = testServices(database) as OpenServices;
const filled = await fillDemo(services, join(folder, 'people'), plan);

const count = async (text: string): Promise<number> => {
  const [row] = await database.sql<{ n: number }>(`select (${text})::int as n`);
  return row?.n ?? -1;
};

it('has months behind it before anybody came: orders of every kind, fills, flows and fees', async () => {
  expect(filled.orders).toBeGreaterThan(ORDERS / 2);
  const rows = await database.sql<{ type: string; status: string }>(
    `select distinct ord_type as type, ord_status as status from trading."order" where level = 'Parent'`,
  );
  const types = new Set(rows.map(({ type }) => type));
  const ends = new Set(rows.map(({ status }) => status));
  expect([...types]).toEqual(expect.arrayContaining(['Limit', 'Market', 'Stop']));
  expect([...ends].sort()).toEqual(['Canceled', 'Expired', 'Filled', 'Rejected']);
  expect(await count('select count(distinct client_id) from trading.execution')).toBe(10);
  expect(await count('select count(distinct venue) from trading.execution')).toBe(3);
  expect(await count(`select count(*) from ledger.entry where cause = 'Withdrawal'`)).toBe(3);
  const commission = `select count(*) from ledger.posting where kind = 'Commission'`;
  expect(await count(commission)).toBeGreaterThan(ORDERS / 4);
  expect(await count('select count(*) from trading.markout')).toBeGreaterThan(0);
});

it('leaves nothing open: no break, no doubt, no order that works, nobody stopped', async () => {
  expect(await count('select count(*) from trading.break where closed_at is null')).toBe(0);
  expect(await count('select count(*) from trading.unconfirmed where ended_at is null')).toBe(0);
  expect(await count('select count(*) from trading."order" where ended_at is null')).toBe(0);
  expect(await count('select count(*) from risk.trading_state where grade is not null')).toBe(0);
});

it('has blocks of several clients, whose parts add up to what was filled of each', async () => {
  const rows = await database.sql<{ cum: string; parts: string; legs: number; clients: number }>(`
    select b.cum_qty as cum, coalesce(sum(f.last_qty), 0) as parts,
      count(distinct f.account_id)::int as legs, count(distinct f.client_id)::int as clients
    from trading.allocation a join trading."order" b on b.cl_ord_id = a.cl_ord_id
    left join trading."order" c on c.parent_cl_ord_id = b.cl_ord_id
    left join trading.allocated_fill f on f.cl_ord_id = c.cl_ord_id
    group by b.cl_ord_id, b.cum_qty order by b.cl_ord_id`);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map(({ parts }) => Number(parts))).toEqual(rows.map(({ cum }) => Number(cum)));
  const filled = rows.filter(({ cum }) => Number(cum) > 0);
  expect(filled.length).toBeGreaterThan(0);
  for (const { legs, clients } of filled) {
    expect(legs).toBeGreaterThan(1);
    expect(clients).toBeGreaterThan(1);
  }
});

it('has orders of strategies among those by hand, none of them turned off', async () => {
  const rows = await database.sql<{ strategy: string; n: number }>(
    `select strategy, count(*)::int as n from trading."order" where level = 'Parent' group by 1`,
  );
  const named = rows.filter(({ strategy }) => strategy !== null);
  expect(named.length).toBeGreaterThan(2);
  expect(named.length).toBeLessThan(rows.length);
  const off = `select count(*) from trading."order" where rejection::text like '%RepeatedExecution%'`;
  expect(await count(off)).toBe(0);
});

it('has an order that never arrived, and it is proven that it did not', async () => {
  const rows = await database.sql<{ how: string }>(
    `select distinct how from trading.unconfirmed where request = 'New'`,
  );
  expect(rows.map(({ how }) => how)).toContain('AbsentProven');
});

it('was filled in steps of its venues alone, which a block can be divided in', async () => {
  expect(
    await count('select count(*) from trading.execution where scale(trim_scale(last_qty)) > 8'),
  ).toBe(0);
});

it('looked at the market after its fills, and met another one than the one its orders were decided by', async () => {
  const fills = await count('select count(*) from trading.execution');
  expect(await count('select count(mid) from trading.markout')).toBeGreaterThan(3 * fills);
  const against = await database.sql<{ worse: boolean }>(`
    select distinct case o.side when 'Buy' then o.avg_px > m.notional / m.quantity
      else o.avg_px < m.notional / m.quantity end as worse
    from trading."order" o join trading.order_moment m on m.cl_ord_id = o.cl_ord_id
    where o.level = 'Parent' and m.moment = 'Decided' and m.quantity > 0 and o.avg_px is not null
      and o.avg_px <> m.notional / m.quantity`);
  expect(against.map(({ worse }) => worse).sort()).toEqual([false, true]);
});

it('was committed in its own time, which nobody can say of anything later', async () => {
  const older = `at < now() - interval '1 hour'`;
  expect(await count(`select count(*) from engine.journal where ${older}`)).toBeGreaterThan(ORDERS);
  expect(
    await count(`select count(*) from engine.journal where ${older} and recorded_at <> at`),
  ).toBe(0);
  const said = `insert into engine.journal (at, shard, sequence, epoch, version, kind, body, hash, recorded_at)
    values (now(), 0, 1, 1, 1, 'Started', '{}', sha256(''), now())`;
  await expect(database.as('engine').prisma.$executeRawUnsafe(said)).rejects.toThrow(/permission/);
});

it('reads as the journal says, and the ledger adds up to nothing in each asset', async () => {
  const client = new pg.Client({ connectionString: database.url('jobs') });
  await client.connect();
  expect(await verifyProjections(client, 0)).toEqual([]);
  await client.end();
  expect(
    await count(`select count(*) from (select asset from ledger.balance group by 1
    having sum(balance) <> 0) as bad`),
  ).toBe(0);
});

it('leaves positions that are what the ledger holds', async () => {
  const rows = await database.sql(`
    select p.account_id, p.base, p.quantity, l.balance from (select account_id,
        split_part(instrument, '/', 1) as base, sum(quantity) as quantity
      from portfolio.position group by 1, 2) as p
    join (select account_id, asset, sum(balance) as balance from ledger.balance
      where kind = 'Client' group by 1, 2) as l on l.account_id = p.account_id and l.asset = p.base
    where abs(p.quantity - l.balance) > 0.000001`);
  expect(rows).toEqual([]);
});

it('lets the simulated venues go on with what the books have there', async () => {
  const world = JSON.parse(readFileSync(simulatorFile, 'utf8')) as {
    venues: { name: string; funds: { asset: string; free: string }[] }[];
  };
  const theirs = world.venues.flatMap(({ name, funds }) =>
    funds.map(({ asset, free }) => `${name} ${asset} ${BigInt(free.slice('fixed:'.length))}`),
  );
  const ours = await database.sql<{ text: string }>(`
    select v.venue || ' ' || b.asset || ' ' || (sum(b.balance) * 1e18)::numeric(60, 0) as text
    from ledger.balance b join market_data.venue_account v on v.id = b.place_id
    where b.kind not in ('External', 'Market', 'Fee') group by v.venue, b.asset`);
  expect(theirs.sort()).toEqual(ours.map(({ text }) => text).sort());
});

it('is decided again as it was recorded', async () => {
  const sample = await database.sql<{ id: ClOrdId }>(
    `select cl_ord_id as id from trading."order" where level = 'Parent' order by cl_ord_id limit 4`,
  );
  for (const { id } of sample) {
    const replay = await replayOrder(database.url('jobs'), id);
    if (replay.kind !== 'Replayed') throw new Error(`${id} was not found.`);
    expect(replay.records.length).toBeGreaterThan(0);
    for (const { replayed } of replay.records) expect(replayed).toEqual({ kind: 'Same' });
  }
});

it('is a trail that verifies from its first event, in the order of its moments, and says what it is', async () => {
  const log = anAuditedLog(database);
  const sealed = await count('select count(*) from audit.event');
  for (let numbered = 0; numbered < sealed; ) {
    expect(await log.number()).toEqual([]);
    const now = await count('select count(*) from audit.leaf');
    if (now === numbered) break;
    numbered = now;
  }
  await log.sign();
  const { finding, events } = await log.check();
  expect(finding).toBeUndefined();
  expect(events).toBe(sealed);
  const [first] = await database.sql<{ body: string }>(
    `select convert_from(body, 'UTF8') as body from audit.event where chain = 'people' and sequence = 1`,
  );
  expect(first?.body).toContain('invented');
  for (const chain of ['people', 'shard-0']) {
    expect(
      await count(`select count(*) from (select at, lag(at) over (order by sequence) as before
        from audit.event where chain = '${chain}') as e where at < before`),
    ).toBe(0);
  }
});

it('ends its past for ever: an event of yesterday is refused now', async () => {
  expect(await count('select count(*) from audit.past where ended_at is not null')).toBe(1);
  const again = `select audit.begin_past(now() - interval '1 day')`;
  await expect(database.sql(again)).rejects.toThrow(/past/);
});

it('makes the same months of the same seed, to the byte', async () => {
  const controls = await readControls(database.as('engine'), 0, 0, 1_000);
  const [firstAt, lastAt] = [controls[0]?.at, controls.at(-1)?.at];
  if (firstAt === undefined || lastAt === undefined) throw new Error('Nothing was decided.');
  const accounts = controls.flatMap(({ body }) =>
    body.kind === 'VenueAccountSet' && body.key !== null
      ? [{ id: body.venueAccount, venue: body.venue }]
      : [],
  );
  const clients = controls.flatMap(({ body }) =>
    body.kind === 'TradersSet' && body.traders.length > 0
      ? [{ id: body.account as never, account: body.account, traders: body.traders }]
      : [],
  );
  const hashed = async () => {
    const hash = createHash('sha256');
    const { made } = await makeMonths({
      ...plan,
      orders: 60,
      fromMs: toEpochMs(firstAt),
      untilMs: toEpochMs(lastAt),
      epoch: 1,
      clients: clients.slice(0, 1).map(({ id, account, traders }) => ({
        id,
        name: 'Halden Capital Partners',
        accounts: [account],
        traders,
      })),
      accounts,
      controls: controls.slice(0, -3),
      append: async (batch) => {
        for (const { record } of batch) hash.update(recordText(record));
      },
    });
    return { orders: made.orders, hash: hash.digest('hex') };
  };
  const once = await hashed();
  expect(once.orders).toBeGreaterThan(0);
  expect(await hashed()).toEqual(once);
});
