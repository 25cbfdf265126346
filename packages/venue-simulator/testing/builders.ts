/** What tests of the venue need over and over. */
import { fixed } from '../src/kernel/fixed.ts';
import type { Instrument, OrderRequest } from '../src/matching/index.ts';
import { type FeeRules, Venue } from '../src/matching/index.ts';

export const BTC: Instrument = {
  id: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: fixed('0.01'),
  stepSize: fixed('0.00001'),
  minQty: fixed('0.00001'),
  maxQty: fixed('9000'),
  minNotional: fixed('5'),
  priceBand: null,
};

export const feesIn = (paidIn: FeeRules['paidIn']): FeeRules => ({
  rates: () => ({ maker: fixed('0.001'), taker: fixed('0.002') }),
  paidIn,
});

export function aVenue(paidIn: FeeRules['paidIn'] = 'Received', owners = ['ann', 'bob']): Venue {
  const venue = new Venue({ instruments: [BTC], fees: feesIn(paidIn) });
  for (const owner of owners) {
    venue.funds.move(owner, 'USDT', fixed('1000000'));
    venue.funds.move(owner, 'BTC', fixed('100'));
  }
  return venue;
}

export const anOrder = (changes: Partial<OrderRequest> = {}): OrderRequest => ({
  owner: 'ann',
  clientId: null,
  instrument: BTC.id,
  side: 'Buy',
  type: 'Limit',
  qty: fixed('1'),
  quoteQty: null,
  price: fixed('100'),
  stopPrice: null,
  timeInForce: 'GoodTillCancel',
  expiresAt: null,
  postOnly: false,
  selfTrade: 'CancelTaker',
  ...changes,
});
