/** What Coinbase alone promises, on the simulator; what every venue does is in the numbered suite. */
import { generateKeyPairSync } from 'node:crypto';
import {
  addMs,
  decimal,
  fromEpochMs,
  makeUuidv7,
  type Price,
  type Quantity,
  toText,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { ClOrdId, VenueOrder } from '@ultrathink/domain/trading';
import { type Controls, type Ground, simulated } from '@ultrathink/venues/conformance';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Credentials, VenueConnection } from '../contract/connection.ts';
import type { ExecutionClient, OrderRef, Report } from '../contract/execution-client.ts';
import { connectCoinbase } from './index.ts';

const pem = () =>
  String(
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
      type: 'sec1',
      format: 'pem',
    }),
  );
const seed = () => {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]).toString(
    'base64',
  );
};

const BTC = 'BTC/USDT' as InstrumentId;
const now = () => fromEpochMs(Date.now());
const urgency = () => ({ notAfter: addMs(now(), 10_000) });
const newId = () => makeUuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))) as ClOrdId;

const order = (changes: Partial<VenueOrder> = {}): VenueOrder => ({
  clOrdId: newId(),
  instrument: BTC,
  side: 'Buy',
  orderQty: decimal('0.001') as Quantity,
  terms: { ordType: 'Limit', price: decimal('50000') as Price },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  ...changes,
});
const takes = { terms: { ordType: 'Limit', price: decimal('120000') as Price } } as const;

const ref = ({ clOrdId, instrument }: VenueOrder): OrderRef => ({
  clOrdId,
  orderId: null,
  instrument,
  sentAt: addMs(now(), -2_000),
});

let ground: Ground;
let controls: Controls;
let connection: VenueConnection;
let execution: ExecutionClient;
const others: VenueConnection[] = [];

async function start(credentials: Credentials): Promise<Ground> {
  return simulated({
    venue: 'coinbase',
    connect: connectCoinbase,
    credentials,
    shortestAcceptanceMs: null,
    numbersBooks: true,
  }).start();
}

function executionOf({ execution: own }: VenueConnection): ExecutionClient {
  if (own === null) throw new Error('There is a key.');
  return own;
}

/** A connection that knows nothing of what was placed before it. */
async function another(): Promise<ExecutionClient> {
  const other = await ground.connect();
  others.push(other);
  return executionOf(other);
}

beforeAll(async () => {
  ground = await start({ key: 'organizations/1/apiKeys/1', secret: pem() });
  if (ground.controls === null) throw new Error('The simulator has switches.');
  controls = ground.controls;
  connection = await ground.connect();
  execution = executionOf(connection);
});
afterEach(async () => {
  controls.clearFaults();
  await execution.cancelAll(null, urgency());
  for (const other of others.splice(0)) await other.close();
});
afterAll(async () => {
  await connection.close();
  await ground.close();
});

/** The bodies of new orders as they left. */
const bodiesSent = () =>
  [...controls.relay.sent().matchAll(/\r\n\r\n(\{"client_order_id".*?\}\}\})/g)].map(
    ([, body]) => body,
  );

