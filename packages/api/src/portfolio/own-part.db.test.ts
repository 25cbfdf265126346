/** What a client is shown of itself: worth, gains, use of limits and movements; and nothing of others. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import { type AccountId, addMs, type ClientId, type PersonId } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, aClientHouse, aContext, type House, testServices } from '../../testing/index.ts';
import type { Caller } from '../auth/caller.ts';
import { appRouter } from '../root.ts';

const database = await openTestDatabase();
const now = systemClock.now();
const halden: House = await aClientHouse(database, 'Halden');
const brixen: House = await aClientHouse(database, 'Brixen');
const services = testServices(database, {});
const as = (caller: Caller) => appRouter.createCaller(aContext(services, { caller }));
const [main, foreign, place] = [anId<AccountId>(), anId<AccountId>(), anId()];
const [order, child, foreignOrder] = [anId(), anId(), anId()];

function at(house: House, role: Role): Caller {
  const client = house.clientId as ClientId;
  const organisation = { kind: 'Client', id: house.id as OrganisationId, client } as const;
  const person = anId<PersonId>();
  const who = { id: anId<GrantId>(), person, organisation, role };
  const when = { from: addMs(now, -60_000), until: null, grantedBy: 'Installation' };
  return aCaller(person, organisation, [{ ...who, ...when } as Grant]);
}

const viewer = at(halden, 'ClientViewer');

/** A minute of each pair: bitcoin at 60,000 dollars, a euro at 1.2. */
async function prices(): Promise<void> {
  for (const [instrument, base, quote, close] of [
    ['BTC/USD', 'BTC', 'USD', '60000'],
    ['BTC/EUR', 'BTC', 'EUR', '50000'],
  ]) {
    await database.sql(
      `insert into market_data.instrument values ($1, $2, $3, now()) on conflict do nothing`,
      [instrument, base, quote],
    );
    await database.sql(
      `insert into market_data.venue_instrument (venue, instrument_id, symbol, status, tick_size, step_size,
         min_qty, maker_rate, taker_rate, capabilities, probed_at)
       values ('kraken', $1, $1, 'Open', 0.1, 0.001, 0.001, 0, 0.001, '{}', now()) on conflict do nothing`,
      [instrument],
    );
    await database.sql(
      `insert into market_data.bar values ($1, 'kraken', date_trunc('minute', now()), $2, $2, $2, $2, 1)`,
      [instrument, close],
    );
  }
}

async function held(house: House, account: AccountId, asset: string, balance: string) {
  await database.sql(
    `insert into ledger.balance (account_key, kind, account_id, client_id, asset, place_kind, place_id,
       balance, held, shard, sequence) values ($1, 'Client', $2, $3, $4, 'Venue', $5, $6, 0, 0, 1)`,
    [`Client|${account}|${asset}`, account, house.clientId, asset, place, balance],
  );
}

interface Entry {
  readonly house: House;
  readonly account: AccountId;
  readonly cause: string;
  readonly reference: string;
  readonly secondsAgo: number;
  readonly amounts: readonly (readonly [string, string])[];
}

/** With the outside on the other side, so that each asset adds up to nothing. */
async function booked({ house, account, cause, reference, secondsAgo, amounts }: Entry) {
  const [id, when] = [anId(), addMs(now, -secondsAgo * 1_000)];
  const rows = amounts.flatMap(([asset, amount], n) => [
    `('${when}'::timestamptz, '${id}'::uuid, ${2 * n}, 'Client|${asset}', 'Client', '${account}'::uuid,
      '${house.clientId}'::uuid, '${asset}', 'Venue', '${place}'::uuid, ${amount})`,
    `('${when}'::timestamptz, '${id}'::uuid, ${2 * n + 1}, 'Market|${asset}', 'Market', null, null,
      '${asset}', 'Venue', '${place}'::uuid, -(${amount}))`,
  ]);
  await database.sql(
    `with entry as (insert into ledger.entry (at, id, client_id, cause, reference, shard, sequence)
       values ('${when}', '${id}', '${house.clientId}', '${cause}', '${reference}', 0, 1))
     insert into ledger.posting (at, entry_id, ordinal, account_key, kind, account_id, client_id, asset,
       place_kind, place_id, amount) values ${rows.join(', ')}`,
  );
}

beforeAll(async () => {
  await prices();
  for (const [house, account] of [
    [halden, main],
    [brixen, foreign],
  ] as const) {
    const insert = 'insert into clients.account (id, client_id, name) values ($1, $2, $3)';
    await database.sql(insert, [account, house.clientId, 'Main']);
  }
  await held(halden, main, 'BTC', '2');
  await held(halden, main, 'EUR', '1000');
  await held(brixen, foreign, 'BTC', '7');
  await database.sql(
    `insert into portfolio.position values ($1, 'BTC/EUR', $2, 'Fifo', 'IntoCost', 2, 90000, 1, 250, 50, 0, 0, 1)`,
    [main, halden.clientId],
  );
  await database.sql(
    `insert into trading.execution (at, venue_account_id, exec_id, venue, cl_ord_id, parent_cl_ord_id,
       account_id, client_id, order_id, instrument, side, last_qty, last_px, fee_amount, fee_asset, is_maker,
       mid, traded_at, shard, sequence)
     values ($1, $2, 'E|1', 'kraken', $3, $4, $5, $6, 'O1', 'BTC/EUR', 'Buy', 2, 45000, 90, 'EUR', false,
       45000, $1, 0, 1)`,
    [addMs(now, -60_000), place, child, order, main, halden.clientId],
  );
  const own = { house: halden, account: main };
  await booked({
    ...own,
    cause: 'Deposit',
    reference: 'wire 1',
    secondsAgo: 120,
    amounts: [['EUR', '100000']],
  });
  await booked({
    ...own,
    cause: 'Trade',
    reference: `${child}|E|1`,
    secondsAgo: 60,
    amounts: [
      ['BTC', '2'],
      ['EUR', '-90190'],
    ],
  });
  await booked({
    house: brixen,
    account: foreign,
    cause: 'Trade',
    reference: `${foreignOrder}|E2`,
    secondsAgo: 30,
    amounts: [['BTC', '7']],
  });
});

