/** CT-40 to CT-49: what a venue reports of an account, and what becomes of it on the way. */
import {
  addMs,
  compareTimes,
  type Decimal,
  decimal,
  equals,
  lessThan,
  multiply,
  sum,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import type { VenueFill } from '@ultrathink/domain/trading';
import { expect } from 'vitest';
import type { Report } from '../src/index.ts';
import { limitOf } from './acts.conformance.ts';
import { accepted, type Heard, told } from './desk.ts';
import { NONSENSE } from './nonsense.ts';
import { testClock } from './simulated.ts';
import { SILENCE_MS, type Suite } from './suite.ts';

const fillsIn = (heard: Heard<Report>): VenueFill[] =>
  heard.all.flatMap((report) => (report.kind === 'Fill' ? [report.fill] : []));

const isStatus = (clOrdId: string, ordStatus: string) => (report: Report) =>
  report.kind === 'Order' &&
  report.report.clOrdId === clOrdId &&
  report.report.ordStatus === ordStatus;

const isGap = ({ kind }: Report) => kind === 'Gap';

const isToldOrGap = (clOrdId: string) => (report: Report) =>
  isGap(report) || isStatus(clOrdId, 'Filled')(report);

/** Whether the fills of an order that were told, each counted once, make the whole of it. */
function isWhole(heard: Heard<Report>, orderId: string, orderQty: Decimal): boolean {
  const own = fillsIn(heard).filter((fill) => fill.orderId === orderId);
  const once = new Map(own.map((fill) => [fill.execId, fill.lastQty]));
  return equals(sum([...once.values()]), orderQty);
}

export function streams(suite: Suite): void {
  accountStreams(suite);
  accountNonsense(suite);
  lateFills(suite);
}

function accountStreams({ test, desk, controls, fresh, target }: Suite): void {
  test(
    'CT-40',
    'an order is reported from its beginning to its end, its fill before it is filled',
    'Anywhere',
    async () => {
      const { heard, subscription } = await desk().reports();
      const [rests, takes] = [desk().order(), desk().taking()];
      accepted(await desk().place(rests));
      await heard.until('the new order', isStatus(rests.clOrdId, 'New'));
      await desk().cancel(rests);
      await heard.until('its cancel', isStatus(rests.clOrdId, 'Canceled'));
      const { orderId } = accepted(await desk().place(takes));
      await heard.until('the filled order', isStatus(takes.clOrdId, 'Filled'));
      const filledAt = heard.all.findIndex(isStatus(takes.clOrdId, 'Filled'));
      const before = heard.all.slice(0, filledAt + 1);
      const told = before.flatMap((one) => (one.kind === 'Fill' ? [one.fill] : []));
      const own = told.filter((fill) => fill.orderId === orderId);
      expect(toText(sum(own.map(({ lastQty }) => lastQty)))).toBe(toText(takes.orderQty));
      if (target.reportsBalances) await heard.until('a balance', ({ kind }) => kind === 'Balance');
      await subscription.close();
    },
  );

  test(
    'CT-41',
    'A7-7 a fill has one id in the answer, in the stream, told twice, and when asked for',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      controls().strike({ fault: { kind: 'Duplicate' }, streams: ['private'] });
      const since = addMs(testClock.now(), -1000);
      const order = desk().taking();
      const placed = accepted(await desk().place(order));
      await heard.until('the order filled', isStatus(order.clOrdId, 'Filled'));
      controls().clearFaults();
      const streamed = fillsIn(heard).filter(({ orderId }) => orderId === placed.orderId);
      const asked = await desk().fillsOf(placed.orderId, since);
      const ids = new Set(asked.map(({ execId }) => execId));
      for (const { execId } of [...streamed, ...placed.fills]) expect(ids).toContain(execId);
      expect(new Set(streamed.map(({ execId }) => execId))).toEqual(ids);
      for (const fill of streamed) {
        const same = asked.find(({ execId }) => execId === fill.execId);
        expect(toText(same?.lastPx ?? fill.lastQty)).toBe(toText(fill.lastPx));
        expect(toText(same?.lastQty ?? fill.lastPx)).toBe(toText(fill.lastQty));
      }
      await subscription.close();
    },
  );

  test(
    'CT-42',
    'A7-8 messages out of order are passed on, or said to be missing; none is lost in silence',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      controls().strike({ fault: { kind: 'Reorder' }, streams: ['private'], times: 1 });
      const order = desk().taking();
      const { orderId } = accepted(await desk().place(order));
      await heard.until('the order filled, or a gap', isToldOrGap(order.clOrdId));
      // Where messages have numbers, one that came too early shows that another is missing.
      if (!target.numbersReports) expect(heard.count(isGap)).toBe(0);
      if (heard.count(isGap) === 0) {
        await heard.until('its fills', () => isWhole(heard, orderId, order.orderQty));
      }
      const asked = await desk().fillsOf(orderId, addMs(testClock.now(), -10_000));
      expect(toText(sum(asked.map(({ lastQty }) => lastQty)))).toBe(toText(order.orderQty));
      await subscription.close();
    },
  );

  test(
    'CT-43',
    'A7-9 an order that we did not place is told without an id of ours',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      controls().setMoving(false);
      const price = limitOf(desk().best('Buy', controls().best('Buy')));
      controls().placeElsewhere({ side: 'Buy', quantity: toText(desk().quantity), price });
      const report = await heard.until('the order', ({ kind }) => kind === 'Order');
      expect(report).toMatchObject({ report: { clOrdId: null, ordStatus: 'New' } });
      const open = told(await desk().execution.openOrders());
      expect(open).toMatchObject([{ clOrdId: null }]);
      controls().counter({ side: 'Sell', quantity: toText(desk().quantity), price });
      const fill = await heard.until('its fill', ({ kind }) => kind === 'Fill');
      expect(fill).toMatchObject({ fill: { clOrdId: null, isMaker: true } });
      await subscription.close();
    },
  );

  test(
    'CT-44',
    'A7-14 a fee that is told otherwise when asked for is passed on as it was told',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      const since = addMs(testClock.now(), -1000);
      const order = desk().taking();
      const { orderId } = accepted(await desk().place(order));
      await heard.until('the order filled', isStatus(order.clOrdId, 'Filled'));
      const before = await desk().fillsOf(orderId, since);
      controls().strike({ fault: { kind: 'WrongFee', percent: 200 } });
      const after = await desk().fillsOf(orderId, since);
      expect(after.map(({ execId }) => execId)).toEqual(before.map(({ execId }) => execId));
      const feesOf = (fills: readonly VenueFill[]) =>
        sum(fills.map(({ fee }) => fee?.amount ?? ZERO));
      expect(toText(feesOf(after))).toBe(toText(multiply(feesOf(before), decimal('2'))));
      const streamed = fillsIn(heard).filter((fill) => fill.orderId === orderId);
      expect(toText(feesOf(streamed))).toBe(toText(feesOf(before)));
      await subscription.close();
    },
  );

  test(
    'CT-45',
    'a stream that was cut says from when on something may be missing, then is live again',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      const cutAt = testClock.now();
      controls().strike({ fault: { kind: 'Disconnect' }, streams: ['private'], times: 1 });
      const order = desk().order();
      accepted(await desk().place(order));
      await heard.times('a live stream again', ({ kind }) => kind === 'Live', 2);
      const gap = heard.all.find(({ kind }) => kind === 'Gap');
      expect(gap?.kind === 'Gap' && compareTimes(gap.since, cutAt)).toBeLessThanOrEqual(0);
      const gapAt = heard.all.findIndex(({ kind }) => kind === 'Gap');
      expect(heard.all.findLastIndex(({ kind }) => kind === 'Live')).toBeGreaterThan(gapAt);
      await desk().cancel(order);
      await heard.until('the cancel, on the new line', isStatus(order.clOrdId, 'Canceled'));
      await subscription.close();
    },
  );

  test(
    'CT-46',
    'A7-19 a stream that says nothing any more is cut and opened again',
    'Controls',
    async () => {
      const own = await fresh({ limits: { silenceMs: SILENCE_MS } });
      const { heard, subscription } = await own.reports();
      controls().strike({ fault: { kind: 'Silence' }, streams: ['private'], times: 1 });
      const order = own.order();
      accepted(await own.place(order));
      await heard.times('a live stream again', ({ kind }) => kind === 'Live', 2);
      expect(heard.count(({ kind }) => kind === 'Gap')).toBeGreaterThan(0);
      await own.cancel(order);
      await subscription.close();
    },
  );
}

