import { describe, expect, it } from 'vitest';
import { decimal, toText } from '../kernel/index.ts';
import { crossRates } from './cross-rates.ts';

const pair = (base: string, quote: string, price: string) => ({
  base,
  quote,
  price: decimal(price),
});
const told = (rates: ReturnType<typeof crossRates>) =>
  Object.fromEntries([...rates].map(([asset, rate]) => [asset, toText(rate)]));

describe('rates of assets', () => {
  it('go through as many pairs as it takes, forwards and backwards', () => {
    const rates = crossRates('USD', [
      pair('ETH', 'EUR', '2000'),
      pair('BTC', 'USD', '60000'),
      pair('BTC', 'EUR', '50000'),
    ]);
    expect(told(rates)).toEqual({ USD: '1', BTC: '60000', EUR: '1.2', ETH: '2400' });
  });

  it('prefer the fewest steps, whatever stands first', () => {
    const pairs = [
      pair('ETH', 'BTC', '0.05'),
      pair('BTC', 'USD', '60000'),
      pair('ETH', 'USD', '2999'),
    ];
    expect(told(crossRates('USD', pairs))).toMatchObject({ ETH: '2999' });
  });

  it('are missing where nothing leads, and never nought', () => {
    expect(told(crossRates('USD', [pair('SOL', 'EUR', '100'), pair('X', 'USD', '0')]))).toEqual({
      USD: '1',
    });
  });
});
