/** CT-01 to CT-19: what is asked of a venue, and what never leaves. */
import { addMs, decimal, divide, equals, multiply, sum, toText } from '@ultrathink/domain/kernel';
import {
  ORD_TYPES,
  type OrderTerms,
  type OrdType,
  TIMES_IN_FORCE,
  type TimeInForce,
  type VenueOrder,
} from '@ultrathink/domain/trading';
import { expect } from 'vitest';
import { accepted, type Desk, newId, told } from './desk.ts';
import { testClock } from './simulated.ts';
import type { Suite } from './suite.ts';

/** Prices at which an order of that type rests: triggers stand on the side where they don't fire. */
function termsOf(desk: Desk, ordType: OrdType): OrderTerms {
  const above = desk.price('Sell', 'Resting') as never;
  const below = desk.price('Buy', 'Resting') as never;
  switch (ordType) {
    case 'Market':
      return { ordType };
    case 'Limit':
      return { ordType, price: below };
    // To buy: a stop triggers above the market, a take-profit below it.
    case 'Stop':
      return { ordType, stopPx: above };
    case 'StopLimit':
      return { ordType, stopPx: above, price: desk.price('Sell', 'Far') as never };
    case 'MarketIfTouched':
      return { ordType, stopPx: below };
    case 'LimitIfTouched':
      return { ordType, stopPx: below, price: below };
  }
}

const every = ORD_TYPES.flatMap((ordType) => TIMES_IN_FORCE.map((time) => ({ ordType, time })));

const orderOf = (desk: Desk, ordType: OrdType, timeInForce: TimeInForce): VenueOrder =>
  desk.order({
    terms: termsOf(desk, ordType),
    timeInForce,
    expireTime: timeInForce === 'GoodTillDate' ? addMs(testClock.now(), 3600_000) : null,
  });