describe('what a client has', () => {
  it('is valued by the newest prices, and says when those are not live', async () => {
    const found = await as(viewer).portfolio.getHoldings({});
    expect(found).toMatchObject({ isLive: false, money: 'USD', total: '121200' });
    expect(found.holdings).toMatchObject([
      { asset: 'BTC', quantity: '2', value: '120000', share: '0.990099' },
      { asset: 'EUR', quantity: '1000', value: '1200', share: '0.009901' },
    ]);
  });

  it('gained what open lots would bring over their cost, fees that stand apart taken off', async () => {
    const { positions, realised, unrealised } = await as(viewer).portfolio.getHoldings({});
    expect(positions).toMatchObject([
      { instrument: 'BTC/EUR', realised: '200', unrealised: '10000' },
    ]);
    expect([realised, unrealised]).toEqual(['240', '12000']);
  });

  it('moved by entries of the ledger, each with its trade as its venue told it', async () => {
    const { movements } = await as(viewer).ledger.listMovements({});
    expect(movements).toMatchObject([
      {
        cause: 'Trade',
        amounts: [
          { asset: 'BTC', amount: '2' },
          { asset: 'EUR', amount: '-90190' },
        ],
        trade: { clOrdId: order, venue: 'kraken', fee: { amount: '90', asset: 'EUR' } },
      },
      { cause: 'Deposit', reference: 'wire 1', trade: null },
    ]);
    const [newest] = movements;
    const before = { beforeAt: newest?.at, beforeEntry: newest?.entry } as never;
    const older = await as(viewer).ledger.listMovements(before);
    expect(older.movements.map(({ cause }) => cause)).toEqual(['Deposit']);
    const flows = await as(viewer).ledger.listMovements({ causes: ['Deposit'] });
    expect(flows.movements).toHaveLength(1);
  });
});

describe('how much of its limits a client uses', () => {
  beforeAll(async () => {
    const { clientId } = halden;
    await database.sql(
      `insert into risk.exposure values (0, 'client', '${clientId}', 'BTC', '${clientId}', 2, 1, 0, 0, 1),
         (0, 'firm', 'firm', 'BTC', null, 9, 0, 0, 0, 1)`,
    );
    await database.sql(
      `insert into risk.scope_money values (0, 'client', '${clientId}', '${clientId}', 121200, 0, 0, 121200,
         125000, 100000, 130000, null, 1000, 1)`,
    );
    await database.sql(`
      alter table risk.limit_set disable trigger limit_set_guard;
      insert into risk.limit_set (level, scope, version, client_id, "from", proposal_id)
        values ('client', '${clientId}', 1, '${clientId}', now() - interval '1 hour', '${anId()}');
      alter table risk.limit_set enable trigger limit_set_guard;
      insert into risk.limit_value (level, scope, version, id, client_id, instrument, kind, value, "from")
        select 'client', '${clientId}', 1, gen_random_uuid(), '${clientId}', null, v.kind, v.value,
          now() - interval '1 hour'
        from (values ('Position', 250000), ('DailyLoss', 10000), ('ValueAtRisk', 5000),
          ('FatFingerValue', 1000)) as v (kind, value)`);
  });

  it('is what its own open orders can make of it, and nothing of limits of a single order', async () => {
    const { uses } = await as(viewer).risk.listLimitUse({});
    expect(uses.map(({ kind, actual, asset }) => [kind, actual, asset])).toEqual([
      ['DailyLoss', '4800', null],
      ['Position', '180000', 'BTC'],
      ['ValueAtRisk', null, null],
    ]);
  });
});

describe('another client', () => {
  const stranger = at(brixen, 'ClientAdministrator');
  const clientId = halden.clientId as ClientId;

  it('finds none of it, by whatever it names', async () => {
    const asked = [
      as(stranger).portfolio.getHoldings({ clientId }),
      as(stranger).ledger.listMovements({ clientId }),
      as(stranger).risk.listLimitUse({ clientId }),
    ];
    for (const one of asked) await expect(one).rejects.toMatchObject({ publicCode: 'NotFound' });
    const { holdings } = await as(stranger).portfolio.getHoldings({ account: main });
    expect(holdings).toEqual([]);
    const { movements } = await as(stranger).ledger.listMovements({ account: main });
    expect(movements).toEqual([]);
  });
});
