/** Orders by procedure: who may ask for them, whose they are, and what the engine's answer becomes. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import type { OrderWishText, orderDecisionTextSchema } from '@ultrathink/domain/engine';
import {
  type AccountId,
  addMs,
  type ClientId,
  type IdempotencyKey,
  type PersonId,
} from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { systemClock } from '@ultrathink/runtime';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  aCaller,
  aClientHouse,
  aContext,
  type House,
  memoryDoor,
  testServices,
} from '../../testing/index.ts';
import type { Caller } from '../auth/caller.ts';
import type { Accepted, CommandToSend } from '../engine/door-client.ts';
import { appRouter } from '../root.ts';

type OrderDecisionText = z.infer<typeof orderDecisionTextSchema>;

const database = await openTestDatabase();
const now = systemClock.now();
const halden: House = await aClientHouse(database, 'Halden');
const brixen: House = await aClientHouse(database, 'Brixen');
const account = anId<AccountId>();
const ofBrixen = anId<AccountId>();
const orderOfHalden = anId<ClOrdId>();
const orderOfBrixen = anId<ClOrdId>();

const decision: OrderDecisionText = {
  clOrdId: anId<ClOrdId>(),
  verdict: 'Placed',
  rejection: null,
  decisions: [],
  receipt: null,
  protection: 'NONE',
};

const change = { clOrdId: orderOfHalden, orderQty: '1', price: '64000', stopPx: null };
const foreseen = (clOrdId: ClOrdId) => ({
  clOrdId,
  isLetThrough: false,
  decision,
  commissionRate: '0.001',
  reserved: { asset: 'USDT', before: '130000', after: '64000' },
  queues: ['Binance'],
});

let asked: CommandToSend['body'][] = [];
beforeEach(() => {
  asked = [];
});

/** An engine that says yes, and to orders of 13 that it knows no such account. */
function engine(body: CommandToSend['body']): Accepted {
  asked.push(body);
  switch (body.name) {
    case 'placeOrder':
      return body.wish.orderQty === '13'
        ? { name: 'placeOrder', answer: { kind: 'Refused', refusal: { code: 'NotFound' } } }
        : { name: 'placeOrder', answer: { kind: 'OrderDecided', decision } };
    case 'previewOrder':
      return {
        name: 'previewOrder',
        answer: { kind: 'Previewed', decision, commissionRate: '0.001' },
      };
    case 'cancelOrder':
      return {
        name: 'cancelOrder',
        answer: { kind: 'CancelAsked', clOrdId: body.clOrdId, children: 2 },
      };
    case 'previewAmend':
      return {
        name: 'previewAmend',
        answer: { kind: 'AmendPreviewed', ...foreseen(body.clOrdId) },
      };
    case 'amendOrder':
      return { name: 'amendOrder', answer: { kind: 'OrderDecided', decision } };
    default:
      throw new Error(`Nobody asks for ${body.name} here.`);
  }
}

const services = testServices(database, { door: memoryDoor(100, engine) });
const withoutEngine = testServices(database, {});
const as = (caller: Caller, at = services) => appRouter.createCaller(aContext(at, { caller }));

const grantOf = (
  person: PersonId,
  organisation: Caller['organisation'],
  role: Role,
  clients: readonly ClientId[],
): Grant =>
  ({
    id: anId<GrantId>(),
    person,
    organisation,
    role,
    ...(organisation.kind === 'Firm' && { clients }),
    from: addMs(now, -60_000),
    until: null,
    grantedBy: 'Installation',
  }) as Grant;

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

const wish = (of: AccountId, orderQty = '2'): OrderWishText => ({
  beneficiary: { kind: 'Account', account: of },
  strategy: null,
  instrument: 'BTC/USDT',
  side: 'Buy',
  orderQty,
  terms: { ordType: 'Limit', price: '65000' },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  isReduceOnly: false,
});
const intent = () => ({ idempotencyKey: anId<IdempotencyKey>() });

beforeAll(async () => {
  for (const [house, id, order] of [
    [halden, account, orderOfHalden],
    [brixen, ofBrixen, orderOfBrixen],
  ] as const) {
    const { clientId } = house;
    const insert = 'insert into clients.account (id, client_id, name) values ($1, $2, $3)';
    await database.sql(insert, [id, clientId, 'Main']);
    await database.sql(
      `insert into trading."order" (cl_ord_id, level, account_id, client_id, instrument, side, ord_type,
         price, order_qty, time_in_force, is_post_only, is_reduce_only, ord_status, cum_qty, leaves_qty,
         late_qty, protection, placed_at, shard, sequence)
       values ($1, 'Parent', $2, $3, 'BTC/USDT', 'Buy', 'Limit', 65000, 2, 'GoodTillCancel', false, false,
         'New', 0, 2, 0, 'NONE', $4, 0, 1)`,
      [order, id, clientId, now],
    );
  }
});

