import { fromEpochMs } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSigner } from '../common/ccxt.ts';
import { createSigner, nextNonce } from './signer.ts';

describe('numbers of requests', () => {
  it('rise for each key, however time goes and whoever asks', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1 });
    const keys = fc.constantFrom('one', 'other');
    fc.assert(
      fc.property(moments, fc.array(keys), (times, who) => {
        const last = new Map<string, number>();
        times.forEach((ms, n) => {
          const key = `nonces of ${who[n] ?? 'one'}`;
          const nonce = nextNonce(key, fromEpochMs(1_795_000_000_000 + ms));
          expect(nonce).toBeGreaterThan(last.get(key) ?? 0);
          last.set(key, nonce);
        });
      }),
    );
  });
});

describe('a signature', () => {
  /** The vendor's own example, guide "Spot REST authentication". */
  const SECRET =
    'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
  const SIGNED =
    '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==';

  it('of the vendor’s example is the vendor’s', async () => {
    const credentials = { key: 'the vendor’s key', secret: SECRET };
    const origin = 'http://127.0.0.1:1/kraken';
    const ccxt = await loadSigner('kraken', credentials, { origin });
    const sign = createSigner(ccxt, credentials.key, () => fromEpochMs(1_616_492_376_594));
    const params = {
      ordertype: 'limit',
      pair: 'XBTUSD',
      price: '37500',
      type: 'buy',
      volume: '1.25',
    };
    const signed = sign({ api: 'private', path: 'AddOrder', params });
    expect(signed).toMatchObject({
      method: 'POST',
      url: 'http://127.0.0.1:1/kraken/0/private/AddOrder',
      body: 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
      headers: { 'API-Key': credentials.key, 'API-Sign': SIGNED },
    });
    const open = sign({ api: 'public', path: 'OHLC', params: { pair: 'XBTEUR', since: '7' } });
    expect(open).toEqual({
      method: 'GET',
      url: `${origin}/0/public/OHLC?pair=XBTEUR&since=7`,
      headers: {},
      body: null,
    });
  });
});
