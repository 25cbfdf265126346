import { unwrap } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStreamMessage, Sequence } from './envelope.ts';
import { readMarketContents } from './parse-market.ts';
import { readUserContents } from './parse-user.ts';
import { contents, idOf, OWN, plain } from './testing.ts';

const message = (channel: string, events: unknown, more: object = {}) =>
  JSON.stringify({ channel, timestamp: '2026-11-21T10:00:00Z', sequence_num: 3, events, ...more });

describe('A message of a stream', () => {
  it.each([
    '',
    'null',
    '7',
    '{}',
    message('l2_data', {}),
    message('l2_data', [], { sequence_num: -1 }),
    message('l2_data', [], { sequence_num: '3' }),
    message('l2_data', [], { timestamp: 'now' }),
  ])('%s is none', (text) => {
    expect(readStreamMessage(text).ok).toBe(false);
  });

  it('may say that what we sent was not taken', () => {
    expect(
      unwrap(readStreamMessage('{"type":"error","message":"authentication failure"}')),
    ).toEqual({
      kind: 'Error',
      text: 'authentication failure',
    });
  });

  it.each([
    [[null]],
    [[{ type: 'update', product_id: 'BTC-USD' }]],
    [[{ type: 'other', product_id: 'BTC-USD', updates: [] }]],
    [
      [
        {
          type: 'update',
          product_id: 'BTC-USD',
          updates: [{ side: 'ask', price_level: '1', new_quantity: '1' }],
        },
      ],
    ],
    [
      [
        {
          type: 'update',
          product_id: 'BTC-USD',
          updates: [{ side: 'bid', price_level: 1, new_quantity: '1' }],
        },
      ],
    ],
    [
      [
        {
          type: 'update',
          product_id: 'BTC-USD',
          updates: [{ side: 'bid', price_level: '1e3', new_quantity: '1' }],
        },
      ],
    ],
    [
      [
        {
          type: 'update',
          product_id: 'BTC-USD',
          updates: [{ side: 'bid', price_level: '1', new_quantity: '-1' }],
        },
      ],
    ],
  ])('with a book of %j can’t be read', (events) => {
    expect(readMarketContents(contents(message('l2_data', events))).ok).toBe(false);
  });

  it('of trades that happened before we came tells none of them', () => {
    const events = [{ type: 'snapshot', trades: [{ anything: true }] }];
    expect(unwrap(readMarketContents(contents(message('market_trades', events))))).toEqual({
      kind: 'Trades',
      trades: [],
    });
  });
});

describe('An order of the account’s stream', () => {
  const row = (changes: Record<string, unknown>) => ({
    order_id: 'venue-1',
    client_order_id: OWN,
    product_id: 'BTC-USD',
    order_side: 'BUY',
    status: 'OPEN',
    cumulative_quantity: '0.2',
    leaves_quantity: '0.3',
    avg_price: '50000',
    cancel_reason: '',
    reject_reason: '',
    product_type: 'SPOT',
    ...changes,
  });
  const read = (changes: Record<string, unknown>) =>
    readUserContents(contents(message('user', [{ type: 'update', orders: [row(changes)] }])), idOf);

  it.each([
    [{}, { ordStatus: 'PartiallyFilled', orderQty: '0.5', cumQty: '0.2', avgPx: '50000' }],
    [
      { status: 'FILLED', cumulative_quantity: '0.5', leaves_quantity: '0' },
      { ordStatus: 'Filled', orderQty: '0.5' },
    ],
    // The venue tells zero for what was left of it.
    [
      { status: 'CANCELLED', leaves_quantity: '0', cancel_reason: 'User requested cancel' },
      { ordStatus: 'Canceled', orderQty: null, text: 'User requested cancel' },
    ],
    [{ client_order_id: 'by hand' }, { clOrdId: null }],
    [
      { cumulative_quantity: '0', avg_price: '' },
      { ordStatus: 'New', avgPx: null },
    ],
  ])('%j is %j', (changes, expected) => {
    expect(plain(unwrap(read(changes)))).toMatchObject({
      reports: [{ clOrdId: OWN, at: '2026-11-21T10:00:00.000Z', ...expected }],
    });
  });

  it.each([{ status: 'UNKNOWN_ORDER_STATUS' }, { product_id: 'NEW-USD' }, { avg_price: 1 }])(
    'with %j can’t be read',
    (changes) => {
      expect(read(changes).ok).toBe(false);
    },
  );

  it('and what it is subscribed to are told apart', () => {
    const events = [{ subscriptions: { heartbeats: ['heartbeats'], user: ['a user'] } }];
    expect(unwrap(readUserContents(contents(message('subscriptions', events)), idOf))).toEqual({
      kind: 'Subscribed',
      channels: ['heartbeats', 'user'],
    });
  });
});

describe('The count of a connection', () => {
  it('passes over what came twice, and finds each hole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 50 }), fc.nat(), (steps, start) => {
        const sequence = new Sequence();
        expect(sequence.take(start)).toBe('Next');
        let last = start;
        for (const step of steps) {
          const actual = last + step;
          const taken = sequence.take(actual);
          if (step === 0) expect(taken).toBe('Old');
          else if (step === 1) expect(taken).toBe('Next');
          else expect(taken).toEqual({ expected: last + 1, actual });
          last = actual;
        }
      }),
    );
  });

  it('begins anew with each connection', () => {
    const sequence = new Sequence();
    expect([sequence.take(7), sequence.take(8)]).toEqual(['Next', 'Next']);
    sequence.begin();
    expect(sequence.take(0)).toBe('Next');
  });
});
