/** CT-40 to CT-59: what a venue reports by itself, and what becomes of it on the way. */
import {
  addMs,
  compareTimes,
  type Decimal,
  equals,
  lessThan,
  sum,
  toText,
} from '@ultrathink/domain/kernel';
import type { VenueFill } from '@ultrathink/domain/trading';
import { expect } from 'vitest';
import type { MarketEvent, Report } from '../src/index.ts';
import { limitOf } from './acts.conformance.ts';
import { accepted, type Heard, told } from './desk.ts';
import { testClock } from './simulated.ts';
import type { Suite } from './suite.ts';

/** Short, so that a silent line is noticed within a test. */
const SILENCE_MS = 400;

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
  marketStreams(suite);
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

/** What no venue says; each is said on a stream that is live. */
const NONSENSE = [
  'no JSON at all',
  '{"half":',
  '[]',
  'null',
  '""',
  '{}',
  '{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"b":[["1e3","x"]],"a":[],"E":"now"}',
  '{"channel":"book","type":"update","data":[{"symbol":"BTC/USDT","bids":"none"}]}',
  '{"channel":"l2_data","sequence_num":1e99,"events":[{"updates":null}]}',
  '{"subscriptionId":0,"event":{"e":"executionReport","s":"BTCUSDT","i":"x"}}',
  '{"channel":"executions","type":"update","data":[{"exec_type":"trade"}],"sequence":-1}',
  '{"channel":"user","events":[{"type":"update","orders":[{"order_id":5}]}]}',
  `"${'x'.repeat(60_000)}"`,
];

const isBook = ({ kind }: MarketEvent) => kind === 'Book';
const isLost = ({ kind }: MarketEvent) => kind === 'BookLost';

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

function marketStreams({ test, desk, controls, fresh, target }: Suite): void {
  test(
    'CT-50',
    'a book is there, goes on, and its bid stands below its ask',
    'Anywhere',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.times('three states of the book', isBook, 3);
      const last = heard.all.findLast(isBook);
      if (last?.kind !== 'Book') throw new Error('There is no book.');
      const [bid, ask] = [last.book.best('Buy'), last.book.best('Sell')];
      if (bid === undefined || ask === undefined) throw new Error('A side of the book is empty.');
      expect(lessThan(bid.price, ask.price)).toBe(true);
      expect(last.instrument).toBe(target.instrument);
      await subscription.close();
    },
  );

  test(
    'CT-51',
    'A7-18 a missing update makes the book unknown until it is whole again',
    'Controls',
    async () => {
      if (!target.numbersBooks) return;
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      // Some of them may be trades, which have no numbers.
      controls().strike({ fault: { kind: 'Drop' }, streams: ['public'], times: 4 });
      await heard.until('its loss', isLost);
      const lostAt = heard.all.findIndex(isLost);
      await heard.until('the book again', isBook, lostAt);
      await subscription.close();
    },
  );

  test(
    'CT-52',
    'A7-7 A7-8 updates that come twice or out of order never leave a wrong book',
    'Controls',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      controls().strike({ fault: { kind: 'Duplicate' }, streams: ['public'], times: 3 });
      controls().strike({ fault: { kind: 'Reorder' }, streams: ['public'], times: 2 });
      await heard.times('the book going on', isBook, 4, heard.all.length);
      controls().clearFaults();
      await heard.times('the book after it', isBook, 2, heard.all.length);
      const last = heard.all.findLast(isBook);
      expect(last?.kind === 'Book' && last.book.state.kind).toBe('Good');
      await subscription.close();
    },
  );

  test(
    'CT-53',
    'A7-19 a market that says nothing any more is not believed',
    'Controls',
    async () => {
      const own = await fresh({ limits: { silenceMs: SILENCE_MS } });
      const { heard, subscription } = own.events();
      await heard.until('the book', isBook);
      controls().strike({ fault: { kind: 'Silence' }, streams: ['public'], times: 1 });
      await heard.until('its loss', isLost);
      const lostAt = heard.all.findIndex(isLost);
      await heard.until('the book again', isBook, lostAt);
      await subscription.close();
    },
  );

  test('CT-54', 'A7-17 a market that closes and opens says so', 'Controls', async () => {
    const { heard, subscription } = desk().events();
    await heard.until('the book', isBook);
    for (const [state, status] of [
      ['CancelOnly', 'CancelOnly'],
      ['Trading', 'Open'],
    ] as const) {
      controls().setState(state);
      told(await desk().connection.refresh());
      await heard.until(status, (event) => event.kind === 'Status' && event.status === status);
    }
    await subscription.close();
  });

  test('CT-55', 'trades of others are told with the side that took', 'Controls', async () => {
    const { heard, subscription } = desk().events();
    await heard.until('the book', isBook);
    controls().setMoving(false);
    const order = desk().best('Buy', controls().best('Buy'));
    accepted(await desk().place(order));
    const price = limitOf(order);
    controls().counter({ side: 'Sell', quantity: toText(order.orderQty), price });
    const isOurs = (event: MarketEvent) =>
      event.kind === 'Trade' && toText(event.trade.price) === price && event.trade.side === 'Sell';
    await heard.until('the trade', isOurs);
    await subscription.close();
  });

  test(
    'CT-57',
    'messages that mean nothing end no process, and the book is whole after them',
    'Controls',
    async () => {
      const { heard, subscription } = desk().events();
      await heard.until('the book', isBook);
      for (const text of NONSENSE) controls().relay.sayOnStreams(text);
      const from = heard.all.length;
      await heard.times('the book going on', isBook, 3, from);
      const last = heard.all.findLast(isBook);
      expect(last?.kind === 'Book' && last.book.state.kind).toBe('Good');
      await subscription.close();
    },
  );

  test('CT-56', 'nothing is told after a subscription was closed', 'Anywhere', async () => {
    const { heard, subscription } = desk().events();
    await heard.until('the book', isBook);
    await subscription.close();
    const { length } = heard.all;
    const { heard: other, subscription: second } = desk().events();
    await other.times('another subscription going on', isBook, 3);
    expect(heard.all).toHaveLength(length);
    await second.close();
  });
}