function accountNonsense({ test, desk, controls }: Suite): void {
  test(
    'CT-47',
    'messages that mean nothing end no process; the account goes on being told, or a gap is',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      for (const text of NONSENSE) controls().relay.sayOnStreams(text);
      const order = desk().order();
      accepted(await desk().place(order));
      const isNew = isStatus(order.clOrdId, 'New');
      await heard.until('the order, or a gap', (report) => isGap(report) || isNew(report));
      await desk().cancel(order);
      const isOver = isStatus(order.clOrdId, 'Canceled');
      await heard.until('its end, or a gap', (report) => isGap(report) || isOver(report));
      await subscription.close();
    },
  );
}

function lateFills({ test, desk, controls }: Suite): void {
  test(
    'CT-48',
    'A7-13 a fill that comes after the cancel was confirmed is told and found, once',
    'Controls',
    async () => {
      const { heard, subscription } = await desk().reports();
      const since = addMs(testClock.now(), -1000);
      const order = desk().order();
      const { orderId } = accepted(await desk().place(order));
      const fault = { kind: 'LateFill', ms: 50, share: 0.5 } as const;
      controls().strike({ fault, times: 1 });
      await desk().cancel(order);
      const isOurs = (report: Report) => report.kind === 'Fill' && report.fill.orderId === orderId;
      await heard.until('the fill', isOurs);
      const fills = await desk().fillsOf(orderId, since);
      expect(fills).toHaveLength(1);
      const report = await desk().find(order);
      expect(toText(report?.cumQty ?? ZERO)).toBe(toText(sum(fills.map(({ lastQty }) => lastQty))));
      expect(lessThan(ZERO, report?.cumQty ?? ZERO)).toBe(true);
      await subscription.close();
    },
  );
}
