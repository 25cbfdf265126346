import { expect, test } from 'vitest';
import { canonicalDigest, hexOf, unwrap } from '../../../kernel/index.ts';
import { ORD_TYPES, type OrderTerms, type VenueOrder } from '../../../trading/index.ts';
import { AT, anId, BTC_USD, px, qty, sampleDigest } from '../samples.ts';
import { payloadHashOf } from './payload-hash.ts';

const termsOf = (ordType: OrderTerms['ordType']): OrderTerms => {
  const [price, stopPx] = [px('100.50'), px('99.1')];
  if (ordType === 'Market') return { ordType };
  if (ordType === 'Limit') return { ordType, price };
  if (ordType === 'Stop' || ordType === 'MarketIfTouched') return { ordType, stopPx };
  return { stopPx, ordType, price };
};

test.each(ORD_TYPES)('the hash of a %s order is that of its canonical JSON', (ordType) => {
  for (const expireTime of [null, AT]) {
    const order: VenueOrder = {
      clOrdId: anId(1),
      instrument: BTC_USD,
      side: 'Buy',
      orderQty: qty('1.250'),
      terms: termsOf(ordType),
      timeInForce: expireTime === null ? 'GoodTillCancel' : 'GoodTillDate',
      expireTime,
      isPostOnly: false,
    };
    const plain: unknown = JSON.parse(JSON.stringify(order));
    const expected = hexOf(unwrap(canonicalDigest(plain, sampleDigest)));
    expect(payloadHashOf(order, sampleDigest)).toBe(expected);
  }
});
