/** CT-20 to CT-39: what is not known stays not known until the venue proves it, and lines that are ill. */
import { addMs } from '@ultrathink/domain/kernel';
import type { NewRule } from '@ultrathink/venue-simulator';
import { expect } from 'vitest';
import { accepted, type Desk, told } from './desk.ts';
import { testClock, wrongClock } from './simulated.ts';
import type { Suite } from './suite.ts';

type Fault = NewRule['fault'];

const PLACE = ['order.place'] as const;

export function unknowns(suite: Suite): void {
  const { test, desk, controls } = suite;
  const once = (fault: Fault, operations: NonNullable<NewRule['operations']> = PLACE) =>
    controls().strike({ fault, operations, times: 1 });

  test(
    'CT-20',
    'A7-3 a request that was lost is unconfirmed, and is not found',
    'Controls',
    async () => {
      once({ kind: 'RequestLost' });
      const order = desk().order();
      expect(await desk().place(order)).toMatchObject({ kind: 'Unconfirmed' });
      expect(await desk().find(order)).toBeNull();
      expect(controls().ordersNamed(order.clOrdId)).toBe(0);
    },
  );

  test(
    'CT-21',
    'A7-3 an answer that was lost is unconfirmed, and its one order is found',
    'Controls',
    async () => {
      once({ kind: 'AnswerLost' });
      const order = desk().order();
      expect(await desk().place(order)).toMatchObject({ kind: 'Unconfirmed' });
      expect(await desk().find(order)).toMatchObject({ ordStatus: 'New', clOrdId: order.clOrdId });
      expect(controls().ordersNamed(order.clOrdId)).toBe(1);
      await desk().cancel(order);
    },
  );

  test(
    'CT-22',
    'A7-4 an order whose answer was lost and that was filled is found with its fills',
    'Controls',
    async () => {
      once({ kind: 'AnswerLost' });
      const since = addMs(testClock.now(), -1000);
      const order = desk().taking();
      expect(await desk().place(order)).toMatchObject({ kind: 'Unconfirmed' });
      const report = await desk().find(order);
      expect(report).toMatchObject({ ordStatus: 'Filled' });
      const fills = await desk().fillsOf(report?.orderId ?? '', since);
      expect(new Set(fills.map(({ execId }) => execId)).size).toBe(fills.length);
      expect(fills.length).toBeGreaterThan(0);
      expect(controls().ordersNamed(order.clOrdId)).toBe(1);
    },
  );

  test(
    'CT-23',
    'A7-5 a request that arrives after its time does nothing any more',
    'Controls',
    async () => {
      const { shortestAcceptanceMs } = suite.target;
      if (shortestAcceptanceMs === null) return;
      const limits = { actMs: 100, acceptanceMs: shortestAcceptanceMs };
      const own = await suite.fresh({ limits });
      const lateMs = shortestAcceptanceMs + 300;
      once({ kind: 'LateEffect', ms: lateMs });
      const order = own.order();
      const sentAt = performance.now();
      expect(await own.place(order)).toMatchObject({ kind: 'Unconfirmed', detail: 'Timeout' });
      // It arrives within this time; the venue's refusal of it reaches nobody.
      await passed(sentAt + lateMs + 200);
      expect(await desk().find(order)).toBeNull();
      expect(controls().ordersNamed(order.clOrdId)).toBe(0);
    },
  );

  test(
    'CT-24',
    'A7-6 not found now and found later is no contradiction: not found proves nothing',
    'Controls',
    async () => {
      const order = desk().order();
      accepted(await desk().place(order));
      controls().strike({
        fault: { kind: 'ReadLag', ms: 60_000 },
        operations: ['order.query', 'orders.open', 'orders.closed'],
      });
      expect(await desk().find(order)).toBeNull();
      controls().clearFaults();
      expect(await desk().find(order)).toMatchObject({ clOrdId: order.clOrdId });
      await desk().cancel(order);
    },
  );

  test(
    'CT-25',
    'A7-3 a venue that says it does not know leaves the order unconfirmed',
    'Controls',
    async () => {
      once({ kind: 'FailsAfterEffect' });
      const order = desk().order();
      expect(await desk().place(order)).toMatchObject({ kind: 'Unconfirmed' });
      expect(await desk().find(order)).not.toBeNull();
      await desk().cancel(order);
    },
  );

  test(
    'CT-26',
    'A7-11 a cancel whose answer was lost is unconfirmed, and the order tells the rest',
    'Controls',
    async () => {
      const order = desk().order();
      accepted(await desk().place(order));
      once({ kind: 'AnswerLost' }, ['order.cancel']);
      const outcome = await desk().execution.cancel(desk().ref(order), desk().urgency);
      expect(outcome).toMatchObject({ kind: 'Unconfirmed' });
      expect(await desk().find(order)).toMatchObject({ ordStatus: 'Canceled' });
    },
  );

  test(
    'CT-27',
    'A7-11 a cancel that was lost before the venue leaves the order as it was',
    'Controls',
    async () => {
      const order = desk().order();
      accepted(await desk().place(order));
      once({ kind: 'RequestLost' }, ['order.cancel']);
      const outcome = await desk().execution.cancel(desk().ref(order), desk().urgency);
      expect(outcome).toMatchObject({ kind: 'Unconfirmed' });
      expect(await desk().find(order)).toMatchObject({ ordStatus: 'New' });
      await desk().cancel(order);
    },
  );

  test(
    'CT-28',
    'A7-3 both legs of a replacement whose answer was lost are unconfirmed',
    'Controls',
    async () => {
      if (desk().execution.traits.replace === 'None') return;
      const order = desk().order();
      const { orderId } = accepted(await desk().place(order));
      once({ kind: 'AnswerLost' }, ['order.replace']);
      const to = desk().order();
      const replaced = await desk().execution.replace(
        desk().ref(order, orderId),
        to,
        desk().urgency,
      );
      expect([replaced.canceled.kind, replaced.placed?.kind]).toEqual([
        'Unconfirmed',
        'Unconfirmed',
      ]);
      accepted(await desk().execution.cancelAll(null, desk().urgency));
    },
  );

  test(
    'CT-29',
    'A7-15 too many requests: refused, and nothing is sent before the time is over',
    'Controls',
    async () => {
      for (const kind of ['RateLimited', 'Banned'] as const) {
        const own = await suite.fresh();
        once({ kind, retryAfterSeconds: 30 });
        const order = own.order();
        const outcome = await own.place(order);
        expect(outcome, kind).toMatchObject({ kind: 'Refused' });
        expect(outcome.kind === 'Refused' && outcome.retryAfterMs, kind).toBeGreaterThan(0);
        const next = own.order();
        expect(await own.place(next)).toMatchObject({
          kind: 'NotSent',
          why: { code: 'CircuitOpen' },
        });
        expect(controls().relay.sent()).not.toContain(next.clOrdId);
        expect(await desk().find(order)).toBeNull();
      }
    },
  );

  test(
    'CT-30',
    'A7-16 a storm of errors: each unconfirmed, then the line closes by itself',
    'Controls',
    async () => {
      const own = await suite.fresh();
      controls().strike({ fault: { kind: 'ServerError', status: 503 }, operations: PLACE });
      const kinds: string[] = [];
      for (let n = 0; n < 12; n += 1) kinds.push((await own.place(own.order())).kind);
      expect(kinds[0]).toBe('Unconfirmed');
      expect(kinds.at(-1)).toBe('NotSent');
      expect(new Set(kinds)).toEqual(new Set(['Unconfirmed', 'NotSent']));
    },
  );

  test('CT-31', 'A7-17 maintenance is neither taken nor proven refused', 'Controls', async () => {
    const own = await suite.fresh();
    once({ kind: 'Maintenance' });
    const order = own.order();
    const outcome = await own.place(order);
    expect(['Unconfirmed', 'Refused']).toContain(outcome.kind);
    expect(await desk().find(order)).toBeNull();
  });

  test(
    'CT-32',
    'A7-17 a market that only cancels: no new order leaves, and the old one is taken back',
    'Controls',
    async () => {
      const order = desk().order();
      accepted(await desk().place(order));
      controls().setState('CancelOnly');
      told(await desk().connection.refresh());
      const late = desk().order();
      expect(await desk().place(late)).toMatchObject({
        kind: 'NotSent',
        why: { code: 'VenueClosed' },
      });
      expect(controls().relay.sent()).not.toContain(late.clOrdId);
      await desk().cancel(order);
      controls().setState('Trading');
      told(await desk().connection.refresh());
      const open = desk().order();
      accepted(await desk().place(open));
      await desk().cancel(open);
    },
  );

  test(
    'CT-33',
    'a venue that answers with a page, with half a message or with nothing proves nothing',
    'Controls',
    async () => {
      const own = await suite.fresh();
      for (const fault of [
        { kind: 'Html', status: 403 },
        { kind: 'Html', status: 502 },
        { kind: 'Garbage' },
      ] as const) {
        once(fault);
        expect((await own.place(own.order())).kind, JSON.stringify(fault)).toBe('Unconfirmed');
        once(fault, ['account']);
        expect((await own.execution.balances()).kind).toBe('NoInformation');
      }
      accepted(await desk().execution.cancelAll(null, desk().urgency));
    },
  );

  test(
    'CT-34',
    'an answer of another shape proves nothing, whatever its status',
    'Controls',
    async () => {
      for (const answer of [
        { status: 200, body: '{}' },
        { status: 200, body: '[]' },
        { status: 200, body: 'null' },
        { status: 200, body: '' },
        { status: 200, body: '"ok"' },
        { status: 204, body: '' },
        { status: 404, body: '{"code":-1013,"msg":"Filter failure: LOT_SIZE"}' },
        { status: 409, body: '{"error":["EOrder:Insufficient funds"]}' },
        { status: 408, body: '' },
        {
          status: 500,
          body: '{"code":-2010,"msg":"Account has insufficient balance for requested action."}',
        },
        { status: 302, body: '' },
      ]) {
        const own = await cheapest(suite);
        const order = own.order();
        controls().relay.answerNext(order.clOrdId, answer);
        const outcome = await own.place(order);
        expect(outcome.kind, `${answer.status} ${answer.body}`).toBe('Unconfirmed');
      }
    },
  );

  test('CT-35', 'an answer without an end is cut off', 'Controls', async () => {
    const own = await suite.fresh({ limits: { actMs: 5_000 } });
    const order = own.order();
    const body = 'x'.repeat(1 << 20);
    controls().relay.answerNext(order.clOrdId, { status: 200, body, isEndless: true });
    const outcome = await own.place(order);
    expect(outcome).toMatchObject({ kind: 'Unconfirmed', detail: 'TooLarge' });
  });

  test(
    'CT-36',
    'A7-21 a clock of ours that is wrong, and is set while we work, changes nothing',
    'Controls',
    async () => {
      for (const byMs of [600_000, -600_000]) {
        const clock = wrongClock(byMs);
        const own = await suite.fresh({ clock });
        const notAfter = addMs(clock.now(), 3600_000);
        const order = own.order();
        accepted(await own.execution.place(order, { notAfter }));
        clock.set(-byMs);
        const late = addMs(clock.now(), 3600_000);
        accepted(await own.execution.cancel(own.ref(order), { notAfter: late }));
      }
    },
  );

  test(
    'CT-37',
    'A7-17 a market that closed without our knowing refuses with proof',
    'Controls',
    async () => {
      controls().setState('CancelOnly');
      const order = desk().order();
      const outcome = await desk().place(order);
      expect(outcome).toMatchObject({ kind: 'RejectedProven', reason: 'MarketClosed' });
      controls().setState('Trading');
      told(await desk().connection.refresh());
      expect(await desk().find(order)).toBeNull();
    },
  );

  test(
    'CT-38',
    'A7-21 a clock of the venue’s that is set while we work is refused at most once',
    'Controls',
    async () => {
      const own = await suite.fresh();
      controls().strike({ fault: { kind: 'ClockSkew', ms: -600_000 } });
      const first = own.order();
      const outcome = await own.place(first);
      // Not every venue says that it is the time that it minds.
      const isProven = outcome.kind === 'RejectedProven';
      expect(outcome.kind === 'Accepted' || isProven, outcome.kind).toBe(true);
      told(await own.connection.refresh());
      const second = own.order();
      accepted(await own.place(second));
      await own.cancel(second);
      controls().clearFaults();
      expect((await desk().find(first)) === null).toBe(isProven);
    },
  );
}

/** Unconfirmed answers open the breaker of a line after some: cases of many take a new one each. */
let line: { readonly suite: Suite; readonly desk: Desk; readonly uses: number } | null = null;

async function cheapest(suite: Suite): Promise<Desk> {
  if (line?.suite === suite && line.uses < 4) line = { ...line, uses: line.uses + 1 };
  else line = { suite, desk: await suite.fresh(), uses: 1 };
  return line.desk;
}

/** Until that moment of the clock that does not jump. */
function passed(atMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - performance.now())));
}
