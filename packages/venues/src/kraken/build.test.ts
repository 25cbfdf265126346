import {
  decimal,
  fromEpochMs,
  msBetween,
  type Price,
  type Quantity,
  unwrap,
} from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import type { ClOrdId, VenueOrder } from '@ultrathink/domain/trading';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amendCost,
  amendParameters,
  cancelCost,
  deadlineOf,
  nameParameters,
  orderParameters,
  switchParameters,
} from './build.ts';
import { type ListedPair, Listings } from './listings.ts';
import { readListing } from './parse-listings.ts';

const NOW = fromEpochMs(1_795_000_000_000);
const ID = '019a0000-0000-7000-8000-000000000001' as ClOrdId;

const ASSETS = { XXBT: { altname: 'XBT' }, ZEUR: { altname: 'EUR' } };
const PAIR = {
  altname: 'XBTEUR',
  wsname: 'XBT/EUR',
  base: 'XXBT',
  quote: 'ZEUR',
  status: 'online',
  pair_decimals: 1,
  lot_decimals: 8,
  lot_multiplier: 1,
  ordermin: '0.00005',
  costmin: '0.45',
  tick_size: '0.1',
};
const answer = (result: unknown) => JSON.stringify({ error: [], result });

function listed(changes: object = {}): ListedPair {
  const listings = new Listings();
  const pairs = answer({ XXBTZEUR: { ...PAIR, ...changes } });
  listings.replace(unwrap(readListing(answer(ASSETS), pairs)), 'Open', NOW);
  const found = listings.find(instrumentOf('BTC' as never, 'EUR' as never).id);
  if (found === undefined) throw new Error('The pair is listed.');
  return found;
}

const BTC_EUR = listed();
const price = (text: string) => decimal(text) as Price;

const order = (changes: Partial<VenueOrder> = {}): VenueOrder => ({
  clOrdId: ID,
  instrument: BTC_EUR.instrument.id,
  side: 'Buy',
  orderQty: decimal('0.01') as Quantity,
  terms: { ordType: 'Limit', price: price('50000.1') },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  ...changes,
});
const built = (changes: Partial<VenueOrder> = {}) =>
  unwrap(orderParameters(order(changes), BTC_EUR));
const refused = (changes: Partial<VenueOrder>, pair = BTC_EUR) => {
  const read = orderParameters(order(changes), pair);
  return read.ok ? 'built' : read.error;
};

describe('a new order', () => {
  it('has our id as cl_ord_id and never a userref, and pays its fee in quote asset', () => {
    expect(built()).toEqual({
      pair: 'XBTEUR',
      type: 'buy',
      ordertype: 'limit',
      volume: '0.01',
      price: '50000.1',
      timeinforce: 'GTC',
      oflags: 'fciq',
      cl_ord_id: ID,
    });
    expect(built({ side: 'Sell', isPostOnly: true })).toMatchObject({
      type: 'sell',
      oflags: 'fciq,post',
    });
  });

  it.each([
    [{ ordType: 'Market' }, { ordertype: 'market' }],
    [
      { ordType: 'Stop', stopPx: price('1') },
      { ordertype: 'stop-loss', price: '1' },
    ],
    [
      { ordType: 'MarketIfTouched', stopPx: price('1') },
      { ordertype: 'take-profit', price: '1' },
    ],
    [
      { ordType: 'StopLimit', stopPx: price('1'), price: price('200') },
      { ordertype: 'stop-loss-limit', price: '1', price2: '200' },
    ],
    [
      { ordType: 'LimitIfTouched', stopPx: price('1'), price: price('200') },
      { ordertype: 'take-profit-limit', price: '1', price2: '200' },
    ],
  ] as const)('%o has its trigger first and its limit second', (terms, words) => {
    const timeInForce = terms.ordType === 'Market' ? 'ImmediateOrCancel' : 'GoodTillCancel';
    expect(built({ terms, timeInForce })).toMatchObject(words);
  });

  it('a market order has no price and no time in force', () => {
    const market = built({ terms: { ordType: 'Market' }, timeInForce: 'ImmediateOrCancel' });
    expect(Object.keys(market).sort()).toEqual(
      ['cl_ord_id', 'oflags', 'ordertype', 'pair', 'type', 'volume'].sort(),
    );
  });

  it('expires within the second before its time, never after it', () => {
    const expireTime = fromEpochMs(1_795_000_000_999);
    expect(built({ timeInForce: 'GoodTillDate', expireTime })).toMatchObject({
      timeinforce: 'GTD',
      expiretm: '1795000000',
    });
  });

  it.each([
    [{ timeInForce: 'Day' }, 'has no Limit orders Day'],
    [{ timeInForce: 'GoodTillDate' }, 'a time at which it expires'],
    [{ expireTime: NOW }, 'a time at which it expires'],
    [{ terms: { ordType: 'Market' } }, 'has no Market orders GoodTillCancel'],
    [{ isPostOnly: true, timeInForce: 'FillOrKill' }, 'a post-only order is Limit, and rests'],
    [{ terms: { ordType: 'Limit', price: price('1.05') } }, 'PriceNotOnTick: limit 0.1'],
    [{ terms: { ordType: 'Stop', stopPx: price('1.05') } }, 'PriceNotOnTick: limit 0.1'],
    [{ orderQty: decimal('0.000000001') as Quantity }, 'QuantityNotOnStep: limit 0.00000001'],
    [{ orderQty: decimal('0.00001') as Quantity }, 'QuantityTooSmall: limit 0.00005'],
    [{ terms: { ordType: 'Limit', price: price('1') } }, 'NotionalTooSmall: limit 0.45'],
  ] as const)('%o is refused: %s', (changes, why) => {
    expect(refused(changes)).toContain(why);
  });

  it('a pair that takes limits alone has no market orders', () => {
    const market = { terms: { ordType: 'Market' }, timeInForce: 'ImmediateOrCancel' } as const;
    expect(refused(market, listed({ status: 'limit_only' }))).toContain('has no Market orders');
  });
});

