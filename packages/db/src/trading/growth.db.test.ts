/**
 * What pages read goes on as fast as it is while tables grow: asked of the database itself, which counts
 * the rows that a transaction read by going through a table from end to end.
 */
import { type AccountId, addMs, type ClientId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  aClientsActor,
  anActor,
  anId,
  openTestDatabase,
  systemClock,
} from '../../testing/index.ts';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { read } from '../read.ts';
import { listCostedOrders } from '../tca/index.ts';
import {
  countDoubts,
  listBreaks,
  listCharges,
  listChildren,
  listExecutions,
  listFlows,
  listMovements,
  listOrders,
  listUnconfirmed,
  listUnderStop,
  type OrderSearch,
} from './index.ts';

const ORDERS = 6_000;
const database = await openTestDatabase();
const now = systemClock.now();
const client = anId<ClientId>();
const account = anId<AccountId>();
const venueAccount = anId();

/** One an hour back in time, of two clients; each with a child, a fill, its entry and what was looked at after. */
const GROWN = `
  create temporary table made as select n, uuidv7(make_interval(secs => -n * 600)) as parent,
    uuidv7(make_interval(secs => -n * 600)) as child, uuidv7(make_interval(secs => -n * 600)) as entry,
    '${now}'::timestamptz - make_interval(secs => n * 600) as at,
    case when n % 2 = 0 then '${client}' else '${anId()}' end::uuid as client,
    case when n % 2 = 0 then '${account}' else '${anId()}' end::uuid as account,
    (array['BTC/USD', 'ETH/USD', 'SOL/USD'])[1 + n % 3] as instrument
  from generate_series(1, ${ORDERS}) n;
  insert into trading."order" (cl_ord_id, level, parent_cl_ord_id, venue, venue_account_id, account_id, client_id,
    instrument, side, ord_type, price, order_qty, time_in_force, is_post_only, is_reduce_only, ord_status,
    cum_qty, leaves_qty, late_qty, protection, placed_at, ended_at, shard, sequence)
  select case l when 'Parent' then parent else child end, l, case l when 'Child' then parent end,
    case l when 'Child' then 'kraken' end, case l when 'Child' then '${venueAccount}'::uuid end, account, client,
    instrument, 'Buy', 'Limit', 100, 2, 'GoodTillCancel', false, false, 'Filled', 2, 0, 0, 'NONE', at, at, 0, n
  from made cross join unnest(array['Parent', 'Child']) l;
  insert into trading.execution (at, venue_account_id, exec_id, venue, cl_ord_id, parent_cl_ord_id, account_id,
    client_id, order_id, instrument, side, last_qty, last_px, is_maker, mid, traded_at, shard, sequence)
  select at, '${venueAccount}', 'x' || n, 'kraken', child, parent, account, client, 'o' || n, instrument, 'Buy', 2,
    100, false, 100, at, 0, n from made;
  insert into trading.order_moment (at, shard, sequence, ordinal, cl_ord_id, client_id, moment, bid, ask, mid)
  select at, 0, n, 0, parent, client, 'Decided', 99, 101, 100 from made;
  insert into trading.markout select at + interval '1 minute', '${venueAccount}', 'x' || n, 60000, 100 from made;
  insert into trading.unconfirmed (cl_ord_id, request, client_id, venue_account_id, since, is_with_human, resends,
    ended_at, how, shard, sequence) select child, 'New', client, '${venueAccount}', at, false, 0, at, 'Adopted', 0, n from made;
  insert into trading.break (id, kind, venue_account_id, client_id, severity, opened_at, subject, closed_at, how,
    shard, sequence) select 'b' || n, 'Quantity', '${venueAccount}', client, 'Low', at, 's', at, 'Healed', 0, n from made;
  insert into ledger.entry (at, id, client_id, cause, reference, shard, sequence)
  select at, entry, client, case when n % 500 = 0 then 'Deposit' else 'Trade' end, child || '|x' || n, 0, n from made;
  insert into ledger.posting (at, entry_id, ordinal, account_key, kind, account_id, client_id, asset, place_kind,
    place_id, amount)
  select at, entry, o, o || account::text, case o when 0 then 'Client' else 'Market' end, case o when 0 then account end,
    case o when 0 then client end, 'BTC', 'Venue', '${venueAccount}', case o when 0 then 2 else -2 end
  from made cross join generate_series(0, 1) o`;

beforeAll(async () => {
  await database.sql(`set session_replication_role = replica;
    select audit.make_months(t.table_name::regclass, t.key, (now() - interval '3 months')::date, now()::date)
    from audit.partitioned_table t where t.key = 'time'; ${GROWN}`);
  await database.sql('vacuum analyze');
});

/** Rows of the tables that grow which `work` came by without an index, by table. */
async function wentThrough(tx: Tx, work: (tx: Tx) => Promise<unknown>) {
  const counted = () =>
    tx.$queryRaw<{ name: string; rows: number }[]>(Prisma.sql`
    select schemaname || '.' || relname as name, seq_tup_read::int as rows
    from pg_stat_xact_user_tables where schemaname in ('trading', 'ledger') order by 1`);
  // What the same connection did a moment ago may be counted still.
  const before = new Map((await counted()).map(({ name, rows }) => [name, rows]));
  await work(tx);
  return (await counted()).flatMap(({ name, rows }) => {
    const fresh = rows - (before.get(name) ?? 0);
    return fresh > 0 ? [{ name, rows: fresh }] : [];
  });
}

