import { fromEpochMs, unwrap } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import { KnownOrders } from './known-orders.ts';
import { type Execution, readPrivateFrame, understand } from './parse-executions.ts';

const BTC_USD = instrumentOf('BTC' as never, 'USD' as never).id;
const idOf = (symbol: string) => (symbol === 'BTC/USD' ? BTC_USD : undefined);
const ID = '019a0000-0000-7000-8000-000000000001';

const frame = (data: object, sequence = 8) =>
  JSON.stringify({ channel: 'executions', type: 'update', data: [data], sequence });
function told(data: object): Execution {
  const read = unwrap(readPrivateFrame(frame(data)));
  if (read.kind !== 'Executions') throw new Error(read.kind);
  const [first] = read.executions;
  if (first === undefined) throw new Error('There is one.');
  return first;
}
const shown = (value: unknown) => JSON.parse(JSON.stringify(value));

/** The messages of one order, as the vendor's page of the channel shows them. */
const PENDING = {
  order_id: 'OK4GJX-KSTLS-7DZZO5',
  order_userref: 3,
  symbol: 'BTC/USD',
  order_qty: '0.00500000',
  cum_cost: 0.0,
  time_in_force: 'GTC',
  exec_type: 'pending_new',
  side: 'sell',
  order_type: 'limit',
  limit_price: 26500.0,
  order_status: 'pending_new',
  timestamp: '2023-09-22T10:33:05.709950Z',
};
const NEW = {
  timestamp: '2023-09-22T10:33:05.709982Z',
  order_status: 'new',
  exec_type: 'new',
  order_userref: 3,
  order_id: 'OK4GJX-KSTLS-7DZZO5',
};
const TRADE = {
  order_id: 'OK4GJX-KSTLS-7DZZO5',
  exec_id: 'TGBB7L-HT5LX-J3BZ4A',
  exec_type: 'trade',
  trade_id: 62887576,
  symbol: 'BTC/USD',
  side: 'sell',
  last_qty: 0.005,
  last_price: 26599.9,
  liquidity_ind: 't',
  cost: 132.9995,
  order_type: 'limit',
  timestamp: '2023-09-22T10:33:05.709993Z',
  order_status: 'partially_filled',
  cum_qty: 0.005,
  cum_cost: 132.9995,
  avg_price: 26599.9,
  fee_usd_equiv: 0.3458,
  fees: [{ asset: 'USD', qty: 0.3458 }],
};
const FILLED = {
  timestamp: '2023-09-22T10:33:05.709995Z',
  order_status: 'filled',
  exec_type: 'filled',
  order_id: 'OK4GJX-KSTLS-7DZZO5',
  cum_qty: 0.005,
  avg_price: 26599.9,
};
const CANCELED = {
  timestamp: '2025-10-11T15:11:47.695226Z',
  order_status: 'canceled',
  exec_type: 'canceled',
  order_id: 'OK4GJX-KSTLS-7DZZO5',
  cum_qty: 0,
  cum_cost: 0,
  avg_price: 0,
  reason: 'User requested',
};

