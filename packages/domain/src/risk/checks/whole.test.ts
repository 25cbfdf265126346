/** A child of a split order is judged by all of the order, where splitting would hide it. */
import { expect, test } from 'vitest';
import type { ClOrdId } from '../../trading/index.ts';
import { ACCOUNT, BTC, dec, limit, price, qty, scopes, verdict } from '../samples.ts';
import { duplicateOrder } from './duplicate-order.ts';
import { fatFingerMedian, fatFingerValue, fatFingerVolume } from './fat-finger.ts';
import { orderValue } from './order-value.ts';
import { tradingState } from './trading-state.ts';

const limitTerms = { ordType: 'Limit', price: price('100') } as const;
const whole = (quantity: string, isReduceOnly = false) => ({
  orderQty: qty(quantity),
  terms: limitTerms,
  isReduceOnly,
});

test('a slip of the hand is not hidden by splitting it over venues', () => {
  const slip = { facts: { whole: whole('11') } };
  expect(verdict(fatFingerVolume, slip)).toBe('Refuse');
  expect(verdict(fatFingerValue, slip)).toBe('Refuse');
  expect(verdict(fatFingerMedian, slip)).toBe('Refuse');
  expect(verdict(orderValue, { facts: { ...slip.facts, limits: [limit('OrderValue')] } })).toBe(
    'Refuse',
  );
});

test('an order is a repeat by what the whole of it says, however it is split', () => {
  const sent = {
    clOrdId: 'order-0' as ClOrdId,
    account: ACCOUNT,
    instrument: BTC,
    side: 'Buy' as const,
    orderQty: qty('3'),
    terms: limitTerms,
    ageMs: 100,
  };
  expect(verdict(duplicateOrder, { facts: { whole: whole('3'), sentOrders: [sent] } })).toBe(
    'Refuse',
  );
  expect(verdict(duplicateOrder, { facts: { whole: whole('4'), sentOrders: [sent] } })).toBe(
    'Pass',
  );
});

test('a reduce-only order that could open or turn a position is refused', () => {
  const short = (position: string) => ({
    facts: { whole: whole('1', true), scopes: scopes({ position: dec(position) }) },
  });
  expect(verdict(tradingState, short('-1'))).toBe('Pass');
  expect(verdict(tradingState, short('-0.5'))).toBe('Refuse');
  expect(verdict(tradingState, short('0'))).toBe('Refuse');
});