const EVERY: OrderSearch = {
  show: 'All',
  client: null,
  account: null,
  instrument: null,
  clients: null,
  accounts: null,
  instruments: null,
  statuses: null,
  side: null,
  from: null,
  until: null,
  before: null,
  most: 51,
};
const FILLS = { ...EVERY, venues: null, before: null, after: null };
const MOVED = { client, account: null, causes: null, before: null, most: 50 };
const COSTS = {
  from: addMs(now, -80 * 86_400_000),
  to: now,
  client: null,
  account: null,
  instrument: null,
  side: null,
  strategy: null,
  venue: null,
  most: 200,
};
const old = addMs(now, -20 * 86_400_000);
const FIRM = { level: 'firm', scope: 'firm' } as const;
const ofClient = { level: 'client', scope: client } as const;

const oldest = async (tx: Tx): Promise<ClOrdId> => {
  const last = await listOrders(tx, { ...EVERY, until: old, most: 1 });
  return last[0]?.clOrdId ?? anId<ClOrdId>();
};

const READS: Readonly<Record<string, (tx: Tx) => Promise<readonly unknown[]>>> = {
  'orders, the newest': (tx) => listOrders(tx, EVERY),
  'orders, a page far behind': async (tx) => listOrders(tx, { ...EVERY, before: await oldest(tx) }),
  'orders that work': (tx) => listOrders(tx, { ...EVERY, show: 'Working' }),
  'orders of one client': (tx) => listOrders(tx, { ...EVERY, client }),
  'orders of some accounts': (tx) => listOrders(tx, { ...EVERY, accounts: [account] }),
  'orders of an instrument': (tx) => listOrders(tx, { ...EVERY, instrument: 'SOL/USD' }),
  'orders of an instrument that nobody traded': (tx) =>
    listOrders(tx, { ...EVERY, instruments: ['DOT/USD'] }),
  'orders of a day': (tx) =>
    listOrders(tx, { ...EVERY, from: addMs(old, -86_400_000), until: old }),
  'what venues were sent of a page of orders': async (tx) => {
    const page = await listOrders(tx, EVERY);
    return listChildren(
      tx,
      page.map(({ clOrdId }) => clOrdId),
      1_000,
    );
  },
  'executions, the newest': (tx) => listExecutions(tx, FILLS),
  'executions, a page far behind': (tx) =>
    listExecutions(tx, { ...FILLS, after: { at: old, venueAccount, execId: 'x' } }),
  'executions of one client': (tx) => listExecutions(tx, { ...FILLS, client }),
  'executions of an account': (tx) => listExecutions(tx, { ...FILLS, account }),
  'executions of an account that has none': (tx) =>
    listExecutions(tx, { ...FILLS, accounts: [anId<AccountId>()] }),
  'executions of an instrument that nobody traded': (tx) =>
    listExecutions(tx, { ...FILLS, instrument: 'DOT/USD' }),
  'movements, the newest': (tx) => listMovements(tx, MOVED),
  'movements, a page far behind': (tx) =>
    listMovements(tx, { ...MOVED, before: { at: old, entry: anId() } }),
  'deposits and withdrawals among movements': (tx) =>
    listMovements(tx, { ...MOVED, causes: ['Deposit', 'Withdrawal'] }),
  'deposits and withdrawals': (tx) => listFlows(tx, { client: null, most: 500 }),
  'charges of today': (tx) => listCharges(tx, { client, from: addMs(now, -3_600_000) }),
  'costs of the newest orders': (tx) => listCostedOrders(tx, { ...COSTS, hasMarkouts: true }),
  'costs of one order': async (tx) =>
    listCostedOrders(tx, { ...COSTS, clOrdId: await oldest(tx), hasMarkouts: true }),
  'orders under a stop of the firm': (tx) =>
    listUnderStop(tx, { key: FIRM, since: addMs(now, -60_000), most: 2_000 }),
  'orders under a stop of a client': (tx) =>
    listUnderStop(tx, { key: ofClient, since: addMs(now, -60_000), most: 2_000 }),
  'requests without a proven outcome': (tx) => listUnconfirmed(tx, { client: null, most: 200 }),
  'what is open, counted': async (tx) => [await countDoubts(tx)],
  'open breaks': (tx) => listBreaks(tx, { show: 'Open', client: null, most: 200 }),
  'closed breaks': (tx) => listBreaks(tx, { show: 'Closed', client: null, most: 200 }),
};
/** What a client's own people may not read at all. */
const OF_STAFF = new Set([
  'costs of the newest orders',
  'costs of one order',
  'what is open, counted',
  'open breaks',
  'closed breaks',
]);
const names = Object.keys(READS);

describe.each([
  ['the whole firm', 'app_staff', anActor(), names],
  ['staff of one client', 'app_staff', anActor({ kind: 'Staff', clientIds: [client] }), names],
  ['a client', 'app_client', aClientsActor(client), names.filter((name) => !OF_STAFF.has(name))],
] as const)('with tables that grow, for %s', (_who, role, actor, own) => {
  it.each(own)('%s: no table is gone through from end to end', async (name) => {
    const reading = READS[name];
    if (reading === undefined) throw new Error(`Nothing is called ${name}.`);
    const found = await read(database.as(role), actor, (tx) => wentThrough(tx, reading));
    expect(found).toEqual([]);
  });
});

it('sees it where a table is gone through', async () => {
  const found = await read(database.as('app_staff'), anActor(), (tx) =>
    wentThrough(tx, () => tx.order.count({ where: { avgPx: { gt: 1 } } })),
  );
  expect(found).toEqual([{ name: 'trading.order', rows: 2 * ORDERS }]);
});