describe('The same order again', () => {
  it.each([
    ['works', {}],
    ['is filled: the id is no less its own', takes],
  ])('is the same bytes, and the order that is there, while it %s', async (_, changes) => {
    const same = order(changes);
    controls.relay.forget();
    const first = await execution.place(same, urgency());
    const second = await (await another()).place(same, urgency());
    expect(second).toMatchObject({ kind: 'Accepted', value: expect.objectContaining({}) });
    expect(second.kind === 'Accepted' && second.value.orderId).toBe(
      first.kind === 'Accepted' ? first.value.orderId : 'none',
    );
    const [one, two, ...rest] = bodiesSent();
    expect([one, rest]).toEqual([two, []]);
    expect(controls.ordersNamed(same.clOrdId)).toBe(1);
  });

  it('A7-3 A7-4 after an answer that was lost tells of the one order, filled or not', async () => {
    for (const changes of [{}, takes]) {
      controls.strike({ fault: { kind: 'AnswerLost' }, operations: ['order.place'], times: 1 });
      const same = order(changes);
      expect((await execution.place(same, urgency())).kind).toBe('Unconfirmed');
      expect((await execution.place(same, urgency())).kind).toBe('Accepted');
      expect(controls.ordersNamed(same.clOrdId)).toBe(1);
    }
  });

  it('that was refused is refused again, by the same words', async () => {
    const tooMuch = order({ orderQty: decimal('9000') as Quantity });
    const first = await execution.place(tooMuch, urgency());
    const second = await execution.place(tooMuch, urgency());
    expect(first).toMatchObject({ kind: 'RejectedProven', reason: 'InsufficientFunds' });
    expect({ ...second, evidence: null }).toEqual({ ...first, evidence: null });
  });

  it('A7-5 while the first is still on its way is one order, when both have arrived', async () => {
    const impatient = await ground.connect({ limits: { actMs: 100 } });
    others.push(impatient);
    controls.strike({
      fault: { kind: 'LateEffect', ms: 300 },
      operations: ['order.place'],
      times: 1,
    });
    const same = order();
    expect(await executionOf(impatient).place(same, urgency())).toMatchObject({
      kind: 'Unconfirmed',
      detail: 'Timeout',
    });
    expect((await execution.place(same, urgency())).kind).toBe('Accepted');
    // This one takes effect after the late one has.
    controls.strike({ fault: { kind: 'LateEffect', ms: 400 }, operations: ['account'], times: 1 });
    await execution.balances();
    expect(controls.ordersNamed(same.clOrdId)).toBe(1);
  });

  it('under a name that the venue calls taken exists', async () => {
    const taken = order();
    controls.relay.answerNext(taken.clOrdId, {
      status: 200,
      body: JSON.stringify({
        success: false,
        failure_reason: 'UNKNOWN_FAILURE_REASON',
        order_id: '',
        error_response: { error: 'DUPLICATE_CLIENT_ORDER_ID', message: '', error_details: '' },
      }),
    });
    expect(await execution.place(taken, urgency())).toMatchObject({ kind: 'Exists' });
  });

  it('with other contents exists: it is never a reject, and never a second order', async () => {
    const first = order();
    expect((await execution.place(first, urgency())).kind).toBe('Accepted');
    const other = { ...first, orderQty: decimal('0.002') as Quantity };
    expect(await execution.place(other, urgency())).toMatchObject({ kind: 'Exists' });
    expect(controls.ordersNamed(first.clOrdId)).toBe(1);
    const found = await execution.find(ref(first));
    expect(found.kind === 'Told' && found.value?.orderQty).toEqual(first.orderQty);
  });
});

it('A7-17 what this account trades is looked at again and again, and nothing else', async () => {
  const own = await ground.connect({ limits: { refreshMs: 50 } });
  others.push(own);
  controls.relay.forget();
  const closed = new Promise<void>((resolve) => {
    own.market.subscribe([BTC], (event) => {
      if (event.kind === 'Status' && event.status === 'CancelOnly') resolve();
    });
  });
  controls.setState('CancelOnly');
  await closed;
  expect(await executionOf(own).place(order(), urgency())).toMatchObject({
    why: { code: 'VenueClosed' },
  });
  const lists = controls.relay.sent().match(/market\/products\?\S+/g) ?? [];
  expect(lists.length).toBeGreaterThan(0);
  expect(lists.every((one) => one.includes('product_ids=BTC-USDT'))).toBe(true);
  controls.setState('Trading');
});

it('The venue’s clock is never read from its cache', async () => {
  controls.relay.forget();
  await connection.market.time();
  expect(controls.relay.sent()).toContain('cache-control: no-cache');
});

describe('With the venue’s id', () => {
  it('a cancel is one request, as that id was told when the order was placed', async () => {
    const kept = order();
    await execution.place(kept, urgency());
    controls.relay.forget();
    expect((await execution.cancel(ref(kept), urgency())).kind).toBe('Accepted');
    const lines = controls.relay.sent().match(/(?:GET|POST) \S+/g);
    expect(lines).toEqual(['POST /coinbase/api/v3/brokerage/orders/batch_cancel']);
  });

  it('more orders than one request may name are all taken back', async () => {
    for (let n = 0; n < 101; n += 1) {
      controls.placeElsewhere({ side: 'Buy', quantity: '0.0005', price: '50000' });
    }
    controls.relay.forget();
    expect((await execution.cancelAll(BTC, urgency())).kind).toBe('Accepted');
    expect(controls.relay.sent().match(/batch_cancel/g)).toHaveLength(2);
    const open = await execution.openOrders();
    expect(open.kind === 'Told' && open.value).toEqual([]);
  });
});

