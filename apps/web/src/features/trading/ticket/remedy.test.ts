import { describe, expect, test } from 'vitest';
import type { Check, Decision } from '../model.ts';
import { emptyDraft } from './draft.ts';
import { remedyOf } from './remedy.ts';

const check = (code: string, limit: string, actual: string, verdict = 'Refuse'): Check =>
  ({ code, verdict, reason: 'OverLimit', limit, actual, words: {} }) as unknown as Check;
const decided = (...checks: Check[]) => ({ decisions: [{ checks }] }) as unknown as Decision;
const draft = { ...emptyDraft('BTC/USDT'), orderQty: '4', price: '110' };
const steps = { lot: '0.01', tick: '0.5' };

describe('what would have to change', () => {
  test('is as much as fits each limit that grows with the order, in whole lots', () => {
    const over = decided(check('OrderValue', '250', '440'), check('FatFingerVolume', '3', '4'));
    expect(remedyOf(over, draft, steps)).toEqual({ price: null, quantity: '2.26', isWhole: true });
  });

  test('passes after the market has moved on a little too, where prices value it', () => {
    const value = check('OrderValue', '250000', '440000');
    const offered = remedyOf(decided(value), draft, steps)?.quantity;
    const worth = (Number(offered) * 440_000) / 4;
    expect(worth * 1.0015).toBeLessThan(250_000);
    expect(worth).toBeGreaterThan(250_000 * 0.99);
    // What is counted in the asset itself moves with nothing.
    const volume = decided(check('FatFingerVolume', '3', '4'));
    expect(remedyOf(volume, draft, steps)?.quantity).toBe('3');
  });

  test('counts what is held already against a limit of a position', () => {
    const over = decided(
      check('Position', '1000', '1110'),
      check('OrderValue', '500', '440', 'Pass'),
    );
    expect(remedyOf(over, draft, steps)?.quantity).toBe('2.98');
    const full = decided(
      check('Position', '100', '1110'),
      check('OrderValue', '500', '440', 'Pass'),
    );
    expect(remedyOf(full, draft, steps)?.quantity).toBe('0');
  });

  test('is the end of the collar on the order’s side, on the tick', () => {
    // 110 is 10 % over 100, and 5 % may be.
    const buy = decided(check('PriceCollar', '0.05', '0.1'));
    expect(remedyOf(buy, draft, steps)?.price).toBe('105');
    const sell = decided(check('PriceCollar', '0.052', '0.12'));
    expect(remedyOf(sell, { ...draft, side: 'Sell', price: '88' }, steps)?.price).toBe('95');
  });

  test('is what venues can have together where one of them lacks the money', () => {
    const poor = decided(check('FreeBalance', '0.0007', '440'));
    expect(remedyOf(poor, draft, steps)?.quantity).toBe('0');
    expect(remedyOf(poor, draft, steps, '1.2345')?.quantity).toBe('1.23');
  });

  test('is what venues can have together where they can’t have all of it', () => {
    const rejection = { by: 'Engine', reason: { code: 'NoRoute', detail: '' } } as const;
    const unrouted = { ...decided(), rejection } as unknown as Decision;
    const most = { price: null, quantity: '1.23', isWhole: true };
    expect(remedyOf(unrouted, draft, steps, '1.2345')).toEqual(most);
    expect(remedyOf(unrouted, draft, steps, '0.001')).toBeNull();
    expect(remedyOf(unrouted, draft, steps)).toBeNull();
  });

  test('says when it does not answer every refusal, and nothing where it answers none', () => {
    const state = check('TradingState', 'Active', 'Halted');
    const both = decided(check('OrderValue', '250', '440'), state);
    expect(remedyOf(both, draft, steps)?.isWhole).toBe(false);
    expect(remedyOf(decided(state), draft, steps)).toBeNull();
    expect(remedyOf(decided(check('OrderValue', '500', '440', 'Pass')), draft, steps)).toBeNull();
  });
});
