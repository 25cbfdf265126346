import { addMs, decimal, toEpochMs } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { openingState } from './index.ts';
import { accepted, anOrder, balance, ID, limit, paperRig, texts } from './paper-rig.ts';

const stop = (ordType: 'Stop' | 'MarketIfTouched', stopPx: number) => ({
  ordType,
  stopPx: decimal(`${stopPx}`) as never,
});
const MARKET = { ordType: 'Market' } as const;

describe('who takes', () => {
  it('walks the book as it is, and finds the rest of it the next time', async () => {
    const rig = await paperRig();
    rig.show(
      [['99', '5']],
      [
        ['101', '1'],
        ['102', '2'],
        ['103', '9'],
      ],
    );
    const first = accepted(await rig.place(anOrder({ terms: MARKET, qty: '2' })));
    expect(texts(first.fills)).toEqual(['1 at 101', '1 at 102']);
    const second = accepted(await rig.place(anOrder({ terms: MARKET, qty: '2' })));
    expect(texts(second.fills)).toEqual(['1 at 102', '1 at 103']);
  });

  it('gets what was there when it arrived, not when it was sent', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder({ terms: MARKET });
    const placing = rig.execution.place(order, rig.urgency());
    rig.time.pass(19);
    rig.show([['99', '5']], [['105', '5']]);
    rig.time.pass(31);
    expect(texts(accepted(await placing).fills)).toEqual(['1 at 105']);
  });

  it('is filled by all of what it may spend: funds that fit exactly are enough', async () => {
    const state = openingState([balance('EUR', '202.202')]);
    const rates = () => ({ maker: decimal('0'), taker: decimal('0.001') });
    const rig = await paperRig({ state, rates });
    rig.show([['99', '5']], [['101', '5']]);
    const { report } = accepted(await rig.place(anOrder({ terms: MARKET, qty: '2' })));
    expect(report?.ordStatus).toBe('Filled');
    expect(await rig.funds('EUR')).toEqual({ total: '0', held: '0' });
  });

  it('is whole or nothing where it is FillOrKill', async () => {
    const rig = await paperRig();
    rig.show(
      [['99', '5']],
      [
        ['101', '1'],
        ['102', '1'],
      ],
    );
    const order = anOrder({ terms: limit(101), qty: '2', timeInForce: 'FillOrKill' });
    const { report, fills } = accepted(await rig.place(order));
    expect([report?.ordStatus, fills]).toEqual(['Expired', []]);
  });

  it('never meets an order of the same account: it takes what is better, then ends', async () => {
    const rig = await paperRig();
    rig.show(
      [['90', '5']],
      [
        ['101', '1'],
        ['103', '5'],
      ],
    );
    accepted(await rig.place(anOrder({ side: 'Sell', terms: limit(102), qty: '1' })));
    const buys = anOrder({ terms: limit(103), qty: '4' });
    expect(texts(accepted(await rig.place(buys)).fills)).toEqual(['1 at 101']);
    expect(await rig.find(buys)).toEqual({ ordStatus: 'Expired', cumQty: '1', text: 'SelfTrade' });
    const postOnly = anOrder({ terms: limit(102), isPostOnly: true });
    rig.show([['90', '5']], [['103', '5']]);
    expect(await rig.place(postOnly)).toMatchObject({ reason: 'WouldTake' });
  });
});

