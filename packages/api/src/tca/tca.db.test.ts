/** Costs by procedure: reckoned over what the engine keeps, and each client's its own. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import {
  type AccountId,
  addMs,
  type ClientId,
  type PersonId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
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
const as = (caller: Caller) => appRouter.createCaller(aContext(services, { caller })).tca;
const span = { from: addMs(now, -3_600_000), to: addMs(now, 60_000) };

function grantOf(
  person: PersonId,
  organisation: Caller['organisation'],
  role: Role,
  clients: readonly ClientId[],
): Grant {
  const who = { id: anId<GrantId>(), person, organisation, role };
  const when = { from: addMs(now, -60_000), until: null, grantedBy: 'Installation' };
  return { ...who, ...when, ...(organisation.kind === 'Firm' && { clients }) } as Grant;
}

function staff(role: Role, ...houses: readonly House[]): Caller {
  const organisation = { kind: 'Firm', id: anId<OrganisationId>() } as const;
  const person = anId<PersonId>();
  const clients = houses.map(({ clientId }) => clientId as ClientId);
  return aCaller(person, organisation, [grantOf(person, organisation, role, clients)]);
}

function at(house: House, role: Role): Caller {
  const client = house.clientId as ClientId;
  const organisation = { kind: 'Client', id: house.id as OrganisationId, client } as const;
  const person = anId<PersonId>();
  return aCaller(person, organisation, [grantOf(person, organisation, role, [])]);
}

interface Told {
  readonly house: House;
  readonly side?: 'Buy' | 'Sell';
  readonly orderQty: string;
  readonly ordStatus: string;
  readonly fills: readonly { readonly qty: string; readonly px: string; readonly fee?: string }[];
}

/** An order with one child at Kraken, decided at 100,000 between 99,990 and 100,010. */
async function anOrder(told: Told): Promise<ClOrdId> {
  const { house, side = 'Buy', orderQty, ordStatus, fills } = told;
  const [parent, child, account] = [anId<ClOrdId>(), anId<ClOrdId>(), anId<AccountId>()];
  const venueAccount = anId();
  const placedAt = addMs(now, -600_000);
  const filled = String(fills.reduce((total, { qty }) => total + Number(qty), 0));
  for (const [id, level, of, venue] of [
    [parent, 'Parent', null, null],
    [child, 'Child', parent, 'kraken'],
  ]) {
    await database.sql(
      `insert into trading."order" (cl_ord_id, level, parent_cl_ord_id, venue, venue_account_id, account_id, client_id,
         instrument, side, ord_type, price, order_qty, time_in_force, is_post_only, is_reduce_only,
         ord_status, cum_qty, leaves_qty, late_qty, protection, placed_at, ended_at, shard, sequence)
       values ($1, $2, $3, $4, $12, $5, $6, 'BTC/USD', $7, 'Limit', 100100, $8, 'GoodTillCancel', false,
         false, $9, $10, 0, 0, 'NONE', $11, $11, 0, 1)`,
      [
        id,
        level,
        of,
        venue,
        account,
        house.clientId,
        side,
        orderQty,
        ordStatus,
        filled,
        placedAt,
        of && venueAccount,
      ],
    );
  }
  const moment = `insert into trading.order_moment (at, shard, sequence, ordinal, cl_ord_id, client_id,
     moment, bid, ask, mid, quantity, notional, all_in, after_ms)
   values ($1, 0, (random() * 1e9)::bigint, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
  const { clientId } = house;
  const books = ['99990', '100010', '100000'];
  const expected = [
    orderQty,
    String(Number(orderQty) * 100_000),
    String(Number(orderQty) * 100_100),
  ];
  await database.sql(moment, [placedAt, parent, clientId, 'Decided', ...books, ...expected, null]);
  const nothing = [null, null, null, null, null];
  const ack = [addMs(placedAt, 80), child, clientId, 'Acknowledged', ...nothing, null, 80];
  await database.sql(moment, ack);
  const end = [null, null, '100200', null, null, null, null];
  await database.sql(moment, [addMs(placedAt, 9_000), parent, clientId, 'Ended', ...end]);
  for (const { qty, px, fee } of fills) {
    const execId = anId();
    await database.sql(
      `insert into trading.execution (at, venue_account_id, exec_id, venue, cl_ord_id, parent_cl_ord_id,
         account_id, client_id, order_id, instrument, side, last_qty, last_px, fee_amount, fee_asset,
         is_maker, mid, traded_at, shard, sequence)
       values ($1, $2, $3, 'kraken', $4, $5, $6, $7, 'O1', 'BTC/USD', $8, $9, $10, $11, $12, false,
         100000, $1, 0, 1)`,
      [
        addMs(placedAt, 100),
        venueAccount,
        execId,
        child,
        parent,
        account,
        clientId,
        side,
        qty,
        px,
        fee ?? null,
        fee === undefined ? null : 'USD',
      ],
    );
    await database.sql(`insert into trading.markout values ($1, $2, $3, 60000, 100030)`, [
      addMs(placedAt, 60_100),
      venueAccount,
      execId,
    ]);
  }
  return parent;
}

let whole: ClOrdId;
let part: ClOrdId;
let foreign: ClOrdId;

beforeAll(async () => {
  const fills = [
    { qty: '1', px: '100010', fee: '100' },
    { qty: '1', px: '100030', fee: '100' },
  ];
  whole = await anOrder({ house: halden, orderQty: '2', ordStatus: 'Filled', fills });
  part = await anOrder({ house: halden, orderQty: '4', ordStatus: 'Canceled', fills });
  foreign = await anOrder({
    house: brixen,
    side: 'Sell',
    orderQty: '1',
    ordStatus: 'Filled',
    fills: [{ qty: '1', px: '99990' }],
  });
});

describe('an order’s costs', () => {
  it('are reckoned from what was kept at its decision and of its fills', async () => {
    const { costs } = await as(staff('Trader', halden)).getOrderCosts({ clOrdId: whole });
    expect(costs).toMatchObject({
      avgPx: '100020',
      decisionMid: '100000',
      arrivalBid: '99990',
      shortfall: { execution: '40', delay: '0', opportunity: '0', fees: '200', total: '240' },
      inBps: { beforeFees: '2', fees: '10' },
      effectiveBps: '4',
      quotedBps: '2',
      estimate: { expectedPx: '100100', actualPx: '100120', dearerBps: '1.998' },
      markouts: [{ afterMs: 60_000, bps: '0.9998', mid: '100030' }],
    });
  });

  it('count what was never traded at the price of the end', async () => {
    const { costs } = await as(staff('Trader', halden)).getOrderCosts({ clOrdId: part });
    expect(costs.shortfall).toMatchObject({ execution: '40', opportunity: '400', total: '640' });
  });

  it('say that fees are not known, and no total, while a fee was not told', async () => {
    const { costs } = await as(staff('Trader', brixen)).getOrderCosts({ clOrdId: foreign });
    expect(costs.shortfall).toMatchObject({ beforeFees: '10', fees: null, total: null });
  });

  it('are the client’s own, without what bears no client', async () => {
    const { costs } = await as(at(halden, 'ClientViewer')).getOrderCosts({ clOrdId: whole });
    expect(costs.shortfall.total).toBe('240');
    expect(costs.markouts).toEqual([]);
  });

  it.each([
    ['another client', () => at(brixen, 'ClientViewer')],
    ['staff of other clients', () => staff('Trader', brixen)],
  ])('are not found by %s', async (_, caller) => {
    const asked = as(caller()).getOrderCosts({ clOrdId: whole });
    await expect(asked).rejects.toMatchObject({ publicCode: 'NotFound' });
  });
});

describe('costs over a span', () => {
  it('are weighed by money, and list each order', async () => {
    const found = await as(staff('Trader', halden)).summary({ ...span, groupBy: 'Side' });
    expect(found.totals).toMatchObject({ orders: 2, unweighed: 0, traded: '400000' });
    expect(found.totals.shortfall).toEqual({ bps: '8', orders: 2 });
    expect(found.totals.execution.bps).toBe('2');
    expect(found.groups.map(({ key, orders }) => [key, orders])).toEqual([['Buy', 2]]);
    expect(new Set(found.orders.map(({ clOrdId }) => clOrdId))).toEqual(new Set([whole, part]));
  });

  it('are of nobody else, whoever asks', async () => {
    const { orders } = await as(at(brixen, 'ClientViewer')).summary(span);
    expect(orders.map(({ clOrdId }) => clOrdId)).toEqual([foreign]);
    const named = { ...span, client: halden.clientId as ClientId };
    expect((await as(at(brixen, 'ClientViewer')).summary(named)).orders).toEqual([]);
  });

  it('of no span, or of too long a one, are refused', async () => {
    const asking = (from: UtcTime, to: UtcTime) =>
      as(staff('Trader', halden)).summary({ from, to });
    await expect(asking(now, now)).rejects.toMatchObject({ publicCode: 'InvalidInput' });
    const old = addMs(now, -101 * 86_400_000);
    await expect(asking(old, now)).rejects.toMatchObject({ publicCode: 'InvalidInput' });
  });
});

describe('a venue’s card', () => {
  it('counts what was sent, how fast it answered and what trading there cost', async () => {
    const { venues } = await as(staff('Trader', halden)).venueScorecards(span);
    expect(venues).toMatchObject([
      {
        venue: 'kraken',
        sent: 2,
        traded: 2,
        rejected: 0,
        rejectRate: '0',
        fillRate: '0.75',
        ackP50Ms: 80,
        ackP95Ms: 80,
        answers: 2,
        fills: 4,
        notional: '400080',
        volumeShare: '1',
        feeBps: '9.998',
        effectiveBps: '4',
      },
    ]);
    expect(venues[0]?.markouts.map(({ bps }) => bps)).toEqual([null, null, '0.9998', null]);
  });
});
