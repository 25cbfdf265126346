/** What trading gained day by day: of whose trades, and by which prices. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId } from '@ultrathink/domain/access';
import { addMs, type ClientId, type PersonId } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { beforeAll, expect, it } from 'vitest';
import { aCaller, aClientHouse, aContext, type House, testServices } from '../../testing/index.ts';
import { appRouter } from '../root.ts';

const DAY_MS = 86_400_000;
const database = await openTestDatabase();
const now = systemClock.now();
const halden = await aClientHouse(database, 'Halden');
const brixen = await aClientHouse(database, 'Brixen');
const services = testServices(database, {});

function at(house: House) {
  const client = house.clientId as ClientId;
  const person = anId<PersonId>();
  const organisation = { kind: 'Client', id: house.id as OrganisationId, client } as const;
  const grant = {
    ...{ id: anId<GrantId>(), person, organisation, role: 'ClientViewer', until: null },
    ...{ from: addMs(now, -60_000), grantedBy: 'Installation' },
  } as Grant;
  const caller = aCaller(person, organisation, [grant]);
  return appRouter.createCaller(aContext(services, { caller })).portfolio;
}

/** One trade of so many BTC at a price, charged a tenth of a USD, so many days ago. */
async function trade(house: House, account: string, daysAgo: number, qty: string, px: string) {
  const when = addMs(now, -daysAgo * DAY_MS);
  const [order, entry] = [anId(), anId()];
  const paid = `${-(Number(qty) * Number(px) + 0.1)}`;
  // Balanced per asset within the transaction, as the ledger demands.
  await database.sql(
    `with made as (insert into ledger.entry (at, id, client_id, cause, reference, shard, sequence)
        values ($1, $2, $3, 'Trade', $4, 0, 1))
      insert into ledger.posting (at, entry_id, ordinal, account_key, kind, account_id, client_id, asset,
        place_kind, place_id, amount)
      select $1, $2, n, kind || asset, kind, case kind when 'Client' then $5::uuid end,
        case kind when 'Client' then $3::uuid end, asset, 'Venue', $6, amount
      from (values (0, 'Client', 'BTC', $7::numeric), (1, 'Client', 'USD', $8::numeric),
        (2, 'Market', 'BTC', -$7::numeric), (3, 'Market', 'USD', -$8::numeric)) as p(n, kind, asset, amount)`,
    [when, entry, house.clientId, `${order}|e-${order}`, account, anId(), qty, paid],
  );
  await database.sql(
    `insert into trading.execution (at, venue_account_id, exec_id, venue, cl_ord_id, account_id, client_id,
      order_id, instrument, side, last_qty, last_px, traded_at, shard, sequence)
      values ($1, $2, $3, 'kraken', $4, $5, $6, 'v', 'BTC/USD', 'Buy', $7, $8, $1, 0, 1)`,
    [when, anId(), `e-${order}`, order, account, house.clientId, qty, px],
  );
  await database.sql(
    `insert into portfolio.position (account_id, instrument, client_id, method, fees, quantity, cost, lots,
      realised, fees_apart, cash, shard, sequence)
      values ($1, 'BTC/USD', $2, 'Fifo', 'IntoCost', $3, 0, 1, 0, 0, $4, 0, 1)
      on conflict (account_id, instrument) do update set quantity = position.quantity + excluded.quantity,
        cash = position.cash + excluded.cash`,
    [account, house.clientId, qty, paid],
  );
}

beforeAll(async () => {
  const accounts = new Map<House, string>();
  for (const house of [halden, brixen]) {
    const id = anId();
    accounts.set(house, id);
    const insert = 'insert into clients.account (id, client_id, name) values ($1, $2, $3)';
    await database.sql(insert, [id, house.clientId, 'Main']);
  }
  const own = accounts.get(halden) ?? '';
  await trade(halden, own, 1, '2', '100');
  await trade(halden, own, 0, '1', '110');
  await trade(brixen, accounts.get(brixen) ?? '', 0, '5', '110');
});

it('ASVS 8.2.2 is told of one’s own trades alone, and of no day whose prices are not known', async () => {
  const results = await at(halden).getResults({ days: 3 });
  expect(results.days.map(({ day }) => day)).toEqual(
    [2, 1, 0].map((ago) => addMs(now, -ago * DAY_MS).slice(0, 10)),
  );
  // Without a price of BTC nothing says what was gained since there was some.
  expect(results.days.map(({ gain }) => gain)).toEqual(['0', null, null]);
  expect(results.chargesToday).toBe('0.1');
  expect((await at(brixen).getResults({ days: 1 })).chargesToday).toBe('0.1');
});

it('ASVS 8.2.2 is told what one’s own trades moved and were charged, by the strategy of their order', async () => {
  const { traded } = await at(halden).listTraded({ days: 3 });
  const [row, ...more] = traded;
  expect(more).toEqual([]);
  expect(row).toMatchObject({ instrument: 'BTC/USD', strategy: null, fills: 2, sold: '0' });
  expect([row?.bought, row?.client]).toEqual(['3', halden.clientId]);
  // 2 at 100 and 1 at 110, a tenth of a USD each.
  expect(row?.amounts).toEqual([
    { asset: 'BTC', moved: '3', charged: '0' },
    { asset: 'USD', moved: '-310.2', charged: '0.2' },
  ]);
  const today = await at(halden).listTraded({ days: 1 });
  expect(today.traded.map(({ bought }) => bought)).toEqual(['1']);
});

it('ASVS 8.2.2 is told what one had at the end of each day, and of which asset a price is missing', async () => {
  const { days, money } = await at(halden).getWorth({ days: 2 });
  expect([money, days.length]).toEqual(['USD', 2]);
  expect(days.map(({ day }) => day).at(-1)).toBe(now.slice(0, 10));
  // Nothing stands in the balances here but what is owed by the trades of today: BTC has no price.
  expect(days[0]).toMatchObject({ worth: null, unpriced: ['BTC'], deposited: '0', withdrawn: '0' });
  const other = await at(brixen).getWorth({ days: 2 });
  expect(other.days[1]).toMatchObject({ worth: '0', unpriced: [] });
});