describe('who rests', () => {
  it('is filled by trades at its price after the queue, and as maker', async () => {
    const rig = await paperRig();
    rig.show([['100', '3']], [['101', '5']]);
    const order = anOrder({ qty: '2' });
    accepted(await rig.place(order));
    rig.trade('Sell', 100, '4');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'PartiallyFilled', cumQty: '1' });
    rig.trade('Buy', 100, '9');
    expect(await rig.find(order)).toMatchObject({ cumQty: '1' });
    rig.trade('Sell', 99, '9');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'Filled', cumQty: '2' });
    const fills = rig.heard.flatMap((one) => (one.kind === 'Fill' ? [one.fill] : []));
    expect(fills.map(({ isMaker, lastPx }) => [isMaker, String(lastPx)])).toEqual([
      [true, '100'],
      [true, '100'],
    ]);
  });

  it('is not filled without a trade, though the other side’s quotes go through its price', async () => {
    const rig = await paperRig();
    rig.show([['99', '3']], [['101', '5']]);
    const order = anOrder();
    accepted(await rig.place(order));
    rig.show([['97', '3']], [['98', '5']]);
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'New', cumQty: '0' });
  });

  it('A7-7 counts a trade that is told twice once, and none of before it was placed', async () => {
    const rig = await paperRig();
    rig.show([['100', '3']], [['101', '5']]);
    const before = rig.time.clock.now();
    const order = anOrder({ qty: '2' });
    accepted(await rig.place(order));
    rig.trade('Sell', 100, '9', { at: before });
    rig.trade('Sell', 100, '3', { id: 'one' });
    rig.trade('Sell', 100, '3', { id: 'one' });
    expect(await rig.find(order)).toMatchObject({ cumQty: '0' });
    rig.trade('Sell', 100, '1', { id: 'two' });
    expect(await rig.find(order)).toMatchObject({ cumQty: '1' });
  });

  it('A7-10 keeps the part that was filled before its cancel, and its funds are free again', async () => {
    const rig = await paperRig();
    rig.show([['99', '3']], [['101', '5']]);
    const order = anOrder({ qty: '2' });
    accepted(await rig.place(order));
    expect(await rig.funds('EUR')).toEqual({ total: '10000', held: '200' });
    rig.trade('Sell', 100, '0.5');
    const canceled = await rig.done(rig.execution.cancel(rig.ref(order), rig.urgency()));
    expect(accepted(canceled)?.ordStatus).toBe('Canceled');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'Canceled', cumQty: '0.5' });
    expect(await rig.funds('EUR')).toEqual({ total: '9950', held: '0' });
  });

  it('ends with its day, and at its own time, with nobody asking', async () => {
    const rig = await paperRig();
    rig.show([['99', '3']], [['101', '5']]);
    const expireTime = addMs(rig.time.clock.now(), 60_000);
    const dated = anOrder({ timeInForce: 'GoodTillDate', expireTime });
    const day = anOrder({ timeInForce: 'Day' });
    for (const order of [dated, day]) accepted(await rig.place(order));
    rig.time.pass(59_700);
    expect(rig.heard.filter(isExpired)).toEqual([]);
    rig.time.pass(300);
    expect(rig.heard.filter(isExpired)).toHaveLength(1);
    expect(await rig.find(dated)).toMatchObject({ ordStatus: 'Expired' });
    expect(await rig.find(day)).toMatchObject({ ordStatus: 'New' });
    const now = toEpochMs(rig.time.clock.now());
    rig.time.pass(86_400_000 - (now % 86_400_000));
    expect(await rig.find(day)).toMatchObject({ ordStatus: 'Expired' });
    const late = anOrder({ timeInForce: 'GoodTillDate', expireTime });
    expect(await rig.place(late)).toMatchObject({ kind: 'RejectedProven', reason: 'Malformed' });
  });
});

const isExpired = (one: { kind: string; report?: { ordStatus: string } }) =>
  one.kind === 'Order' && one.report?.ordStatus === 'Expired';

describe('who waits for a price', () => {
  it.each([
    ['Stop', 'Buy', 105, 104],
    ['Stop', 'Sell', 95, 96],
    ['MarketIfTouched', 'Buy', 95, 96],
    ['MarketIfTouched', 'Sell', 105, 104],
  ] as const)('%s to %s at %i is not triggered at %i', async (ordType, side, stopPx, almost) => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder({ side, terms: stop(ordType, stopPx) });
    accepted(await rig.place(order));
    rig.trade('Buy', almost, '1');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'New' });
    rig.trade('Buy', stopPx, '1');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'Filled', cumQty: '1' });
  });

  it('is not triggered while there is no book, and then is by the last trade', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder({ terms: stop('Stop', 105) });
    accepted(await rig.place(order));
    rig.lose();
    rig.trade('Buy', 106, '1');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'New' });
    rig.show([['104', '5']], [['107', '5']]);
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'Filled' });
  });

  it('gets what it can pay where the market is beyond what was held for it', async () => {
    const rig = await paperRig({ state: openingState([balance('EUR', '1000')]) });
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder({ terms: stop('Stop', 105), qty: '9' });
    accepted(await rig.place(order));
    rig.show([['119', '5']], [['120', '20']]);
    rig.trade('Buy', 120, '1');
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'Expired', cumQty: '8.3' });
    expect(await rig.funds('EUR')).toEqual({ total: '4', held: '0' });
  });
});

