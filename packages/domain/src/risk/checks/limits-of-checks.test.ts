import { describe, expect, it } from 'vitest';
import { RISK_CHECK_CODES } from '../../trading/index.ts';
import { RISK_CHECKS } from '../all-checks.ts';
import type { Facts } from '../facts.ts';
import type { LimitKind } from '../limits.ts';
import {
  answer,
  type Changes,
  changed,
  dec,
  FACTS,
  figures,
  LIMIT_VALUES,
  LIMITS,
  limit,
  price,
  qty,
  scopes,
  verdict,
} from '../samples.ts';

const C = RISK_CHECKS;
type Code = keyof typeof RISK_CHECKS;

const fact = (facts: Partial<Facts>): Changes => ({ facts });
const limitPrice = (text: string): Changes => ({
  order: { terms: { ordType: 'Limit', price: price(text) } },
});
const buys = (quantity: string): Changes => ({ order: { orderQty: qty(quantity) } });
const aged = (ageMs: number) => fact({ quote: { bid: price('99'), ask: price('101'), ageMs } });
const sells = (quantity: string, position: string, change = {}): Changes => ({
  order: { side: 'Sell', orderQty: qty(quantity) },
  ...figures({ position: dec(position), ...change }),
});

/** Of each check: just under its limit, at it, just over it. */
const EDGES: readonly [Code, Changes, Changes, Changes][] = [
  ['PriceCollar', limitPrice('104.99'), limitPrice('105'), limitPrice('105.01')],
  ['PriceCollarPeriod', limitPrice('109.99'), limitPrice('110'), limitPrice('110.01')],
  ['PriceCollarPeriod', limitPrice('90.01'), limitPrice('90'), limitPrice('89.99')],
  ['FatFingerValue', buys('9.999'), buys('10'), buys('10.001')],
  ['FatFingerVolume', buys('9.999'), buys('10'), buys('10.001')],
  ['FatFingerMedian', buys('4.999'), buys('5'), buys('5.001')],
  ['OrderValue', buys('9.999'), buys('10'), buys('10.001')],
  ['MessageRate', figures({ messages: 98 }), figures({ messages: 99 }), figures({ messages: 100 })],
  [
    'RepeatedExecution',
    fact({ throttle: { repeats: 8, isOff: false } }),
    fact({ throttle: { repeats: 9, isOff: false } }),
    fact({ throttle: { repeats: 10, isOff: false } }),
  ],
  // One is ordered at 100: nine more are left of a limit of 1000.
  [
    'Position',
    figures({ position: dec('5'), workingBuy: dec('3.999') }),
    figures({ position: dec('5'), workingBuy: dec('4') }),
    figures({ position: dec('5'), workingBuy: dec('4.001') }),
  ],
  [
    'Concentration',
    figures({ position: dec('48.999') }),
    figures({ position: dec('49') }),
    figures({ position: dec('49.001') }),
  ],
  [
    'GrossExposure',
    figures({ grossElsewhere: dec('4899.99') }),
    figures({ grossElsewhere: dec('4900') }),
    figures({ grossElsewhere: dec('4900.01') }),
  ],
  [
    'NetExposure',
    figures({ netElsewhere: { low: dec('0'), high: dec('2899.99') } }),
    figures({ netElsewhere: { low: dec('0'), high: dec('2900') } }),
    figures({ netElsewhere: { low: dec('0'), high: dec('2900.01') } }),
  ],
  [
    'DailyLoss',
    figures({ dayPnl: dec('-499.99') }),
    figures({ dayPnl: dec('-500') }),
    figures({ dayPnl: dec('-500.01') }),
  ],
  [
    'DrawdownFromPeak',
    figures({ equity: dec('8000.01') }),
    figures({ equity: dec('8000') }),
    figures({ equity: dec('7999.99') }),
  ],
  [
    'DrawdownFromStart',
    figures({ equity: dec('9000.01') }),
    figures({ equity: dec('9000') }),
    figures({ equity: dec('8999.99') }),
  ],
  [
    'ValueAtRisk',
    figures({ valueAtRisk: dec('399.99') }),
    figures({ valueAtRisk: dec('400') }),
    figures({ valueAtRisk: dec('400.01') }),
  ],
  [
    'VarBreaches',
    figures({ varBreaches: 3 }),
    figures({ varBreaches: 4 }),
    figures({ varBreaches: 5 }),
  ],
  [
    'DailyVolumeShare',
    figures({ tradedToday: dec('98.999') }),
    figures({ tradedToday: dec('99') }),
    figures({ tradedToday: dec('99.001') }),
  ],
  [
    'VenueCounterparty',
    figures({ heldAtVenue: dec('19999.99') }),
    figures({ heldAtVenue: dec('20000') }),
    figures({ heldAtVenue: dec('20000.01') }),
  ],
  ['StalePrice', aged(1499), aged(1500), aged(1501)],
  [
    'FreeBalance',
    fact({ quoteAsset: { total: dec('200'), held: dec('99.89') } }),
    fact({ quoteAsset: { total: dec('200'), held: dec('99.9') } }),
    fact({ quoteAsset: { total: dec('200'), held: dec('99.91') } }),
  ],
];

