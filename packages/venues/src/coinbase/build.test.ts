import { decimal, fromEpochMs, type Price, type Quantity, unwrap } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import type { ClOrdId, OrderTerms, VenueOrder } from '@ultrathink/domain/trading';
import { describe, expect, it } from 'vitest';
import type { VenueInstrument } from '../contract/capabilities.ts';
import { editBody, newOrderBody } from './build.ts';
import { COINBASE } from './parse-products.ts';

const price = (text: string) => decimal(text) as Price;
const quantity = (text: string) => decimal(text) as Quantity;
const BTC = instrumentOf('BTC' as never, 'USD' as never);
const ID = '01a1fdf4-7ed5-7c3f-991f-a69e64603695' as ClOrdId;
const END = fromEpochMs(1_795_000_000_000);

const LISTED: VenueInstrument = {
  venue: COINBASE,
  instrument: BTC,
  symbol: 'BTC-USD',
  status: 'Open',
  terms: {
    tickSize: price('0.01'),
    stepSize: quantity('0.00000001'),
    minQty: quantity('0.00000001'),
    maxQty: quantity('3400'),
    minNotional: decimal('1'),
  },
  can: {
    ordTypes: {
      Market: ['ImmediateOrCancel'],
      Limit: ['GoodTillCancel', 'GoodTillDate', 'ImmediateOrCancel', 'FillOrKill'],
      StopLimit: ['GoodTillCancel', 'GoodTillDate'],
      LimitIfTouched: ['GoodTillCancel', 'GoodTillDate'],
    },
    postOnly: true,
    protection: 'NATIVE_STOP',
  },
};

const order = (changes: Partial<VenueOrder> = {}): VenueOrder => ({
  clOrdId: ID,
  instrument: BTC.id,
  side: 'Buy',
  orderQty: quantity('0.5'),
  terms: { ordType: 'Limit', price: price('60000') },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  ...changes,
});

const stop = (ordType: 'StopLimit' | 'LimitIfTouched'): OrderTerms => ({
  ordType,
  price: price('60000.5'),
  stopPx: price('60000'),
});

const text = (changes: Partial<VenueOrder>) =>
  JSON.stringify(unwrap(newOrderBody(order(changes), LISTED)));

const whole = (configuration: string, side = 'BUY') =>
  `{"client_order_id":"${ID}","product_id":"BTC-USD","side":"${side}",` +
  `"order_configuration":${configuration}}`;

const LIMIT = '"base_size":"0.5","limit_price":"60000"';
const STOP = '"base_size":"0.5","limit_price":"60000.5","stop_price":"60000"';
const [UP, DOWN] = ['STOP_DIRECTION_STOP_UP', 'STOP_DIRECTION_STOP_DOWN'];
const dated = { timeInForce: 'GoodTillDate', expireTime: END } as const;

describe('An order in the venue’s words', () => {
  it.each([
    [
      'Market',
      { terms: { ordType: 'Market' }, timeInForce: 'ImmediateOrCancel' },
      whole('{"market_market_ioc":{"base_size":"0.5"}}'),
    ],
    ['Limit', {}, whole(`{"limit_limit_gtc":{${LIMIT},"post_only":false}}`)],
    [
      'Limit to sell, post-only',
      { side: 'Sell', isPostOnly: true },
      whole(`{"limit_limit_gtc":{${LIMIT},"post_only":true}}`, 'SELL'),
    ],
    [
      'Limit until a time',
      dated,
      whole(`{"limit_limit_gtd":{${LIMIT},"end_time":"${END}","post_only":false}}`),
    ],
    ['Limit, at once', { timeInForce: 'ImmediateOrCancel' }, whole(`{"sor_limit_ioc":{${LIMIT}}}`)],
    ['Limit, all of it', { timeInForce: 'FillOrKill' }, whole(`{"limit_limit_fok":{${LIMIT}}}`)],
    [
      'StopLimit to buy waits for a higher price',
      { terms: stop('StopLimit') },
      whole(`{"stop_limit_stop_limit_gtc":{${STOP},"stop_direction":"${UP}"}}`),
    ],
    [
      'StopLimit to sell waits for a lower one',
      { terms: stop('StopLimit'), side: 'Sell' },
      whole(`{"stop_limit_stop_limit_gtc":{${STOP},"stop_direction":"${DOWN}"}}`, 'SELL'),
    ],
    [
      'LimitIfTouched to buy waits for a lower one',
      { terms: stop('LimitIfTouched') },
      whole(`{"stop_limit_stop_limit_gtc":{${STOP},"stop_direction":"${DOWN}"}}`),
    ],
    [
      'LimitIfTouched to sell, until a time',
      { terms: stop('LimitIfTouched'), side: 'Sell', ...dated },
      whole(
        `{"stop_limit_stop_limit_gtd":{${STOP},"stop_direction":"${UP}","end_time":"${END}"}}`,
        'SELL',
      ),
    ],
  ] satisfies [string, Partial<VenueOrder>, string][])('%s', (_, changes, expected) => {
    expect(text(changes)).toBe(expected);
  });

  it('is the same text each time, and small quantities have no exponent', () => {
    const tiny = { orderQty: quantity('0.00000001'), terms: { ordType: 'Market' } } as const;
    const changes = { ...tiny, timeInForce: 'ImmediateOrCancel' } as const;
    expect(text(changes)).toBe(text(changes));
    expect(text(changes)).toContain('"base_size":"0.00000001"');
  });
});

describe('What the venue would refuse is not built', () => {
  it.each([
    [{ terms: { ordType: 'Stop', stopPx: price('1') } }, 'BTC-USD has no Stop orders'],
    [
      { terms: { ordType: 'MarketIfTouched', stopPx: price('1') } },
      'BTC-USD has no MarketIfTouched orders',
    ],
    [{ timeInForce: 'Day' }, 'BTC-USD has no Limit orders Day'],
    [{ timeInForce: 'GoodTillDate' }, 'GoodTillDate orders alone have an end'],
    [{ expireTime: END }, 'GoodTillDate orders alone have an end'],
    [{ isPostOnly: true, timeInForce: 'FillOrKill' }, 'a post-only order is Limit, and rests'],
    [
      { orderQty: quantity('0.000000001') },
      'QuantityNotOnStep: limit 0.00000001, actual 0.000000001; QuantityTooSmall: limit 0.00000001, actual 0.000000001; NotionalTooSmall: limit 1, actual 0.00006',
    ],
    [
      { terms: { ordType: 'Limit', price: price('1.005') }, orderQty: quantity('9') },
      'PriceNotOnTick: limit 0.01, actual 1.005',
    ],
    [
      { terms: { ...stop('StopLimit'), stopPx: price('1.005') } as OrderTerms },
      'PriceNotOnTick: limit 0.01, actual 1.005',
    ],
  ] satisfies [Partial<VenueOrder>, string][])('%j', (changes, expected) => {
    expect(newOrderBody(order(changes), LISTED)).toEqual({ ok: false, error: expected });
  });
});

describe('An edit', () => {
  it('names price and size, both of them: one that is left out would be zero', () => {
    expect(unwrap(editBody('venue-1', order(), LISTED))).toEqual({
      order_id: 'venue-1',
      price: '60000',
      size: '0.5',
    });
  });

  it.each([[{ timeInForce: 'FillOrKill' }], [{ terms: stop('StopLimit') }], [dated]] satisfies [
    Partial<VenueOrder>,
  ][])('changes no order %j', (changes) => {
    expect(editBody('venue-1', order(changes), LISTED)).toEqual({
      ok: false,
      error: 'only Limit orders GoodTillCancel are changed in place',
    });
  });
});
