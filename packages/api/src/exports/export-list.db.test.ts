/** Files of orders and executions: whose rows are in them, for whom there is none, and where they end. */
import type { TRPCError } from '@trpc/server';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import { type AccountId, addMs, type ClientId, type PersonId } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { systemClock } from '@ultrathink/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, aClientHouse, aContext, type House, testServices } from '../../testing/index.ts';
import type { Caller } from '../auth/caller.ts';
import { publicErrorOf } from '../errors.ts';
import { type ExportName, exportList } from './export-list.ts';

const database = await openTestDatabase();
const now = systemClock.now();
const halden: House = await aClientHouse(database, 'Halden');
const brixen: House = await aClientHouse(database, 'Brixen');
const services = testServices(database, {});
/** More than one page of the procedure. */
const ORDERS = 230;
const RUNNABLE = '=HYPERLINK("evil")';
const accounts = { halden: anId<AccountId>(), brixen: anId<AccountId>() };

const grantOf = (caller: Omit<Grant, 'id' | 'from' | 'until' | 'grantedBy'> & object): Grant =>
  ({
    id: anId<GrantId>(),
    ...caller,
    from: addMs(now, -60_000),
    until: null,
    grantedBy: 'Installation',
  }) as Grant;

function at(house: House, role: Role): Caller {
  const client = house.clientId as ClientId;
  const organisation = { kind: 'Client', id: house.id as OrganisationId, client } as const;
  const person = anId<PersonId>();
  return aCaller(person, organisation, [grantOf({ person, organisation, role } as never)]);
}

function staff(role: Role, ...houses: readonly House[]): Caller {
  const organisation = { kind: 'Firm', id: anId<OrganisationId>() } as const;
  const person = anId<PersonId>();
  const clients = houses.map(({ clientId }) => clientId as ClientId);
  return aCaller(person, organisation, [grantOf({ person, organisation, role, clients } as never)]);
}

const toldOf = (error: unknown) => publicErrorOf(error as TRPCError).code;

async function fileOf(
  caller: Caller | null,
  name: ExportName,
  search: object | string | null = null,
  most?: number,
) {
  const context = aContext(services, caller === null ? {} : { caller });
  const text = typeof search === 'string' || search === null ? search : JSON.stringify(search);
  const made = await exportList(context, name, text, most === undefined ? {} : { most });
  let whole = '';
  for await (const lines of made.lines) whole += lines;
  const [header = '', ...rows] = whole.slice(1).trimEnd().split('\r\n');
  return { fileName: made.fileName, mark: whole[0], header, rows };
}

/** What the trail says of files that this person took. */
async function sealedBy({ person }: Caller) {
  const rows = await database.sql<{ client: string | null; body: string }>(
    `select client_id as client, convert_from(body, 'UTF8') as body from audit.event
     where chain = 'people' and subject_kind = 'Export' order by sequence`,
  );
  return rows
    .map(({ client, body }) => ({ client, ...JSON.parse(body) }))
    .filter(({ actor }) => actor.id === person)
    .map(({ client, action, subject, after }) => ({
      client,
      action,
      kind: subject.kind,
      taken: after,
    }));
}

beforeAll(async () => {
  for (const [house, id, name, orders] of [
    [halden, accounts.halden, RUNNABLE, ORDERS],
    [brixen, accounts.brixen, 'Main', 3],
  ] as const) {
    const { clientId } = house;
    const insert = 'insert into clients.account (id, client_id, name) values ($1, $2, $3)';
    await database.sql(insert, [id, clientId, name]);
    for (let n = 0; n < orders; n += 1) {
      const order = anId<ClOrdId>();
      const side = n % 10 === 0 ? 'Sell' : 'Buy';
      await database.sql(
        `insert into trading."order" (cl_ord_id, level, account_id, client_id, instrument, side,
           ord_type, price, order_qty, time_in_force, is_post_only, is_reduce_only, ord_status,
           cum_qty, leaves_qty, late_qty, protection, placed_at, ended_at, shard, sequence)
         values ($1, 'Parent', $2, $3, 'BTC/USDT', $4, 'Limit', 65000.5, 2, 'GoodTillCancel', false,
           false, 'Filled', 2, 0, 0, 'NONE', $5, $5, 0, 1)`,
        [order, id, clientId, side, addMs(now, -1_000 * n)],
      );
      await database.sql(
        `insert into trading.execution (at, venue_account_id, exec_id, order_id, venue, cl_ord_id, account_id,
           client_id, instrument, side, last_qty, last_px, fee_amount, fee_asset, is_maker, traded_at,
           shard, sequence)
         values ($1, $2, $3, 'v', 'kraken', $4, $5, $6, 'BTC/USDT', $7, 2, 65000.5, -0.4, 'USDT', true, $1, 0, 1)`,
        [addMs(now, -1_000 * n), anId(), `T${n}`, order, id, clientId, side],
      );
    }
  }
});

