import { describe, expect, it } from 'vitest';
import { decimal, toText } from '../kernel/index.ts';
import type { LimitKind } from './limits.ts';
import { type AssetExposure, type ScopeStanding, useOf } from './use.ts';

const d = decimal;
const BTC: AssetExposure = {
  asset: 'BTC',
  position: d('2'),
  workingBuy: d('1'),
  workingSell: d('0.5'),
  price: d('100'),
};
const ETH: AssetExposure = { ...BTC, asset: 'ETH', position: d('-5'), price: d('10') };
const MONEY: ScopeStanding = {
  gross: d('360'),
  netLow: d('-400'),
  netHigh: d('250'),
  equity: d('900'),
  dayStartEquity: d('950'),
  startEquity: d('500'),
  peakEquity: d('1200'),
  valueAtRisk: d('40'),
  flowToday: d('-20'),
};
const told = (kind: LimitKind, base: string | null = null) => {
  const use = useOf(kind, base, [BTC, ETH], MONEY);
  return use && [use.actual && toText(use.actual), use.asset];
};

describe('the use of a limit', () => {
  it('is what open orders can make of the position that uses most of it', () => {
    expect(told('Position')).toEqual(['300', 'BTC']);
    expect(told('Position', 'ETH')).toEqual(['55', 'ETH']);
    expect(told('Concentration')).toEqual(['0.333334', 'BTC']);
  });

  it('of money is that of the scope, and flows are neither gain nor loss', () => {
    expect(told('GrossExposure')).toEqual(['360', null]);
    expect(told('NetExposure')).toEqual(['400', null]);
    expect(told('DailyLoss')).toEqual(['30', null]);
    expect(told('DrawdownFromPeak')).toEqual(['0.25', null]);
    expect(told('DrawdownFromStart')).toEqual(['0', null]);
    expect(told('ValueAtRisk')).toEqual(['40', null]);
  });

  it('is not known, and never nought, without a price or without the money', () => {
    expect(useOf('Position', null, [{ ...BTC, price: null }], MONEY)?.actual).toBeNull();
    expect(useOf('GrossExposure', null, [BTC], null)?.actual).toBeNull();
    expect(useOf('DailyLoss', null, [], { ...MONEY, equity: null })?.actual).toBeNull();
  });

  it('is nothing for limits of a single order', () => {
    expect(told('FatFingerValue')).toBeUndefined();
    expect(told('PriceCollar')).toBeUndefined();
  });
});