describe('messages of one order', () => {
  it('are told as reports that say everything, though each message says only what changed', () => {
    const known = new KnownOrders();
    const reports = [PENDING, { ...NEW, cl_ord_id: ID }, TRADE, FILLED].map((message) => {
      const read = unwrap(understand(told(message), known.get(PENDING.order_id), idOf));
      known.set(PENDING.order_id, read.known);
      return shown(read);
    });
    const same = { orderId: 'OK4GJX-KSTLS-7DZZO5', instrument: 'BTC/USD', side: 'Sell' };
    expect(reports[0]).toMatchObject({ report: null, fill: null });
    expect(reports[1].report).toEqual({
      ...same,
      clOrdId: ID,
      ordStatus: 'New',
      orderQty: '0.005',
      cumQty: '0',
      avgPx: null,
      at: '2023-09-22T10:33:05.709Z',
      text: null,
    });
    expect(reports[2]).toMatchObject({
      report: { ordStatus: 'PartiallyFilled', cumQty: '0.005', orderQty: '0.005', clOrdId: ID },
      fill: {
        ...same,
        execId: 'TGBB7L-HT5LX-J3BZ4A',
        clOrdId: ID,
        lastQty: '0.005',
        lastPx: '26599.9',
        fee: { amount: '0.3458', asset: 'USD' },
        isMaker: false,
      },
      hasEnded: false,
    });
    expect(reports[3]).toMatchObject({
      report: { ...same, ordStatus: 'Filled', cumQty: '0.005', avgPx: '26599.9' },
      fill: null,
      hasEnded: true,
    });
  });

  it('of a cancel carry the venue’s words', () => {
    const before = unwrap(understand(told(PENDING), undefined, idOf)).known;
    const read = unwrap(understand(told(CANCELED), before, idOf));
    expect(shown(read.report)).toMatchObject({
      ordStatus: 'Canceled',
      text: 'User requested',
      cumQty: '0',
      avgPx: null,
    });
  });

  it('of an order that nobody knows are refused unless they say what it is', () => {
    expect(understand(told(NEW), undefined, idOf)).toMatchObject({ ok: false });
    expect(understand(told(TRADE), undefined, idOf)).toMatchObject({ ok: true });
    const strange = told({ ...TRADE, symbol: 'NOPE/USD' });
    expect(understand(strange, undefined, idOf)).toMatchObject({ ok: false });
  });

  it.each([
    ['a status we do not know', { ...TRADE, order_status: 'dreaming' }],
    ['a trade without a price', { ...TRADE, last_price: undefined }],
    ['a trade without an id', { ...TRADE, exec_id: undefined }],
  ])('with %s are refused', (_, message) => {
    expect(understand(told(message), undefined, idOf).ok).toBe(false);
  });

  it('with fees in several assets tell none: a question tells it in one', () => {
    const fees = [
      { asset: 'USD', qty: 0.1 },
      { asset: 'BTC', qty: 0.1 },
    ];
    const read = unwrap(understand(told({ ...TRADE, fees }), undefined, idOf));
    expect(read.fill?.fee).toBeNull();
    const twice = [fees[0], fees[0]];
    const added = unwrap(understand(told({ ...TRADE, fees: twice }), undefined, idOf));
    expect(shown(added.fill?.fee)).toEqual({ amount: '0.2', asset: 'USD' });
  });

  it('of an order by its amount in quote tell no quantity', () => {
    const message = { ...PENDING, cash_order_qty: 100, order_qty: 100 };
    expect(unwrap(understand(told(message), undefined, idOf)).known.orderQty).toBeNull();
  });
});

describe('frames', () => {
  it('tell their number, and which of them are snapshots', () => {
    expect(unwrap(readPrivateFrame(frame(NEW, 9)))).toMatchObject({
      isSnapshot: false,
      sequence: 9,
    });
    expect(readPrivateFrame(frame(NEW).replace('"sequence":8', '"sequence":null')).ok).toBe(false);
  });

  it('of balances, heartbeats and refusals are told apart', () => {
    const kinds = [
      '{"channel":"balances","type":"update","data":[],"sequence":2}',
      '{"channel":"heartbeat"}',
      '{"method":"subscribe","success":false,"error":"ESession:Invalid session"}',
      '{"method":"subscribe","success":true,"result":{}}',
    ].map((text) => unwrap(readPrivateFrame(text)).kind);
    expect(kinds).toEqual(['Balances', 'Nothing', 'Refused', 'Nothing']);
  });
});

describe('what is known of orders', () => {
  const order = (n: number) => ({
    clOrdId: `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}` as ClOrdId,
    instrument: BTC_USD,
    side: 'Buy' as const,
    orderQty: '1' as never,
    terms: { ordType: 'Market' as const },
    timeInForce: 'ImmediateOrCancel' as const,
    expireTime: null,
    isPostOnly: false,
  });

  it('is bounded: the oldest are forgotten', () => {
    const known = new KnownOrders();
    for (let n = 0; n < 20_001; n += 1) known.placed(`O${n}`, order(n));
    expect(known.clOrdIdOf('O0')).toBeNull();
    expect(known.orderIdOf(order(0).clOrdId)).toBeUndefined();
    expect(known.clOrdIdOf('O20000')).toBe(order(20_000).clOrdId);
  });

  it('holds the name under which the venue knows an order that was changed in place, twice over', () => {
    const known = new KnownOrders();
    const [first, second, third] = [order(1), order(2), order(3)].map(({ clOrdId }) => clOrdId);
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('Three.');
    known.placed('O1', order(1));
    known.renamed(first, second);
    known.renamed(second, third);
    expect([first, second, third].map((one) => known.nameOf(one))).toEqual([first, first, first]);
    expect(known.orderIdOf(third)).toBe('O1');
  });

  it('from the stream is newer than from the answer', () => {
    const known = new KnownOrders();
    const at = fromEpochMs(0);
    const report = { orderId: 'O1', ordStatus: 'Filled', at, text: null } as const;
    const figures = { cumQty: '1' as never, avgPx: '7' as never };
    known.learn([{ ...report, ...order(1), ...figures }]);
    known.placed('O1', order(1));
    expect(known.get('O1')?.cumQty).toBe('1');
  });
});
