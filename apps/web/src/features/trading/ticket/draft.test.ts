import { describe, expect, test } from 'vitest';
import {
  changed,
  conversionOf,
  draftAsked,
  emptyDraft,
  missingOf,
  quantityFor,
  wishOf,
} from './draft.ts';

const touch = { bid: '99', ask: '101' };
const LOT = '0.001';
const account = '01a1fef3-1e2b-7260-83c4-d5d614bad9a6';
const written = (to: Parameters<typeof changed>[1], from = emptyDraft('BTC/USDT')) =>
  changed(from, to, touch, LOT);

describe('a sum in quote asset', () => {
  test('buys the most whole lots, never more than was meant', () => {
    expect(quantityFor('1000', '300', '0.001')).toBe('3.333');
    expect(quantityFor('0.0009', '1', '0.001')).toBe('0');
    expect(quantityFor('136813', '68450.01', '0.00000001')).toBe('1.9987287');
    expect(quantityFor('1000', '0', '0.001')).toBeNull();
  });

  test('is converted by the limit, else the trigger, else what the side would meet', () => {
    const draft = emptyDraft('BTC/USDT');
    expect(conversionOf({ ...draft, price: '100' }, touch)?.from).toBe('limit');
    expect(conversionOf({ ...draft, ordType: 'Stop', stopPx: '110' }, touch)?.from).toBe('trigger');
    expect(conversionOf({ ...draft, ordType: 'Market' }, touch)?.price).toBe('101');
    expect(conversionOf({ ...draft, ordType: 'Market', side: 'Sell' }, touch)?.price).toBe('99');
    expect(conversionOf(draft, { bid: null, ask: null })).toBeNull();
  });

  test('is converted again when the price changes, until a quantity is written', () => {
    const first = written({ notional: '1000', price: '300' });
    expect(first.orderQty).toBe('3.333');
    const repriced = written({ price: '400' }, first);
    expect(repriced.orderQty).toBe('2.5');
    const direct = written({ orderQty: '2' }, repriced);
    expect(direct.notional).toBeNull();
    expect(written({ price: '500' }, direct).orderQty).toBe('2');
  });

  test('that is emptied leaves no quantity behind', () => {
    const first = written({ notional: '1000', price: '300' });
    expect(written({ notional: null }, first).orderQty).toBeNull();
  });
});

describe('the wish', () => {
  const whole = written({ orderQty: '2', price: '100' });

  test('is whole with everything its type needs, and names what is missing', () => {
    expect(wishOf(whole, account)?.terms).toEqual({ ordType: 'Limit', price: '100' });
    expect(wishOf(whole, null)).toBeNull();
    expect(wishOf({ ...whole, ordType: 'StopLimit' }, account)).toBeNull();
    expect(wishOf({ ...whole, orderQty: '0.000' }, account)).toBeNull();
    expect(missingOf(emptyDraft('BTC/USDT'), null)).toBe(
      'an account, a quantity and a limit price',
    );
  });

  test('has an expiry only until a date, and posts only where it may rest', () => {
    const at = '2026-11-22T00:00:00.000Z';
    expect(wishOf({ ...whole, expireTime: at }, account)?.expireTime).toBeNull();
    expect(wishOf({ ...whole, timeInForce: 'GoodTillDate' }, account)).toBeNull();
    const post = { ...whole, isPostOnly: true };
    expect(wishOf(post, account)?.isPostOnly).toBe(true);
    expect(wishOf({ ...post, timeInForce: 'ImmediateOrCancel' }, account)?.isPostOnly).toBe(false);
  });
});

describe('an order that another page asks for', () => {
  const asked = { side: 'Sell', qty: '2.4', reduceOnly: '1' };

  test('goes to the market at once, and only makes a position smaller where it says so', () => {
    expect(draftAsked('BTC/USDT', asked)).toMatchObject({
      ...{ instrument: 'BTC/USDT', side: 'Sell', ordType: 'Market', orderQty: '2.4' },
      ...{ timeInForce: 'ImmediateOrCancel', isReduceOnly: true },
    });
    expect(draftAsked('BTC/USDT', { ...asked, reduceOnly: null })?.isReduceOnly).toBe(false);
  });

  test('is none without a side and a quantity that can be', () => {
    for (const wrong of [
      { side: null },
      { side: 'Hold' },
      { qty: null },
      { qty: '0' },
      { qty: '1e3' },
    ]) {
      expect(draftAsked('BTC/USDT', { ...asked, ...wrong })).toBeNull();
    }
  });
});