describe('a deadline', () => {
  it('is never later than the time in which a request may arrive, and never refused as too near', () => {
    const uncertainty = fc.integer({ min: 0, max: 1_500 });
    const acceptance = fc.integer({ min: 5_000, max: 60_000 });
    const error = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(uncertainty, acceptance, error, (uncertaintyMs, acceptanceMs, part) => {
        // The venue's own time is off what we think by at most the uncertainty.
        const trueNow = fromEpochMs(1_795_000_000_000 + Math.round(part * uncertaintyMs));
        const ahead = msBetween(trueNow, deadlineOf(NOW, uncertaintyMs, acceptanceMs));
        expect(ahead).toBeLessThanOrEqual(acceptanceMs);
        expect(ahead).toBeLessThanOrEqual(60_000);
        expect(ahead).toBeGreaterThanOrEqual(2_000);
      }),
    );
  });

  it('of less than the venue takes is what it takes', () => {
    expect(msBetween(NOW, deadlineOf(NOW, 0, 100))).toBe(2_000);
    expect(msBetween(NOW, deadlineOf(NOW, 0, 600_000))).toBe(60_000);
  });
});

describe('a change in place', () => {
  const ref = { clOrdId: ID, orderId: 'O1', instrument: BTC_EUR.instrument.id, sentAt: NOW };
  const other = '019a0000-0000-7000-8000-000000000002' as ClOrdId;
  const amended = (changes: Partial<VenueOrder>) =>
    amendParameters(ref, order({ clOrdId: other, ...changes }), BTC_EUR);

  it('names the order by the id it came with, and its whole quantity', () => {
    expect(unwrap(amended({}))).toEqual({
      cl_ord_id: ID,
      order_qty: '0.01',
      limit_price: '50000.1',
    });
    const terms = { ordType: 'StopLimit', stopPx: price('2'), price: price('200') } as const;
    expect(unwrap(amended({ terms }))).toMatchObject({ trigger_price: '2', limit_price: '200' });
    expect(unwrap(amended({ isPostOnly: true }))).toMatchObject({ post_only: 'true' });
  });

  it.each([
    [{ instrument: instrumentOf('ETH' as never, 'EUR' as never).id }, 'keeps its instrument'],
    [{ terms: { ordType: 'Market' } }, 'nothing that could be changed'],
    [{ terms: { ordType: 'Limit', price: price('1.05') } }, 'PriceNotOnTick'],
  ] as const)('to %o is refused: %s', (changes, why) => {
    const read = amended(changes);
    expect(read.ok ? 'built' : read.error).toContain(why);
  });

  it('and a cancel name it by our id alone', () => {
    expect(nameParameters(ID)).toEqual({ cl_ord_id: ID });
  });
});

describe('a dead man’s switch', () => {
  it('takes whole seconds of less than a day; 0 disarms', () => {
    expect(unwrap(switchParameters(0))).toEqual({ timeout: '0' });
    expect(unwrap(switchParameters(86_399))).toEqual({ timeout: '86399' });
    for (const seconds of [-1, 1.5, 86_400, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(switchParameters(seconds).ok, String(seconds)).toBe(false);
    }
  });
});

describe('what the matching engine counts', () => {
  it('falls with the age of what is canceled or changed', () => {
    const ages = [0, 5_000, 10_000, 15_000, 45_000, 90_000, 300_000];
    expect(ages.map(cancelCost)).toEqual([8, 6, 5, 4, 2, 1, 0]);
    expect(ages.map(amendCost)).toEqual([4, 3, 2, 1, 1, 1, 1]);
  });
});