describe('an order', () => {
  it.each([
    ['a client’s own trader', at(halden, 'ClientTrader')],
    ['the desk, of a client it is assigned to', staff('Trader', halden)],
  ])('is placed by %s, and answered with the engine’s decision', async (_who, caller) => {
    const placed = await as(caller).trading.placeOrder({ wish: wish(account), ...intent() });
    expect(placed).toEqual({ decision });
    expect(asked).toEqual([{ name: 'placeOrder', wish: wish(account) }]);
  });

  it.each([
    ['another client’s trader', at(brixen, 'ClientTrader'), 'NotFound'],
    ['a trader who is assigned to somebody else', staff('Trader', brixen), 'NotFound'],
    ['a trader of no client', staff('Trader'), 'Forbidden'],
    ['a client’s viewer', at(halden, 'ClientViewer'), 'Forbidden'],
    ['a risk officer', staff('RiskOfficer', halden), 'Forbidden'],
    ['an auditor', staff('Auditor', halden), 'Forbidden'],
    ['an administrator', staff('Administrator'), 'Forbidden'],
  ] as const)('ASVS 8.2.2 of %s is not even told to the engine', async (_who, caller, code) => {
    const { trading } = as(caller);
    for (const tried of [
      () => trading.placeOrder({ wish: wish(account), ...intent() }),
      () =>
        trading.amendOrder({
          clOrdId: orderOfHalden,
          orderQty: '1',
          price: null,
          stopPx: null,
          ...intent(),
        }),
    ]) {
      await expect(tried()).rejects.toMatchObject({ publicCode: code });
    }
    expect(asked).toEqual([]);
  });

  it('that the engine knows no account for is not found, and without an engine nothing is placed', async () => {
    const trader = at(halden, 'ClientTrader');
    const unlucky = as(trader).trading.placeOrder({ wish: wish(account, '13'), ...intent() });
    await expect(unlucky).rejects.toMatchObject({ publicCode: 'NotFound' });
    const nowhere = as(trader, withoutEngine).trading.placeOrder({
      wish: wish(account),
      ...intent(),
    });
    await expect(nowhere).rejects.toMatchObject({ publicCode: 'EngineAway' });
  });

  it('of a client of another shard is refused with the reason, and not told to the engine of this one', async () => {
    const door = { ...memoryDoor(100, engine), shard: 1 };
    const { trading } = as(at(halden, 'ClientTrader'), testServices(database, { door }));
    for (const tried of [
      () => trading.placeOrder({ wish: wish(account), ...intent() }),
      () => trading.previewOrder({ wish: wish(account) }),
      () => trading.cancelOrder({ clOrdId: orderOfHalden, ...intent() }),
      () => trading.amendOrder({ ...change, ...intent() }),
      () => trading.previewAmend(change),
    ]) {
      await expect(tried()).rejects.toMatchObject({
        publicCode: 'EngineAway',
        sentence: expect.stringMatching(/trades on shard 0, .* connected to shard 1\. Nothing/),
      });
    }
    expect(asked).toEqual([]);
  });

  it('is previewed, changed and cancelled by who may, each by the engine', async () => {
    const { trading } = as(staff('PortfolioManager', halden));
    expect(await trading.previewOrder({ wish: wish(account) })).toEqual({ decision, cost: null });
    expect(await trading.cancelOrder({ clOrdId: orderOfHalden, ...intent() })).toEqual({
      children: 2,
    });
    const { isLetThrough, reserved, queues } = foreseen(orderOfHalden);
    const told = { decision, cost: null, isLetThrough, reserved, queues };
    expect(await trading.previewAmend(change)).toEqual(told);
    expect(await trading.amendOrder({ ...change, ...intent() })).toEqual({ children: 0, decision });
    expect(asked.map(({ name }) => name)).toEqual([
      'previewOrder',
      'cancelOrder',
      'previewAmend',
      'amendOrder',
    ]);
  });

  it('of another client is not previewed with a change, and the engine is not told', async () => {
    for (const caller of [at(brixen, 'ClientTrader'), staff('Trader', brixen)]) {
      const tried = as(caller).trading.previewAmend(change);
      await expect(tried).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    expect(asked).toEqual([]);
  });

  it('of 0, of exponents and of words is refused by its field', async () => {
    const { trading } = as(at(halden, 'ClientTrader'));
    for (const orderQty of ['0', '-1', '1e3', 'two', '']) {
      const tried = trading.placeOrder({ wish: wish(account, orderQty), ...intent() });
      await expect(tried, orderQty).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    expect(asked).toEqual([]);
  });
});

describe('orders', () => {
  it.each([
    ['a client', at(halden, 'ClientViewer'), [orderOfHalden]],
    ['the other client', at(brixen, 'ClientViewer'), [orderOfBrixen]],
    ['a trader of both', staff('Trader', halden, brixen), [orderOfBrixen, orderOfHalden]],
    ['a trader of one', staff('Trader', brixen), [orderOfBrixen]],
  ] as const)('ASVS 8.2.2 are shown to %s as far as they reach', async (_who, caller, expected) => {
    const { trading } = as(caller);
    const { orders } = await trading.listOrders({ show: 'Working' });
    expect(orders.map(({ clOrdId }) => clOrdId).sort()).toEqual([...expected].sort());
    for (const clOrdId of [orderOfHalden, orderOfBrixen]) {
      const one = trading.getOrder({ clOrdId });
      if ((expected as readonly string[]).includes(clOrdId)) {
        expect((await one).order).toMatchObject({ clOrdId, orderQty: '2', leavesQty: '2' });
      } else await expect(one).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
  });

  it('ASVS 8.2.2 what stands behind an order of another client is not there', async () => {
    for (const caller of [at(brixen, 'ClientAdministrator'), staff('Trader', brixen)]) {
      const { trading } = as(caller);
      const clOrdId = orderOfHalden;
      const tried = [
        () => trading.getOrderTrail({ clOrdId }),
        () => trading.getOrderProof({ clOrdId, eventId: anId() }),
        () => trading.getOrderEvidence({ clOrdId }),
        () => trading.getEvidencePack({ clOrdId }),
        () => trading.getReplay({ clOrdId }),
      ];
      for (const one of tried)
        await expect(one()).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    const { trading } = as(staff('Trader', brixen));
    const replay = trading.replayOrder({ clOrdId: orderOfHalden, ...intent() });
    await expect(replay).rejects.toMatchObject({ publicCode: 'NotFound' });
  });

  it('decisions are made again for staff alone, and somebody asks for it in the trail', async () => {
    const { trading } = as(staff('Trader', halden));
    const clOrdId = orderOfHalden;
    const { replayId } = await trading.replayOrder({ clOrdId, ...intent() });
    expect((await trading.getReplay({ clOrdId })).replay).toMatchObject({
      id: replayId,
      endedAt: null,
    });
    const own = as(at(halden, 'ClientAdministrator')).trading;
    expect(await own.getReplay({ clOrdId })).toEqual({ replay: null });
    const tried = own.replayOrder({ clOrdId, ...intent() });
    await expect(tried).rejects.toMatchObject({ publicCode: 'Forbidden' });
    const asks = await database.sql(
      `select 1 from audit.event where action = 'trading.askReplay' and subject_id = $1`,
      [clOrdId],
    );
    expect(asks).toHaveLength(1);
  });

  it('of which nothing is signed yet have no pack, and say how much is waited for', async () => {
    const { trading } = as(at(halden, 'ClientAdministrator'));
    expect(await trading.getEvidencePack({ clOrdId: orderOfHalden })).toMatchObject({
      kind: 'NotYet',
    });
  });

  it('are told in pages, each once', async () => {
    const { trading } = as(staff('Trader', halden, brixen));
    const first = await trading.listOrders({ most: 1 });
    const last = first.orders[0]?.clOrdId ?? null;
    const second = await trading.listOrders({ most: 1, before: last });
    expect([first.isMore, second.isMore]).toEqual([true, false]);
    expect([...first.orders, ...second.orders].map(({ clOrdId }) => clOrdId).sort()).toEqual(
      [orderOfHalden, orderOfBrixen].sort(),
    );
    expect(await trading.listOrders({ show: 'Ended' })).toEqual({
      orders: [],
      children: [],
      isMore: false,
    });
  });
});
