import { decimal, fromEpochMs } from '@ultrathink/domain/kernel';
import {
  ORD_TYPES,
  type OrderTerms,
  TIMES_IN_FORCE,
  type VenueOrder,
} from '@ultrathink/domain/trading';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueInstrument } from '../contract/capabilities.ts';
import { nameParameters, orderParameters, replaceParameters } from './build.ts';
import { parseInstruments } from './parse-instruments.ts';

const text = JSON.stringify({
  symbols: [
    {
      symbol: 'BTCUSDT',
      status: 'TRADING',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
      orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT'],
      ocoAllowed: true,
      cancelReplaceAllowed: true,
      isSpotTradingAllowed: true,
      filters: [
        { filterType: 'PRICE_FILTER', tickSize: '0.01000000' },
        { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.0', stepSize: '0.00001000' },
        { filterType: 'NOTIONAL', minNotional: '5.00000000' },
      ],
    },
  ],
});

function listedOne(): VenueInstrument {
  const read = parseInstruments(text);
  const [one] = read.ok ? read.value.listed : [];
  if (one === undefined) throw new Error('The example is not read.');
  return one;
}

const LISTED = listedOne();
const clOrdId = '01932f4e-0000-7000-8000-000000000001' as VenueOrder['clOrdId'];
const price = decimal('50000.10') as never;
const stopPx = decimal('49000') as never;

const anOrder = (changes: Partial<VenueOrder> = {}): VenueOrder => ({
  clOrdId,
  instrument: LISTED.instrument.id,
  side: 'Buy',
  orderQty: decimal('0.10000') as never,
  terms: { ordType: 'Limit', price },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  ...changes,
});

const built = (changes: Partial<VenueOrder>) => orderParameters(anOrder(changes), LISTED);

const SHARED = {
  symbol: 'BTCUSDT',
  quantity: '0.1',
  newClientOrderId: clOrdId,
  newOrderRespType: 'FULL',
};

describe('an order in the venue’s words', () => {
  it.each<[string, Partial<VenueOrder>, object]>([
    ['a limit', {}, { type: 'LIMIT', side: 'BUY', price: '50000.1', timeInForce: 'GTC' }],
    [
      'a limit to sell at once',
      { side: 'Sell', timeInForce: 'FillOrKill' },
      { type: 'LIMIT', side: 'SELL', price: '50000.1', timeInForce: 'FOK' },
    ],
    [
      'post-only, which has no time in force',
      { isPostOnly: true },
      { type: 'LIMIT_MAKER', side: 'BUY', price: '50000.1' },
    ],
    [
      'a market order, which has neither price nor time',
      { terms: { ordType: 'Market' }, timeInForce: 'ImmediateOrCancel' },
      { type: 'MARKET', side: 'BUY' },
    ],
    [
      'a stop with its limit',
      { terms: { ordType: 'StopLimit', price, stopPx } },
      {
        type: 'STOP_LOSS_LIMIT',
        side: 'BUY',
        price: '50000.1',
        stopPrice: '49000',
        timeInForce: 'GTC',
      },
    ],
    [
      'a take-profit at the market',
      { terms: { ordType: 'MarketIfTouched', stopPx } },
      { type: 'TAKE_PROFIT', side: 'BUY', stopPrice: '49000' },
    ],
  ])('is %s, exact to the text', (_, changes, expected) => {
    expect(built(changes)).toEqual({ ok: true, value: { ...SHARED, ...expected } });
  });

  it.each<[string, Partial<VenueOrder>, string]>([
    ['a type the symbol has not', { terms: { ordType: 'Stop', stopPx } }, 'no Stop orders'],
    ['a day', { timeInForce: 'Day' }, 'no Limit orders Day'],
    [
      'a market order that rests',
      { terms: { ordType: 'Market' } },
      'no Market orders GoodTillCancel',
    ],
    ['an end', { expireTime: fromEpochMs(1_795_000_000_000) }, 'expire at a time'],
    [
      'post-only and at once',
      { isPostOnly: true, timeInForce: 'ImmediateOrCancel' },
      'post-only order is Limit',
    ],
    [
      'a price between ticks',
      { terms: { ordType: 'Limit', price: decimal('50000.001') as never } },
      'PriceNotOnTick: limit 0.01, actual 50000.001',
    ],
    [
      'a trigger between ticks',
      { terms: { ordType: 'StopLimit', price, stopPx: decimal('1.005') as never } },
      'PriceNotOnTick: limit 0.01, actual 1.005',
    ],
    ['a step', { orderQty: decimal('0.000015') as never }, 'QuantityNotOnStep'],
    ['too much', { orderQty: decimal('9001') as never }, 'QuantityTooLarge: limit 9000'],
    ['too little', { orderQty: decimal('0.00001') as never }, 'NotionalTooSmall: limit 5'],
  ])('is refused for %s', (_, changes, expected) => {
    expect(built(changes)).toEqual({ ok: false, error: expect.stringContaining(expected) });
  });

  it('is built for exactly what the table of capabilities offers', () => {
    const terms: Record<string, OrderTerms> = {
      Market: { ordType: 'Market' },
      Limit: { ordType: 'Limit', price },
      Stop: { ordType: 'Stop', stopPx },
      StopLimit: { ordType: 'StopLimit', price, stopPx },
      MarketIfTouched: { ordType: 'MarketIfTouched', stopPx },
      LimitIfTouched: { ordType: 'LimitIfTouched', price, stopPx },
    };
    for (const ordType of ORD_TYPES) {
      for (const timeInForce of TIMES_IN_FORCE) {
        const one = built({ terms: terms[ordType] ?? { ordType: 'Market' }, timeInForce });
        const isOffered = LISTED.can.ordTypes[ordType]?.includes(timeInForce) ?? false;
        expect(one.ok, `${ordType} ${timeInForce}`).toBe(isOffered);
      }
    }
  });

  it('never has an exponent, a rounded figure or a figure of another order', () => {
    const ticks = fc.integer({ min: 600_000, max: 2 ** 45 });
    const steps = fc.integer({ min: 1000, max: 900_000_000 });
    fc.assert(
      fc.property(ticks, steps, (tick, step) => {
        const at = `${Math.floor(tick / 100)}.${String(tick % 100).padStart(2, '0')}`;
        const size = `${Math.floor(step / 1e5)}.${String(step % 1e5).padStart(5, '0')}`;
        const terms = { ordType: 'Limit', price: decimal(at) as never } as const;
        const one = built({ terms, orderQty: decimal(size) as never });
        if (!one.ok) throw new Error(one.error);
        const plain = (value: string) => value.replace(/\.?0+$/, '');
        expect(one.value['price']).toBe(plain(at));
        expect(one.value['quantity']).toBe(plain(size));
      }),
    );
  });
});

describe('the name of an order', () => {
  const ref = {
    clOrdId,
    orderId: null,
    instrument: LISTED.instrument.id,
    sentAt: fromEpochMs(1_795_000_000_000),
  };

  it('is our id always, and the venue’s where it is known', () => {
    expect(nameParameters(ref, 'BTCUSDT')).toEqual({
      symbol: 'BTCUSDT',
      origClientOrderId: clOrdId,
    });
    expect(nameParameters({ ...ref, orderId: '28' }, 'BTCUSDT')).toMatchObject({
      origClientOrderId: clOrdId,
      orderId: '28',
    });
  });

  it('A7-12 stands in a replacement beside the new order’s, which is not placed when the cancel fails', () => {
    const to = { newClientOrderId: 'new', symbol: 'BTCUSDT' };
    expect(replaceParameters({ ...ref, orderId: '28' }, to)).toEqual({
      ...to,
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrigClientOrderId: clOrdId,
      cancelOrderId: '28',
    });
  });
});
