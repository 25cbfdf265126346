/** CT-60 to CT-79: what is asked of a venue, and what it may not keep to itself. */
import {
  addMs,
  compareTimes,
  decimal,
  isZero,
  lessThan,
  msBetween,
  multiply,
  signOf,
  subtract,
  sum,
  toText,
} from '@ultrathink/domain/kernel';
import { expect } from 'vitest';
import { limitOf } from './acts.conformance.ts';
import { accepted, told } from './desk.ts';
import { testClock } from './simulated.ts';
import type { Suite } from './suite.ts';

export function questions(suite: Suite): void {
  aboutTheVenue(suite);
  aboutTheAccount(suite);
  aboutTheKey(suite);
}

function aboutTheVenue({ test, desk, target }: Suite): void {
  test(
    'CT-60',
    'each instrument has its steps, its minimums and what may be done in it',
    'Anywhere',
    async () => {
      const { listed } = told(await desk().connection.market.instruments());
      expect(listed.length).toBeGreaterThan(0);
      for (const { terms, can, symbol, instrument } of listed) {
        expect(instrument.id).toBe(`${instrument.base}/${instrument.quote}`);
        expect(isZero(terms.tickSize), symbol).toBe(false);
        expect(isZero(terms.stepSize), symbol).toBe(false);
        expect(Object.keys(can.ordTypes).length, symbol).toBeGreaterThan(0);
      }
      expect(new Set(listed.map(({ instrument }) => instrument.id)).size).toBe(listed.length);
    },
  );

  test(
    'CT-61',
    'the venue’s clock is known as well as half a round trip allows',
    'Anywhere',
    async () => {
      const { clockOffset } = desk().connection.health();
      const sentAt = testClock.now();
      const time = told(await desk().connection.market.time());
      const tookMs = msBetween(sentAt, testClock.now());
      const offMs = msBetween(sentAt, time) - (clockOffset?.ms ?? Number.NaN);
      // A venue that tells whole seconds is up to a second behind.
      expect(offMs).toBeGreaterThan(-1000 - (clockOffset?.uncertaintyMs ?? 0) - 5);
      expect(offMs).toBeLessThan(tookMs + (clockOffset?.uncertaintyMs ?? 0) + 5);
    },
  );

  test(
    'CT-62',
    'bars are closed, in order, and begin where they were asked for',
    'Anywhere',
    async () => {
      const from = addMs(testClock.now(), -20 * 60_000);
      const query = { instrument: target.instrument, interval: '1m', from, most: 10 } as const;
      const bars = told(await desk().connection.market.bars(query));
      expect(bars.length).toBeGreaterThan(0);
      expect(bars.length).toBeLessThanOrEqual(10);
      const opens = bars.map(({ opensAt }) => opensAt);
      expect(opens).toEqual([...opens].sort());
      for (const { opensAt, high, low, open, close } of bars) {
        expect(compareTimes(opensAt, addMs(from, -60_000))).toBe(1);
        expect(msBetween(opensAt, testClock.now())).toBeGreaterThanOrEqual(59_000);
        expect([open, close].every((at) => !lessThan(high, at) && !lessThan(at, low))).toBe(true);
      }
    },
  );

  test(
    'CT-63',
    'trades of others are told with price, quantity, side and time',
    'Anywhere',
    async () => {
      const trades = told(await desk().connection.market.trades(target.instrument));
      for (const trade of trades) {
        expect(signOf(trade.price)).toBe(1);
        expect(signOf(trade.quantity)).toBe(1);
      }
      expect(new Set(trades.map(({ tradeId }) => tradeId)).size).toBe(trades.length);
    },
  );
}

