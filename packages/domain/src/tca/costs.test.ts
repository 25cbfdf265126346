import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, toText } from '../kernel/index.ts';
import { totalsOf } from './aggregate.ts';
import { costsOf } from './costs.ts';
import { MARKOUTS_MS, type OrderFacts } from './facts.ts';
import { qualityOf, shareOf, type VenueTrades } from './scorecard.ts';

const d = decimal;
const text = (value: Decimal | null | undefined) => (value ? toText(value) : value);

/** Two bitcoin to buy at 100,000: one and a half came at 100,050, the market went to 100,200. */
const BUY: OrderFacts = {
  side: 'Buy',
  orderQty: d('2'),
  isEnded: true,
  filled: d('1.5'),
  notional: d('150075'),
  fees: d('150'),
  decision: d('100000'),
  arrival: d('100010'),
  end: d('100200'),
  bid: d('100000'),
  ask: d('100020'),
  atFill: { quantity: d('1.5'), notional: d('150075'), mids: d('150045') },
  after: [
    {
      afterMs: 1_000,
      quantity: d('1.5'),
      notional: d('150075'),
      mids: d('150045'),
      later: d('150090'),
    },
  ],
  interval: { volume: d('60'), turnover: d('6001200') },
  expected: { quantity: d('2'), notional: d('200080'), allIn: d('200280') },
};

describe('the costs of an order', () => {
  it('are what a calculation by hand gives', () => {
    const costs = costsOf(BUY);
    const { shortfall, inBps } = costs;
    expect(text(shortfall.delay)).toBe('15');
    expect(text(shortfall.execution)).toBe('60');
    expect(text(shortfall.opportunity)).toBe('100');
    expect(text(shortfall.beforeFees)).toBe('175');
    expect(text(shortfall.total)).toBe('325');
    expect(text(inBps.beforeFees)).toBe('8.75');
    expect(text(inBps.execution)).toBe('3.9996');
    expect(text(inBps.fees)).toBe('9.999');
    expect(text(costs.vwap)).toBe('100020');
    expect(text(costs.vwapBps)).toBe('2.9994');
    expect(text(costs.participation)).toBe('0.025');
    expect(text(costs.effectiveBps)).toBe('3.9988');
    expect(text(costs.quotedBps)).toBe('1.9998');
    expect(text(costs.markouts[0]?.bps)).toBe('0.9995');
  });

  it('compare the estimate with the result per unit, fees and all', () => {
    const { estimate } = costsOf(BUY);
    expect(text(estimate?.expectedPx)).toBe('100140');
    expect(text(estimate?.actualPx)).toBe('100150');
    expect(text(estimate?.dearerBps)).toBe('0.9986');
  });

  it('of an order that rested, or was never decided by a route, have no estimate', () => {
    const zero = { quantity: d('0'), notional: d('0'), allIn: d('0') };
    expect(costsOf({ ...BUY, expected: null }).estimate).toBeNull();
    expect(costsOf({ ...BUY, expected: zero }).estimate).toBeNull();
  });

  it('say nothing of a spread where the books of venues crossed', () => {
    const { quotedBps, effectiveOverQuoted } = costsOf({ ...BUY, ask: d('99999') });
    expect([quotedBps, effectiveOverQuoted]).toEqual([null, null]);
  });

  it('count what works still as open: no opportunity is lost before the end', () => {
    expect(costsOf({ ...BUY, isEnded: false }).shortfall.opportunity).toBeNull();
  });
});

describe('the costs of many orders', () => {
  it('weigh by money, and say of how many orders they speak', () => {
    const dear = costsOf(BUY);
    const free = costsOf({
      ...BUY,
      notional: d('150015'),
      decision: d('100010'),
      filled: d('1.5'),
    });
    const items = [
      { costs: dear, rate: d('1') },
      { costs: free, rate: d('3') },
      { costs: dear, rate: null },
    ];
    const totals = totalsOf(items, MARKOUTS_MS);
    expect([totals.orders, totals.unweighed, totals.execution.orders]).toEqual([3, 1, 2]);
    expect(text(totals.execution.bps)).toBe('0.9999');
    expect(text(totals.traded)).toBe('600060');
    expect(totals.markouts.map(({ orders }) => orders)).toEqual([2, 0, 0, 0]);
  });

  it('of nothing are not known', () => {
    expect(totalsOf([], MARKOUTS_MS).shortfall).toEqual({ bps: null, orders: 0 });
  });
});

describe('a venue’s quality', () => {
  const { atFill, after, notional, fees } = BUY;
  const trades: VenueTrades = {
    side: 'Buy',
    rate: d('1'),
    notional,
    fees,
    made: d('50025'),
    atFill,
    after,
  };

  it('is that of its fills, both sides in one money', () => {
    const quality = qualityOf([trades], MARKOUTS_MS);
    expect(text(quality.effectiveBps)).toBe('3.9988');
    expect(text(quality.feeBps)).toBe('9.995');
    expect(text(quality.makerShare)).toBe('0.3333');
    expect(text(quality.markouts[0]?.bps)).toBe('0.9995');
    expect(quality.markouts[1]?.bps).toBeNull();
  });

  it('of a buyer and a seller at the same prices is even: one paid what the other got', () => {
    const quality = qualityOf([trades, { ...trades, side: 'Sell' }], MARKOUTS_MS);
    expect(text(quality.effectiveBps)).toBe('0');
    expect(text(quality.markouts[0]?.bps)).toBe('0');
  });

  it('takes no part of what has no rate, and has no share of nothing', () => {
    expect(text(qualityOf([{ ...trades, rate: null }], MARKOUTS_MS).traded)).toBe('0');
    expect(shareOf(d('0'), d('0'))).toBeNull();
  });
});