describe('Without the venue’s id', () => {
  it('an order is found among those of its time, canceled, and changed', async () => {
    const [kept, changed] = [order(), order()];
    for (const one of [kept, changed]) await execution.place(one, urgency());
    const price = decimal('49000') as Price;
    const to = order({
      orderQty: decimal('0.003') as Quantity,
      terms: { ordType: 'Limit', price },
    });
    const other = await another();
    expect(await other.cancel(ref(kept), urgency())).toMatchObject({ kind: 'Accepted' });
    const replaced = await (await another()).replace(ref(changed), to, urgency());
    expect([replaced.canceled.kind, replaced.placed?.kind]).toEqual(['Accepted', 'Accepted']);
    const found = await (await another()).find(ref(changed));
    // It keeps its ids.
    expect(found.kind === 'Told' && found.value).toMatchObject({ clOrdId: changed.clOrdId });
    expect(found.kind === 'Told' && found.value?.orderQty).toEqual(to.orderQty);
  });

  it('and without an answer nothing is canceled, and it is said that nothing was sent', async () => {
    const kept = order();
    await execution.place(kept, urgency());
    const other = await another();
    controls.strike({ fault: { kind: 'ServerError', status: 502 }, operations: ['orders.open'] });
    controls.relay.forget();
    expect(await other.cancel(ref(kept), urgency())).toMatchObject({ kind: 'NotSent' });
    expect(await other.cancelAll(BTC, urgency())).toMatchObject({ kind: 'NotSent' });
    expect(controls.relay.sent()).not.toContain('batch_cancel');
  });

  it('an order that was not sent by an edit stays as it was', async () => {
    const to = order();
    const replaced = await execution.replace(ref(order()), to, urgency());
    expect(replaced.placed).toMatchObject({ kind: 'RejectedProven', reason: 'UnknownOrder' });
    expect(controls.ordersNamed(to.clOrdId)).toBe(0);
  });
});

describe('The account’s stream', () => {
  function listen(client: ExecutionClient) {
    const heard: Report[] = [];
    let look: () => void = () => undefined;
    const subscription = client.subscribe((report) => {
      heard.push(report);
      look();
    });
    const until = (is: (report: Report) => boolean) =>
      new Promise<void>((resolve) => {
        look = () => (heard.some(is) ? resolve() : undefined);
        look();
      });
    return { heard, subscription, until };
  }
  const isFilled = (report: Report) =>
    report.kind === 'Order' && report.report.ordStatus === 'Filled';

  it('A7-6 waits for fills that are listed late, and tells them before the order', async () => {
    const { heard, subscription, until } = listen(execution);
    await until(({ kind }) => kind === 'Live');
    controls.strike({ fault: { kind: 'ReadLag', ms: 300 }, operations: ['trades.own'] });
    const filled = order(takes);
    await execution.place(filled, urgency());
    await until(isFilled);
    const kinds = heard.map(({ kind }) => kind);
    expect(kinds.indexOf('Fill')).toBeGreaterThan(-1);
    expect(kinds.indexOf('Fill')).toBeLessThan(heard.findIndex(isFilled));
    expect(heard.find(({ kind }) => kind === 'Fill')).toMatchObject({
      fill: { clOrdId: filled.clOrdId, isMaker: false },
    });
    await subscription.close();
  });

  it('says that something is missing when the fills can’t be had', async () => {
    const { heard, subscription, until } = listen(execution);
    await until(({ kind }) => kind === 'Live');
    controls.strike({
      fault: { kind: 'ServerError', status: 502 },
      operations: ['trades.own'],
    });
    await execution.place(order(takes), urgency());
    await until(isFilled);
    expect(heard.filter(({ kind }) => kind === 'Fill')).toEqual([]);
    expect(heard.find(({ kind }) => kind === 'Gap')).toMatchObject({
      reason: expect.stringContaining('fills are missing'),
    });
    await subscription.close();
  });
});

describe.each([
  ['an Ed25519 key', () => ({ key: 'd2efa49a-369c-43d7-a60e-ae26e28853c2', secret: seed() })],
  ['an older key', () => ({ key: 'older', secret: 'an older secret' })],
])('With %s', (_, credentials) => {
  it('one trades, and hears of it', async () => {
    const own = await start(credentials());
    const other = await own.connect();
    const client = executionOf(other);
    const heard: Report[] = [];
    let onReport: () => void = () => undefined;
    const live = new Promise<void>((resolve) => {
      onReport = () => (heard.some(({ kind }) => kind === 'Order') ? resolve() : undefined);
    });
    client.subscribe((report) => {
      heard.push(report);
      if (report.kind === 'Live') void client.place(order(), urgency());
      onReport();
    });
    await live;
    const open = await client.openOrders();
    expect(
      open.kind === 'Told' && open.value.map(({ orderQty }) => orderQty && toText(orderQty)),
    ).toEqual(['0.001']);
    await other.close();
    await own.close();
  });
});
