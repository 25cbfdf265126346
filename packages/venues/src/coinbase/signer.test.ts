import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
} from 'node:crypto';
import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../contract/connection.ts';
import { loadCoinbaseSigner } from './signer.ts';

const NOW_MS = 1_795_000_000_500;
const ORDER = { client_order_id: 'a', product_id: 'BTC-USD' };

const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const PEM: Credentials = {
  key: 'organizations/1/apiKeys/2',
  secret: String(ec.privateKey.export({ type: 'sec1', format: 'pem' })),
};

const ed = generateKeyPairSync('ed25519');
const { d = '', x = '' } = ed.privateKey.export({ format: 'jwk' });
const SEED: Credentials = {
  key: 'd2efa49a-369c-43d7-a60e-ae26e28853c2',
  secret: Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]).toString(
    'base64',
  ),
};

const OLDER: Credentials = { key: 'older', secret: 'an older secret' };

/** ccxt's own class, nothing of it changed but its clock. */
function untouched({ key, secret }: Credentials) {
  const client = new ccxt.coinbase({ apiKey: key, secret });
  client.nonce = () => NOW_MS;
  client.seconds = () => Math.floor(NOW_MS / 1000);
  return client;
}

async function ours(credentials: Credentials) {
  const signer = await loadCoinbaseSigner(credentials, 'Production');
  signer.nonce = () => NOW_MS;
  return signer;
}

const part = (token: string, n: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[n] ?? '', 'base64url').toString('utf8'));

const tokenOf = (headers: unknown): string =>
  String((headers as Record<string, string>)['Authorization']).replace('Bearer ', '');

function isGood(token: string, key: KeyObject): boolean {
  const [head, claims, signature = ''] = token.split('.');
  const text = Buffer.from(`${head}.${claims}`);
  const bytes = Buffer.from(signature, 'base64url');
  return key.asymmetricKeyType === 'ed25519'
    ? verify(null, text, key, bytes)
    : verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, bytes);
}

describe.each([
  ['ECDSA', PEM, ec.publicKey],
  ['Ed25519', SEED, ed.publicKey],
] as const)('A token by %s', (_, credentials, publicKey) => {
  it.each([
    ['GET', 'brokerage/orders/historical/batch', { product_ids: ['BTC-USD'] }],
    ['POST', 'brokerage/orders', ORDER],
  ])('claims for %s %s what ccxt’s own would, and its signature holds', async (...request) => {
    const [method, path, params] = request;
    const api = ['v3', 'private'];
    const signed = (await ours(credentials)).sign(path, api, method, params);
    const theirs = untouched(credentials).sign(path, api, method, params);
    expect([signed.url, signed.body]).toEqual([theirs['url'], theirs['body']]);
    const [token, other] = [tokenOf(signed.headers), tokenOf(theirs['headers'])];
    expect(part(token, 1)).toEqual(part(other, 1));
    const { nonce, ...head } = part(token, 0);
    const { nonce: theirNonce, ...theirHead } = part(other, 0);
    expect(head).toEqual(theirHead);
    expect(String(nonce)).toHaveLength(String(theirNonce).length);
    expect(isGood(token, publicKey)).toBe(true);
    expect(isGood(other, publicKey)).toBe(true);
  });

  it('is another one each time, and for a stream names no address', async () => {
    const signer = await ours(credentials);
    const [{ jwt: first = '' }, { jwt: second = '' }] = [
      signer.subscriptionProof('user', []),
      signer.subscriptionProof('user', []),
    ];
    expect(part(first, 0)['nonce']).not.toBe(part(second, 0)['nonce']);
    expect(Object.keys(part(first, 1))).not.toContain('uri');
    expect(Object.keys(part(first, 1))).not.toContain('uris');
    expect(isGood(first, publicKey)).toBe(true);
  });
});

describe('An older key', () => {
  it('signs a request as ccxt’s own would', async () => {
    const request = ['brokerage/orders', ['v3', 'private'], 'POST', ORDER] as const;
    const signed = (await ours(OLDER)).sign(...request);
    expect(signed).toEqual(untouched(OLDER).sign(request[0], [...request[1]], 'POST', ORDER));
  });

  it('proves a subscription by the time, the channel and the products', async () => {
    const proof = (await ours(OLDER)).subscriptionProof('user', ['BTC-USD', 'ETH-USD']);
    const signature = createHmac('sha256', OLDER.secret)
      .update('1795000000userBTC-USD,ETH-USD')
      .digest('hex');
    expect(proof).toEqual({ api_key: 'older', timestamp: '1795000000', signature });
  });
});

describe('A secret', () => {
  it('whose line ends are still two characters each is read', async () => {
    const escaped = { ...PEM, secret: PEM.secret.replaceAll('\n', '\\n') };
    const { jwt = '' } = (await ours(escaped)).subscriptionProof('user', []);
    expect(isGood(jwt, createPublicKey(createPrivateKey(PEM.secret)))).toBe(true);
  });

  it('that is no key is refused without being quoted', async () => {
    const secret = 'bm90IGEga2V5=';
    const refused = loadCoinbaseSigner({ key: 'k', secret }, 'Production');
    await expect(refused).rejects.toThrow(/is no private key/);
    await expect(refused).rejects.not.toThrow(secret);
  });
});