describe.each(['orders', 'executions'] as const)('a file of %s', (name) => {
  it('has every row of the caller’s client and of nobody else, by pages', async () => {
    const own = await fileOf(at(halden, 'ClientViewer'), name);
    expect(own.mark).toBe('\ufeff');
    expect(own.fileName).toMatch(new RegExp(`^${name}-\\d{4}-\\d\\d-\\d\\dT\\d{4}Z\\.csv$`));
    expect(own.rows).toHaveLength(ORDERS);
    expect(new Set(own.rows).size).toBe(ORDERS);
    expect(own.rows.every((row) => row.includes(accounts.halden))).toBe(true);
  });

  it('ASVS 8.2.2 has none of another client, whoever is asked for', async () => {
    const of = [{ clients: [halden.clientId] }, { client: halden.clientId }];
    for (const search of [...of, { account: accounts.halden }]) {
      expect((await fileOf(at(brixen, 'ClientAdministrator'), name, search)).rows).toEqual([]);
      expect((await fileOf(staff('Trader', brixen), name, search)).rows).toEqual([]);
    }
    expect((await fileOf(staff('Trader', brixen), name)).rows).toHaveLength(3);
  });

  it('ASVS 8.2.1 is refused to nobody and to roles that read no orders', async () => {
    await expect(fileOf(null, name)).rejects.toMatchObject({ publicCode: 'SignInNeeded' });
    await expect(fileOf(staff('Administrator'), name)).rejects.toMatchObject({
      publicCode: 'Forbidden',
    });
  });

  it('has what the filter matches', async () => {
    const { rows } = await fileOf(at(halden, 'ClientViewer'), name, { side: 'Sell' });
    expect(rows).toHaveLength(ORDERS / 10);
  });

  it('ASVS 1.2.10 has no cell that a spreadsheet would run, and figures as they are', async () => {
    const { rows } = await fileOf(at(halden, 'ClientViewer'), name, { side: 'Sell' });
    expect(rows[0]).toContain(`"'${RUNNABLE.replaceAll('"', '""')}"`);
    expect(rows[0]).toContain('65000.5');
    if (name === 'executions') expect(rows[0]).toContain(',-0.4,USDT,');
  });

  it('is cut where it was said, and says so in its last line', async () => {
    const { rows } = await fileOf(at(halden, 'ClientViewer'), name, null, 210);
    expect(rows).toHaveLength(211);
    expect(rows.at(-1)).toMatch(/^Cut at 210 rows/);
    const whole = await fileOf(at(brixen, 'ClientViewer'), name, null, 3);
    expect(whole.rows).toHaveLength(3);
  });

  it('ASVS 16.2.1 is sealed before its first line: who takes it, narrowed to what, how many rows at most', async () => {
    const action = name === 'orders' ? 'trading.exportOrders' : 'trading.exportExecutions';
    for (const [caller, client] of [
      [at(halden, 'ClientViewer'), halden.clientId],
      [staff('Trader', brixen, halden), null],
    ] as const) {
      const context = aContext(services, { caller });
      const { lines } = await exportList(context, name, JSON.stringify({ side: 'Sell' }), {
        most: 7,
      });
      // Nobody has taken a line yet.
      expect(await sealedBy(caller)).toEqual([
        {
          client,
          action,
          kind: 'Export',
          taken: { filter: { side: 'Sell' }, format: 'CSV', most: 7 },
        },
      ]);
      await lines.return();
      // Whoever takes it again has done so twice.
      await fileOf(caller, name);
      expect(await sealedBy(caller)).toHaveLength(2);
    }
  });

  it('is not given out where it could not be sealed, and nothing is sealed of what is refused', async () => {
    const caller = at(halden, 'ClientViewer');
    // Its key would be older than the door takes.
    const clock = { ...services.clock, now: () => addMs(now, 2 * 86_400_000) };
    const context = aContext({ ...services, clock }, { caller });
    const told = await exportList(context, name, null).catch(toldOf);
    expect(told).toBe('InvalidInput');
    await expect(fileOf(caller, name, '{"nothing":1}')).rejects.toThrow();
    expect(await sealedBy(caller)).toEqual([]);
  });

  it('is not begun for what is no filter', async () => {
    for (const search of ['[]', '{', '"a"', '{"account":"x"}', '{"nothing":1}']) {
      const told = await fileOf(at(halden, 'ClientViewer'), name, search).catch(toldOf);
      expect(told).toBe('InvalidInput');
    }
    const long = JSON.stringify({ side: 'x'.repeat(20_000) });
    await expect(fileOf(at(halden, 'ClientViewer'), name, long)).rejects.toMatchObject({
      publicCode: 'TooLarge',
    });
  });
});
