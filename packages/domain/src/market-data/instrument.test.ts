import { describe, expect, it } from 'vitest';
import { decimal, type Price, type Quantity } from '../kernel/index.ts';
import { parseInstrument, priceOnTick, quantityOnStep, termsRefusals } from './instrument.ts';

const TERMS = {
  tickSize: decimal('0.05') as Price,
  stepSize: decimal('0.001') as Quantity,
  minQty: decimal('0.01') as Quantity,
  maxQty: decimal('10') as Quantity,
  minNotional: decimal('5'),
};

describe('an instrument', () => {
  it('is a pair of two different assets', () => {
    expect(parseInstrument('BTC/USDT')).toMatchObject({ value: { base: 'BTC', quote: 'USDT' } });
    for (const text of ['BTC', 'BTC/', '/USDT', 'BTC/BTC', 'BTC/USDT/X', 'btc/usdt', '']) {
      expect(parseInstrument(text)).toEqual({
        ok: false,
        error: { code: 'NotAnInstrument', text },
      });
    }
  });
});

describe('rounding', () => {
  it('of a price never makes it worse for whoever names it', () => {
    expect(String(priceOnTick(TERMS, 'Buy', decimal('100.09')))).toBe('100.05');
    expect(String(priceOnTick(TERMS, 'Sell', decimal('100.06')))).toBe('100.1');
    expect(String(priceOnTick(TERMS, 'Buy', decimal('100.05')))).toBe('100.05');
  });

  it('of a quantity never makes it more', () => {
    expect(String(quantityOnStep(TERMS, decimal('0.0199')))).toBe('0.019');
  });
});

describe('terms of a venue', () => {
  const codes = (quantity: string, price: string | null) =>
    termsRefusals(TERMS, {
      quantity: decimal(quantity),
      price: price === null ? null : decimal(price),
    }).map(({ code }) => code);

  it.each([
    ['1', '100.05', []],
    ['1', null, []],
    ['1', '100.01', ['PriceNotOnTick']],
    ['1.0005', '100', ['QuantityNotOnStep']],
    ['11', '100', ['QuantityTooLarge']],
    ['0.02', '100', ['NotionalTooSmall']],
    [
      '0.0005',
      '100.01',
      ['PriceNotOnTick', 'QuantityNotOnStep', 'QuantityTooSmall', 'NotionalTooSmall'],
    ],
  ])('say everything that is wrong with %s at %s', (quantity, price, expected) => {
    expect(codes(quantity, price)).toEqual(expected);
  });

  it('say the limit and what it was', () => {
    const [refusal] = termsRefusals(TERMS, { quantity: decimal('11'), price: null });
    expect(refusal).toMatchObject({ code: 'QuantityTooLarge' });
    expect(String(refusal?.limit)).toBe('10');
    expect(String(refusal?.actual)).toBe('11');
  });
});