describe('the account', () => {
  it('takes what the venue would take, and nothing else leaves', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const refused = { kind: 'NotSent', why: { code: 'NotSupported' } };
    expect(await rig.place(anOrder({ terms: limit(100.5) }))).toMatchObject(refused);
    expect(await rig.place(anOrder({ qty: '0.05' }))).toMatchObject(refused);
    const untimed = anOrder({ timeInForce: 'GoodTillDate' });
    expect(await rig.place(untimed)).toMatchObject(refused);
    rig.setStatus('CancelOnly');
    expect(await rig.place(anOrder())).toMatchObject({ why: { code: 'VenueClosed' } });
    rig.setStatus('Open');
    rig.lose();
    expect(await rig.place(anOrder())).toMatchObject({ reason: 'MarketClosed' });
    expect(rig.evidence).toHaveLength(1);
    expect(rig.evidence[0]?.request.headers).toEqual({
      note: 'A paper account: no byte left this machine.',
    });
  });

  it('has one order of an id, though that order is over', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder({ terms: MARKET });
    accepted(await rig.place(order));
    expect((await rig.place(order)).kind).toBe('Exists');
    expect(await rig.funds('BTC')).toEqual({ total: '101', held: '0' });
  });

  it('A7-12 tells each leg of a replacement, and places nothing where nothing was canceled', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder();
    accepted(await rig.place(order));
    const to = anOrder({ qty: '1000' });
    const half = await rig.done(rig.execution.replace(rig.ref(order), to, rig.urgency()));
    expect([half.canceled.kind, half.placed?.kind]).toEqual(['Accepted', 'RejectedProven']);
    const none = await rig.done(rig.execution.replace(rig.ref(order), anOrder(), rig.urgency()));
    expect(none).toMatchObject({ canceled: { reason: 'UnknownOrder' }, placed: null });
  });

  it('A7-7 says of what it has forgotten that it does not know, and forgets the oldest', async () => {
    const limits = { workingMost: 1, endedMost: 1, fillsMost: 1 };
    const rig = await paperRig({ limits });
    rig.show([['99', '5']], [['101', '5']]);
    const begun = rig.time.clock.now();
    const [first, second] = [anOrder({ terms: MARKET }), anOrder({ terms: MARKET })];
    accepted(await rig.place(first));
    const between = rig.time.clock.now();
    accepted(await rig.place(second));
    const ask = rig.execution;
    expect((await rig.done(ask.fills(begun))).kind).toBe('NoInformation');
    expect((await rig.done(ask.closedOrders(begun))).kind).toBe('NoInformation');
    const lost = await rig.done(ask.find({ ...rig.ref(first), sentAt: begun }));
    expect(lost.kind).toBe('NoInformation');
    expect(await rig.done(ask.fills(between))).toMatchObject({ value: [{}] });
    expect(await rig.done(ask.closedOrders(between))).toMatchObject({ value: [{}] });
    accepted(await rig.place(anOrder()));
    expect(await rig.place(anOrder())).toMatchObject({ reason: 'TooManyOrders' });
  });

  it('cancels everything when its dead man’s switch is not armed again in time', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const order = anOrder();
    accepted(await rig.place(order));
    accepted(await rig.done(rig.execution.armDeadManSwitch(10)));
    rig.time.pass(9_000);
    accepted(await rig.done(rig.execution.armDeadManSwitch(10)));
    rig.time.pass(9_000);
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'New' });
    rig.time.pass(1_000);
    expect(await rig.find(order)).toMatchObject({ ordStatus: 'Canceled' });
    expect((await rig.done(rig.execution.armDeadManSwitch(3_601))).kind).toBe('NotSent');
  });

  it('takes nothing that arrives too late, and proves it', async () => {
    const rig = await paperRig({ latency: { toVenueMs: 5_001, fromVenueMs: 1 } });
    rig.show([['99', '5']], [['101', '5']]);
    const placing = rig.execution.place(anOrder(), rig.urgency());
    rig.time.pass(5_002);
    expect(await placing).toMatchObject({ kind: 'RejectedProven', reason: 'ClockDiffers' });
  });

  it('A7-3 says of what is underway when it is closed that it is unconfirmed, and tells nothing more', async () => {
    const rig = await paperRig();
    rig.show([['99', '5']], [['101', '5']]);
    const placing = rig.execution.place(anOrder(), rig.urgency());
    rig.time.pass(25);
    await rig.paper.close();
    expect((await placing).kind).toBe('Unconfirmed');
    rig.time.pass(1_000);
    expect(rig.heard).toEqual([]);
    expect([rig.isSubscribed(), rig.time.waiting()]).toEqual([false, 0]);
    expect(await rig.place(anOrder())).toMatchObject({ why: { code: 'VenueClosed' } });
    expect((await rig.execution.balances()).kind).toBe('NoInformation');
  });
});

it('tells its list without pairs of orders, and its rights without withdrawal', async () => {
  const rig = await paperRig();
  const list = await rig.paper.market.instruments();
  const told = list.kind === 'Told' ? list.value.listed : [];
  expect(told.map(({ can }) => can.protection)).toEqual(['NATIVE_STOP']);
  const rights = await rig.done(rig.execution.permissions());
  expect(rights).toMatchObject({ value: { mayTrade: true, mayWithdraw: false } });
  const fees = await rig.done(rig.execution.fees());
  expect(fees).toMatchObject({ value: [{ instrument: ID, maker: '0', taker: '0' }] });
});