function aboutTheAccount({ test, desk, fresh, target, controls }: Suite): void {
  test(
    'CT-64',
    'what an order holds is part of the balance, and is free again after it',
    'Anywhere',
    async () => {
      const quote = desk().listed.instrument.quote;
      const own = async () => {
        const found = told(await desk().execution.balances()).find(({ asset }) => asset === quote);
        if (found === undefined) throw new Error(`There is no ${quote} on this account.`);
        return found;
      };
      const before = await own();
      const order = desk().order();
      accepted(await desk().place(order));
      const during = await own();
      const price = decimal(limitOf(order));
      const held = subtract(during.held, before.held);
      // Some venues hold the fee too.
      expect(lessThan(held, multiply(order.orderQty, price))).toBe(false);
      expect(toText(during.total)).toBe(toText(before.total));
      await desk().cancel(order);
      expect(toText((await own()).held)).toBe(toText(before.held));
    },
  );

  test(
    'CT-65',
    'open orders are open, closed ones are closed, none is in both',
    'Anywhere',
    async () => {
      const since = addMs(testClock.now(), -2000);
      const [open, canceled, filled] = [desk().order(), desk().order(), desk().taking()];
      for (const order of [open, canceled, filled]) accepted(await desk().place(order));
      await desk().cancel(canceled);
      const ids = (reports: readonly { readonly clOrdId: string | null }[]) =>
        reports.map(({ clOrdId }) => clOrdId);
      expect(ids(told(await desk().execution.openOrders()))).toEqual([open.clOrdId]);
      const closed = ids(told(await desk().execution.closedOrders(since)));
      expect(closed).toEqual(expect.arrayContaining([canceled.clOrdId, filled.clOrdId]));
      expect(closed).not.toContain(open.clOrdId);
      await desk().cancel(open);
    },
  );

  test(
    'CT-66',
    'fills of many pages are all told, each once, oldest first',
    'Controls',
    async () => {
      const own = await fresh({ limits: { pageRows: 3 } });
      const since = addMs(testClock.now(), -1000);
      const placed: string[] = [];
      for (let n = 0; n < 8; n += 1) {
        const side = n % 2 === 0 ? 'Buy' : 'Sell';
        placed.push(accepted(await own.place(own.taking(side))).orderId);
      }
      let fills = told(await own.execution.fills(since));
      const filled = (orderId: string) =>
        toText(sum(fills.filter((one) => one.orderId === orderId).map(({ lastQty }) => lastQty)));
      // What a venue has accepted its lists may tell a moment later.
      await expect
        .poll(async () => {
          fills = told(await own.execution.fills(since));
          return placed.map(filled);
        })
        .toEqual(placed.map(() => toText(own.quantity)));
      const times = fills.map(({ at }) => at);
      expect(times).toEqual([...times].sort());
      expect(new Set(fills.map(({ execId }) => execId)).size).toBe(fills.length);
      expect(controls().relay.sent().length).toBeGreaterThan(0);
    },
  );

  test('CT-67', 'fees are told per instrument, as shares', 'Anywhere', async () => {
    const fees = told(await desk().execution.fees());
    const own = fees.find(({ instrument }) => instrument === target.instrument);
    for (const rate of [own?.maker, own?.taker]) {
      expect(lessThan(decimal(rate ?? '1'), decimal('0.05'))).toBe(true);
    }
  });

  test(
    'CT-68',
    'a question that fails is no information, and never an empty answer',
    'Controls',
    async () => {
      const own = await fresh();
      controls().strike({
        fault: { kind: 'ServerError', status: 502 },
        operations: ['orders.open', 'orders.closed', 'trades.own', 'account', 'order.query'],
      });
      const { execution } = own;
      const order = own.ref(own.order());
      const ask = [
        () => execution.openOrders(),
        () => execution.fills(addMs(testClock.now(), -1000)),
        () => execution.balances(),
        () => execution.find(order),
      ];
      for (const one of ask) expect((await one()).kind).toBe('NoInformation');
    },
  );
}

function aboutTheKey({ test, desk, fresh, controls }: Suite): void {
  test(
    'CT-70',
    'a key that can withdraw and one that is bound to no address are told',
    'Controls',
    async () => {
      for (const rights of [
        { mayTrade: true, mayWithdraw: false, isAddressBound: true },
        { mayTrade: true, mayWithdraw: true, isAddressBound: true },
        { mayTrade: true, mayWithdraw: false, isAddressBound: false },
      ]) {
        const own = await fresh({ credentials: controls().addKey(rights) });
        const { mayWithdraw, isAddressBound, mayRead } = told(await own.execution.permissions());
        expect(mayRead).toBe(true);
        expect(mayWithdraw).toBe(rights.mayWithdraw);
        expect([rights.isAddressBound, null]).toContain(isAddressBound);
      }
    },
  );

  test('CT-71', 'a key that may not trade is refused with proof', 'Controls', async () => {
    const rights = { mayTrade: false, mayWithdraw: false, isAddressBound: true };
    const own = await fresh({ credentials: controls().addKey(rights) });
    const outcome = await own.place(own.order());
    expect(outcome).toMatchObject({ kind: 'RejectedProven', reason: 'KeyNotAllowed' });
    expect(told(await own.execution.permissions()).mayTrade).toBe(false);
  });

  test(
    'CT-72',
    'a key that the venue does not know places nothing and learns nothing',
    'Controls',
    async () => {
      const credentials = { ...controls().addKey(UNBOUND), key: 'nobodys-key' };
      const own = await fresh({ credentials });
      const order = own.order();
      expect(await own.place(order)).toMatchObject({
        kind: 'RejectedProven',
        reason: 'KeyNotAllowed',
      });
      expect((await own.execution.balances()).kind).toBe('NoInformation');
      expect(await desk().find(order)).toBeNull();
    },
  );

  test(
    'CT-73',
    'what is kept of an exchange holds no secret and no signature',
    'Controls',
    async () => {
      const kept: string[] = [];
      const credentials = controls().addKey(UNBOUND);
      const onEvidence = (evidence: unknown) => kept.push(JSON.stringify(evidence));
      const own = await fresh({ credentials, onEvidence });
      controls().relay.forget();
      const order = own.order();
      accepted(await own.place(order));
      await own.cancel(order);
      const all = kept.join('\n');
      expect(all).toContain(order.clOrdId);
      expect(all).not.toContain(credentials.secret);
      for (const signature of signaturesIn(controls().relay.sent())) {
        expect(all).not.toContain(signature);
      }
    },
  );
}

const UNBOUND = { mayTrade: true, mayWithdraw: false, isAddressBound: false };

/** As the three venues send them: in the query or body, or in a header. */
function signaturesIn(sent: string): string[] {
  const found = sent.matchAll(
    /(?:signature=|api-sign: |cb-access-sign: |bearer )([\w+/=.%-]{20,})/gi,
  );
  const signatures = [...found].map(([, signature = '']) => signature);
  expect(signatures.length).toBeGreaterThan(0);
  return signatures;
}