describe('just under, at, and just over the limit', () => {
  it.each(EDGES)('%s', (code, under, at, over) => {
    expect(verdict(C[code], under)).not.toBe('Refuse');
    expect(verdict(C[code], at)).not.toBe('Refuse');
    expect(verdict(C[code], over)).toBe('Refuse');
    for (const changes of [under, at]) expect(verdict(C[code], changes)).not.toBe('CannotTell');
    expect(answer(C[code], over).reason).toMatch(/OverLimit/);
  });

  it('Leverage is the least of tier, regime and product, whichever it is', () => {
    const atTwice = { tier: dec('2'), regime: dec('2'), product: dec('2') };
    const gross = (elsewhere: string, maxLeverage: Facts['maxLeverage']): Changes =>
      fact({
        limits: LIMITS.filter(({ kind }) => kind !== 'Leverage'),
        maxLeverage,
        scopes: scopes({ grossElsewhere: dec(elsewhere) }),
      });
    for (const which of ['tier', 'regime', 'product'] as const) {
      const least = { ...FACTS.maxLeverage, [which]: dec('2') };
      expect(verdict(C.Leverage, gross('19899.99', least))).toBe('Near');
      expect(verdict(C.Leverage, gross('19900', least))).toBe('Near');
      expect(verdict(C.Leverage, gross('19900.01', least))).toBe('Refuse');
      const missing = { ...atTwice, [which]: null };
      expect(verdict(C.Leverage, gross('0', missing))).toBe('CannotTell');
    }
  });

  it('Leverage keeps each limit that was set besides', () => {
    const checks = C.Leverage(changed(figures({ grossElsewhere: dec('30000') })));
    expect(checks.map(({ verdict: said, limit: most }) => [said, most])).toEqual([
      ['Pass', '4'],
      ['Refuse', '2'],
    ]);
  });
});

/** Every fact a check needs, taken away one at a time. */
const NEEDS: Readonly<Record<Code, readonly Changes[]>> = {
  TradingState: [fact({ states: null })],
  Terms: [fact({ terms: null })],
  PriceCollar: [fact({ reference: null })],
  PriceCollarPeriod: [fact({ periodReference: null })],
  FatFingerValue: [fact({ reference: null }), fact({ quoteValue: null })],
  FatFingerVolume: [],
  FatFingerMedian: [fact({ median: null })],
  MessageRate: [figures({ messages: null }), figures({ messages: Number.NaN })],
  RepeatedExecution: [fact({ throttle: null })],
  DuplicateOrder: [fact({ sentOrders: null })],
  FreeBalance: [fact({ quoteAsset: null }), fact({ feeRate: null })],
  Position: [
    figures({ position: null }),
    figures({ workingBuy: null }),
    figures({ workingSell: null }),
    fact({ reference: null }),
    fact({ quoteValue: null }),
  ],
  Concentration: [
    figures({ position: null }),
    figures({ equity: null }),
    fact({ reference: null }),
  ],
  GrossExposure: [
    figures({ position: null }),
    figures({ grossElsewhere: null }),
    fact({ reference: null }),
  ],
  NetExposure: [
    figures({ position: null }),
    figures({ netElsewhere: null }),
    fact({ reference: null }),
  ],
  Leverage: [],
  OrderValue: [fact({ reference: null }), fact({ quoteValue: null })],
  DailyLoss: [figures({ dayPnl: null })],
  DrawdownFromPeak: [figures({ equity: null }), figures({ peakEquity: null })],
  DrawdownFromStart: [figures({ equity: null }), figures({ startEquity: null })],
  ValueAtRisk: [figures({ valueAtRisk: null })],
  VarBreaches: [figures({ varBreaches: null }), figures({ varBreaches: -1 })],
  DailyVolumeShare: [
    fact({ dailyVolume: null }),
    figures({ tradedToday: null }),
    figures({ workingBuy: null }),
  ],
  VenueCounterparty: [figures({ heldAtVenue: null })],
  StalePrice: [fact({ quote: null }), aged(Number.NaN), aged(-1)],
  CrossedPrice: [fact({ quote: null })],
  SelfTrade: [fact({ openOrders: null })],
  Crossing: [fact({ openOrders: null })],
};

