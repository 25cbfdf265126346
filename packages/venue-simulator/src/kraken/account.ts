/** What Kraken tells a customer of the account itself: fees and the rights of the key. */
import { formatFixed } from '../kernel/fixed.ts';
import { pairKey } from './names.ts';
import type { Call } from './orders.ts';
import { listingOf } from './public.ts';

const DAY_S = 86_400;

/** Rates in percent, of the pairs that were named: without names there are none. */
export function tradeVolume({ world, owner, parameters }: Call): unknown {
  const pairs = (parameters.get('pair') ?? '').split(',').filter((name) => name !== '');
  const { maker, taker } = world.fees.rates(owner);
  const tier = (rate: bigint) => ({
    fee: formatFixed(rate * 100n, 4),
    min_fee: '0.0000',
    max_fee: formatFixed(taker * 100n, 4),
    next_fee: null,
    next_volume: null,
    tier_volume: '0.0000',
  });
  const keys = pairs.map((name) => pairKey(listingOf(world, name)));
  return {
    currency: 'ZUSD',
    volume: '0.0000',
    fees: Object.fromEntries(keys.map((key) => [key, tier(taker)])),
    fees_maker: Object.fromEntries(keys.map((key) => [key, tier(maker)])),
  };
}

/** Asks for no right of its own. */
export function keyInfo({ key, parameters, now }: Call): unknown {
  const { mayTrade, mayWithdraw, addresses, createdAt } = key;
  const created = String(Math.floor(createdAt / 1000) + DAY_S);
  return {
    apiKeyName: 'a key',
    apiKey: key.key,
    nonce: parameters.get('nonce'),
    nonceWindow: 0,
    permissions: [
      'query-funds',
      'query-open-trades',
      'query-closed-trades',
      'create-ws-token',
      ...(mayTrade ? ['modify-trades', 'close-trades'] : []),
      ...(mayWithdraw ? ['withdraw-funds'] : []),
    ],
    iban: 'AA88 N84G WOAK NMOI',
    validUntil: '0',
    queryFrom: '0',
    queryTo: '0',
    createdTime: created,
    modifiedTime: created,
    ipAllowlist: addresses ?? [],
    lastUsed: String(Math.floor(now / 1000)),
  };
}
