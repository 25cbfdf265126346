import { describe, expect, test } from 'vitest';
import type { Trail, Whole } from './model.ts';
import { doubtMs, momentMs, stepsOf } from './steps.ts';

const PARENT = '0193a4c2-7e11-7000-8000-000000000001';
const CHILD = '0193a4c2-7e11-7000-8000-000000000002';
const AT = '2026-11-21T09:41:07.200Z';
const at = (ms: number) => new Date(Date.parse(AT) + ms).toISOString();

let sequence = 0;
function event(
  action: string,
  id: string,
  ms: number,
  after: object = {},
): Trail['events'][number] {
  sequence += 1;
  const actor = { kind: 'Person', id: 'somebody' };
  const subject = { kind: 'Order', id };
  return {
    id: `event-${sequence}` as never,
    at: at(ms) as never,
    chain: 'shard-0',
    sequence,
    action,
    body: JSON.stringify({ actor, subject, after }),
    previousHash: '00',
    hash: '01',
    index: null,
  };
}

const order = {
  clOrdId: PARENT,
  instrument: 'BTC/USDT',
  orderQty: '2.00',
  cumQty: '2',
  placedAt: at(0),
  endedAt: at(5_420),
};
const whole = {
  order,
  children: [{ clOrdId: CHILD, venue: 'kraken', placedAt: at(0) }],
  decisions: [{ checks: [{ verdict: 'Pass' }, { verdict: 'Near' }] }],
} as unknown as Whole;

const journal = { sequence: 7, hash: 'aa' };
const decided = event('trading.decideOrder', PARENT, 0, {
  journal,
  verdict: 'Placed',
  receivedAt: at(-1),
});
const fill = (ms: number, lastQty: string) => event('trading.bookFill', CHILD, ms, { lastQty });
const doubt = event('trading.doubtOrder', CHILD, 2_000, { request: 'New' });
const found = event('trading.endDoubt', CHILD, 5_100, { request: 'New', how: 'Adopted' });

const trail = (...events: readonly Trail['events'][number][]): Trail => ({
  events: [...events],
  commits: [{ sequence: 7, recordedAt: '2026-11-21T09:41:07.201950Z' }],
  sendings: [
    {
      clOrdId: CHILD as never,
      venue: 'kraken',
      operation: 'order.place',
      at: at(3) as never,
      roundTripMs: 9,
      fault: null,
    },
  ],
  entries: [],
  allotments: [],
  afterFills: [],
});
const told = (of: Trail) =>
  stepsOf(whole, of).map(({ title, evidence }) => `${title}: ${evidence}`);

describe('the life of an order', () => {
  test('begins at the door, is judged, durable and only then on the wire, each by the clock that saw it', () => {
    const steps = stepsOf(whole, trail(decided));
    expect(steps.map(({ title }) => title)).toEqual([
      'Received',
      'Checked',
      'Committed',
      'On the wire',
    ]);
    const offsets = steps.map(({ atMs }) => Math.round((atMs - momentMs(at(-1))) * 100) / 100);
    expect(offsets).toEqual([0, 1, 2.95, 4]);
  });

  test('says without a record of it nothing of a commit or of the wire', () => {
    const bare = { ...trail(decided), commits: [], sendings: [] };
    expect(stepsOf(whole, bare).map(({ title }) => title)).toEqual(['Received', 'Checked']);
  });

  test('puts fills that came together into one step, and those after a doubt into another', () => {
    const said = told(
      trail(decided, fill(300, '0.8'), fill(318, '0.52'), doubt, found, fill(5_420, '0.68')),
    );
    expect(said.slice(4)).toEqual([
      'PartiallyFilled 1.32 of 2.00 BTC: Kraken 1.32 in 2 fills',
      'Unconfirmed at Kraken: no proven answer to New. Nothing was sent again.',
      'Found at Kraken by clOrdId: request New',
      'Filled 2 of 2.00 BTC: Kraken 0.68 in 1 fill',
    ]);
    expect(doubtMs(trail(doubt, found))).toBe(3_100);
    expect(doubtMs(trail(decided))).toBeNull();
  });

  test('keeps of what has one time the order in which it was sealed: taken, then filled, then over', () => {
    const taken = event('trading.acceptOrder', CHILD, 40, { orderId: '7' });
    const some = fill(40, '0.5');
    const over = event('trading.cancelOrder', CHILD, 40);
    const titles = stepsOf(whole, trail(decided, taken, some, over)).map(({ title }) => title);
    expect(titles.slice(4)).toEqual([
      'New at Kraken',
      'PartiallyFilled 0.5 of 2.00 BTC',
      'Canceled at Kraken',
    ]);
  });

  test('leaves out what has another shape than it knows, and goes on', () => {
    const odd = { ...decided, body: '{' };
    expect(stepsOf(whole, trail(odd, fill(1, '2'))).map(({ title }) => title)).toEqual([
      'Filled 2 of 2.00 BTC',
      'On the wire',
    ]);
  });
});