describe('what is not known is no yes', () => {
  it.each(RISK_CHECK_CODES)('%s cannot tell without each fact that it needs', (code) => {
    expect(C[code](changed()).every((check) => check.verdict === 'Pass')).toBe(true);
    for (const missing of NEEDS[code]) {
      expect(verdict(C[code], missing)).toBe('CannotTell');
      expect(answer(C[code], missing).words).toHaveProperty('fact');
    }
  });

  const limited = (Object.keys(LIMIT_VALUES) as LimitKind[]).filter((kind) => kind !== 'Leverage');
  it.each(limited)('%s without any limit is no permission', (kind) => {
    const none = fact({ limits: LIMITS.filter((one) => one.kind !== kind) });
    expect(answer(C[kind], none)).toMatchObject({ verdict: 'CannotTell', reason: 'NoLimitSet' });
    expect(verdict(C[kind], fact({ limits: null }))).toBe('CannotTell');
  });

  it.each(limited)('%s is judged against every limit that applies', (kind) => {
    const limits = (['firm', 'client', 'account', 'instrument', 'venue'] as const).map((level) =>
      limit(kind, LIMIT_VALUES[kind], level),
    );
    const found = C[kind](changed(fact({ limits })));
    expect(found.map(({ words }) => words.level)).toEqual(limits.map(({ level }) => level));
  });
});

describe('over the limit already', () => {
  const over: readonly [Code, Changes][] = [
    ['Position', sells('1', '20')],
    ['Concentration', sells('1', '100')],
    ['GrossExposure', sells('1', '5', { grossElsewhere: dec('9000') })],
    ['NetExposure', sells('1', '5', { netElsewhere: { low: dec('9000'), high: dec('9000') } })],
    ['DailyLoss', sells('1', '1', { dayPnl: dec('-900') })],
    ['DrawdownFromPeak', sells('1', '1', { equity: dec('1000') })],
    ['DrawdownFromStart', sells('1', '1', { equity: dec('1000') })],
    ['ValueAtRisk', sells('1', '1', { valueAtRisk: dec('900') })],
    ['VarBreaches', sells('1', '1', { varBreaches: 9 })],
    ['VenueCounterparty', sells('1', '1', { heldAtVenue: dec('90000') })],
  ];
  it.each(over)('%s lets pass what only reduces, and says so', (code, changes) => {
    expect(answer(C[code], changes)).toMatchObject({
      verdict: 'Near',
      reason: 'OverLimitButReduces',
    });
    const bought = { ...changes, order: { side: 'Buy' } } as const;
    expect(verdict(C[code], bought)).toBe('Refuse');
  });

  it('an order that goes beyond zero, or could with the open ones, does not reduce', () => {
    const loss = { dayPnl: dec('-900') };
    expect(verdict(C.DailyLoss, sells('1.001', '1', loss))).toBe('Refuse');
    expect(verdict(C.DailyLoss, sells('1', '1.5', { ...loss, workingSell: dec('0.501') }))).toBe(
      'Refuse',
    );
    expect(verdict(C.DailyLoss, sells('1', '1.5', { ...loss, workingSell: dec('0.5') }))).toBe(
      'Near',
    );
  });

  it('with no equity left only what reduces passes', () => {
    const gone = { equity: dec('0') };
    expect(answer(C.Concentration, figures(gone))).toMatchObject({
      verdict: 'Refuse',
      reason: 'NothingToMeasureAgainst',
    });
    expect(verdict(C.Concentration, sells('1', '2', gone))).toBe('Near');
    const leverage = C.Leverage(changed(figures({ equity: dec('-1') })));
    expect(leverage.every((check) => check.verdict === 'Refuse')).toBe(true);
  });
});