export function acts(suite: Suite): void {
  const { test, desk } = suite;

  test(
    'CT-01',
    'our id is in the bytes of a new order; it, or the venue’s, in those of a question and a cancel',
    'Controls',
    async () => {
      const { relay } = suite.controls();
      const order = desk().order();
      relay.forget();
      const { orderId } = accepted(await desk().place(order));
      expect(relay.sent()).toContain(order.clOrdId);
      for (const act of [
        () => desk().execution.find(desk().ref(order)),
        () => desk().execution.cancel(desk().ref(order), desk().urgency),
      ]) {
        relay.forget();
        await act();
        expect(relay.sent()).toContain(suite.target.namesByOwnId ? order.clOrdId : orderId);
      }
      expect(suite.controls().ordersNamed(order.clOrdId)).toBe(1);
    },
  );

  test(
    'CT-02',
    'each type and time in force of the table is taken by the venue',
    'Anywhere',
    async () => {
      const { ordTypes } = desk().listed.can;
      const offered = every.filter(({ ordType, time }) => ordTypes[ordType]?.includes(time));
      expect(offered.length).toBeGreaterThan(0);
      for (const { ordType, time } of offered) {
        const order = orderOf(desk(), ordType, time);
        const placed = accepted(await desk().place(order));
        expect(placed.orderId, `${ordType} ${time}`).not.toBe('');
        const found = await desk().find(order);
        expect(found, `${ordType} ${time}`).toMatchObject({ orderId: placed.orderId });
        if (found?.ordStatus === 'New') await desk().cancel(order);
      }
    },
  );

  test(
    'CT-03',
    'each type and time in force beside the table is refused, and nothing is sent',
    'Anywhere',
    async () => {
      const { ordTypes } = desk().listed.can;
      for (const { ordType, time } of every) {
        if (ordTypes[ordType]?.includes(time)) continue;
        await notSent(suite, orderOf(desk(), ordType, time));
      }
      await notSent(
        suite,
        desk().order({ ...orderOf(desk(), 'Market', 'ImmediateOrCancel'), isPostOnly: true }),
      );
    },
  );

  test(
    'CT-04',
    'a price beside the tick or a quantity beside the step is refused, and nothing is sent',
    'Anywhere',
    async () => {
      const { tickSize, stepSize } = desk().listed.terms;
      const { terms } = desk().order();
      const price = 'price' in terms ? terms.price : tickSize;
      const half = (value: typeof tickSize) => divide(value, decimal('2'), 18, 'Down');
      const offTick = plus(price, half(tickSize)) as never;
      await notSent(suite, desk().order({ terms: { ordType: 'Limit', price: offTick } }));
      const offStep = plus(desk().quantity, half(stepSize as never)) as never;
      await notSent(suite, desk().order({ orderQty: offStep }));
    },
  );

  test('CT-05', 'less than the minimum is refused, and nothing is sent', 'Anywhere', async () => {
    const { minQty, stepSize, minNotional } = desk().listed.terms;
    const isAboveStep = !equals(minQty, stepSize);
    const tooLittle = isAboveStep ? stepSize : minQty;
    if (isAboveStep || minNotional !== null) {
      await notSent(suite, desk().order({ orderQty: tooLittle }));
    }
    await notSent(suite, desk().order({ orderQty: decimal('0') as never }));
  });

  test(
    'CT-06',
    'an instrument that is not listed is refused, and nothing is sent',
    'Anywhere',
    async () => {
      const instrument = 'NOPE/NOTHING' as never;
      await notSent(suite, desk().order({ instrument }));
      const cancel = await desk().execution.cancel(
        { ...desk().ref(desk().order()), instrument },
        desk().urgency,
      );
      expect(cancel).toMatchObject({ kind: 'NotSent', why: { code: 'NotSupported' } });
      const found = await desk().execution.find({ ...desk().ref(desk().order()), instrument });
      expect(found.kind).toBe('NoInformation');
    },
  );

  test(
    'CT-07',
    'an order that crosses is filled, and its fills add up to what it says',
    'Anywhere',
    async () => {
      const since = addMs(testClock.now(), -1000);
      const order = desk().taking();
      const { orderId } = accepted(await desk().place(order));
      const report = await desk().find(order);
      expect(report).toMatchObject({ ordStatus: 'Filled', clOrdId: order.clOrdId });
      const fills = await desk().fillsOf(orderId, since);
      expect(toText(sum(fills.map(({ lastQty }) => lastQty)))).toBe(toText(order.orderQty));
      expect(fills.every(({ fee }) => fee !== null)).toBe(true);
      expect(report?.avgPx).not.toBeNull();
    },
  );

  test(
    'CT-08',
    'A7-10 a cancel after a part of it was filled keeps that part',
    'Controls',
    async () => {
      suite.controls().setMoving(false);
      const order = desk().best('Buy', suite.controls().best('Buy'));
      const { orderId } = accepted(await desk().place(order));
      const part = halfOf(desk());
      suite.controls().counter({ side: 'Sell', quantity: part, price: limitOf(order) });
      await desk().cancel(order);
      const report = await desk().find(order);
      expect(report).toMatchObject({ ordStatus: 'Canceled', orderId });
      expect(toText(report?.cumQty ?? decimal('0'))).toBe(part);
    },
  );

  test(
    'CT-09',
    'a cancel of an order that is not there is proven to have done nothing',
    'Anywhere',
    async () => {
      const outcome = await desk().execution.cancel(desk().ref(desk().order()), desk().urgency);
      expect(outcome).toMatchObject({ kind: 'RejectedProven', reason: 'UnknownOrder' });
      expect(await desk().find(desk().order())).toBeNull();
    },
  );

  test('CT-10', 'a cancel of an order that was filled is no cancel', 'Anywhere', async () => {
    const order = desk().taking();
    accepted(await desk().place(order));
    const outcome = await desk().execution.cancel(desk().ref(order), desk().urgency);
    expect(outcome.kind).not.toBe('Accepted');
    expect(await desk().find(order)).toMatchObject({ ordStatus: 'Filled' });
  });

  test('CT-11', 'a replacement leaves one order, at its new price', 'Anywhere', async () => {
    const order = desk().order();
    const { orderId } = accepted(await desk().place(order));
    const price = desk().price('Buy', 'Far') as never;
    const to = desk().order({ terms: { ordType: 'Limit', price } });
    const replaced = await desk().execution.replace(desk().ref(order, orderId), to, desk().urgency);
    if (desk().execution.traits.replace === 'None') {
      expect(replaced.canceled).toMatchObject({ kind: 'NotSent', why: { code: 'NotSupported' } });
      await desk().cancel(order);
      return;
    }
    expect(replaced.canceled.kind).toBe('Accepted');
    accepted(replaced.placed);
    const open = told(await desk().execution.openOrders());
    expect(open).toHaveLength(1);
    expect(accepted(replaced.placed).orderId).toBe(open[0]?.orderId);
    accepted(await desk().execution.cancelAll(desk().target.instrument, desk().urgency));
  });

  test(
    'CT-12',
    'A7-12 half of a replacement: each leg has its own outcome',
    'Controls',
    async () => {
      if (desk().execution.traits.replace !== 'CancelReplace') return;
      const order = desk().order();
      accepted(await desk().place(order));
      suite.controls().strike({ fault: { kind: 'HalfReplace' }, times: 1 });
      const to = desk().order();
      const { canceled, placed } = await desk().execution.replace(
        desk().ref(order),
        to,
        desk().urgency,
      );
      expect([canceled.kind, placed?.kind]).toEqual(['Accepted', 'RejectedProven']);
      expect(await desk().find(order)).toMatchObject({ ordStatus: 'Canceled' });
      expect(await desk().find(to)).toBeNull();
    },
  );

  test('CT-13', 'everything of an instrument is taken back at once', 'Anywhere', async () => {
    for (let n = 0; n < 3; n += 1) accepted(await desk().place(desk().order()));
    expect(told(await desk().execution.openOrders())).toHaveLength(3);
    accepted(await desk().execution.cancelAll(null, desk().urgency));
    expect(told(await desk().execution.openOrders())).toEqual([]);
    // Once more: that there is nothing left is what was asked for.
    accepted(await desk().execution.cancelAll(desk().target.instrument, desk().urgency));
  });

  test(
    'CT-14',
    'a dead man’s switch is armed and disarmed, or said not to be there',
    'Anywhere',
    async () => {
      const armed = await desk().execution.armDeadManSwitch(60);
      if (desk().execution.traits.deadManSwitch === null) {
        expect(armed).toMatchObject({ kind: 'NotSent', why: { code: 'NotSupported' } });
        return;
      }
      accepted(armed);
      accepted(await desk().execution.armDeadManSwitch(0));
    },
  );

  test('CT-15', 'what is too late is not sent', 'Anywhere', async () => {
    const order = desk().order();
    const notAfter = addMs(testClock.now(), -1);
    const outcome = await desk().execution.place(order, { notAfter });
    expect(outcome).toMatchObject({ kind: 'NotSent', why: { code: 'TooLate' } });
    expect(await desk().find(order)).toBeNull();
  });

  test('CT-16', 'more than the account has is refused with proof', 'Anywhere', async () => {
    const orderQty = multiply(desk().quantity, decimal('100000')) as never;
    const outcome = await desk().place(desk().order({ orderQty }));
    expect(outcome).toMatchObject({ kind: 'RejectedProven', reason: 'InsufficientFunds' });
  });

  test('CT-17', 'a post-only order that would take does not trade', 'Anywhere', async () => {
    if (!desk().listed.can.postOnly) return;
    const order = desk().taking('Buy', { isPostOnly: true });
    const outcome = await desk().place(order);
    // Some venues refuse it, others take it and cancel it at once.
    if (outcome.kind === 'Accepted') {
      const report = await desk().find(order);
      expect(report).toMatchObject({ ordStatus: 'Canceled' });
      expect(toText(report?.cumQty ?? order.orderQty)).toBe('0');
    } else expect(outcome).toMatchObject({ kind: 'RejectedProven', reason: 'WouldTake' });
    const rests = desk().order({ isPostOnly: true });
    accepted(await desk().place(rests));
    await desk().cancel(rests);
  });

  test(
    'CT-18',
    'the same id again while its order works never makes a second one',
    'Anywhere',
    async () => {
      const order = desk().order();
      const first = accepted(await desk().place(order));
      const again = await desk().place(order);
      if (desk().execution.traits.absence.isResendSafe) {
        expect(accepted(again).orderId).toBe(first.orderId);
      } else expect(again.kind).toBe('Exists');
      expect(told(await desk().execution.openOrders())).toHaveLength(1);
      await desk().cancel(order);
    },
  );

  test(
    'CT-19',
    'a cancel that names the venue’s id and ours takes back no other order',
    'Anywhere',
    async () => {
      const [order, other] = [desk().order(), desk().order()];
      accepted(await desk().place(order));
      const { orderId } = accepted(await desk().place(other));
      const mixed = { ...desk().ref(order, orderId), clOrdId: newId() };
      const outcome = await desk().execution.cancel(mixed, desk().urgency);
      expect(outcome.kind).not.toBe('Accepted');
      expect((await desk().find(other))?.ordStatus).toBe('New');
      accepted(await desk().execution.cancelAll(null, desk().urgency));
    },
  );
}

const plus = (a: ReturnType<typeof decimal>, b: ReturnType<typeof decimal>) => sum([a, b]);

export const limitOf = ({ terms }: VenueOrder): string =>
  'price' in terms ? toText(terms.price) : '0';

/** Half of what the desk orders, on a step that every venue has. */
export const halfOf = (desk: Desk): string =>
  toText(divide(desk.quantity, decimal('2'), 5, 'Down'));

async function notSent(suite: Suite, order: VenueOrder): Promise<void> {
  const outcome = await suite.desk().place(order);
  const what = `${order.terms.ordType} ${order.timeInForce}`;
  expect(outcome, what).toMatchObject({ kind: 'NotSent', why: { code: 'NotSupported' } });
  if (suite.target.hasControls) {
    expect(suite.controls().relay.sent()).not.toContain(order.clOrdId);
  }
}
