/**
 * ccxt's Coinbase class for addresses and signatures, with its tokens made by node:crypto: its own
 * P-256 is JavaScript and takes 0.5 ms longer for each request.
 *
 * Keys of the developer platform are ECDSA (a PEM) or Ed25519 (seed and public key in base64) and sign a
 * token that is good for two minutes; older keys sign each request by HMAC. Which of them a secret is,
 * is told by the same marks as ccxt goes by.
 */
import {
  createHmac,
  createPrivateKey,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from 'node:crypto';
import { type CcxtSigner, loadSigner } from '../common/ccxt.ts';
import type { Credentials, Network } from '../contract/connection.ts';

type Fields = Readonly<Record<string, string>>;

export interface CoinbaseSigner extends CcxtSigner {
  /** What proves to a private channel who subscribes; good for this once. */
  subscriptionProof(channel: string, productIds: readonly string[]): Fields;
}

interface CcxtCoinbase extends CcxtSigner {
  seconds: () => number;
  createAuthToken: (seconds: number, method?: string, url?: string) => string;
}

/** @throws {TypeError} for a secret that is no key. */
export async function loadCoinbaseSigner(
  credentials: Credentials | null,
  network: Network,
): Promise<CoinbaseSigner> {
  const client = (await loadSigner('coinbase', credentials, network)) as CcxtCoinbase;
  // Both the token's times and the older signature's stamp come from the venue's clock this way.
  client.seconds = () => Math.floor(client.nonce() / 1000);
  const tokens = credentials === null ? null : tokenMaker(credentials);
  if (tokens !== null) client.createAuthToken = tokens;
  return Object.assign(client, {
    subscriptionProof(channel: string, productIds: readonly string[]): Fields {
      const seconds = client.seconds();
      if (tokens !== null) return { jwt: tokens(seconds) };
      return credentials === null ? {} : olderProof(credentials, seconds, channel, productIds);
    },
  });
}

function olderProof(
  { key, secret }: Credentials,
  seconds: number,
  channel: string,
  productIds: readonly string[],
): Fields {
  const timestamp = String(seconds);
  const text = `${timestamp}${channel}${productIds.join(',')}`;
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return { api_key: key, timestamp, signature };
}

const TOKEN_SECONDS = 120;

/** Null for an older key, which has no tokens. */
function tokenMaker({ key, secret }: Credentials): CcxtCoinbase['createAuthToken'] | null {
  const isPem = key.includes('organizations/') || secret.startsWith('-----BEGIN');
  const isSeed = secret.length === 88 || secret.endsWith('=');
  if (!isPem && !isSeed) return null;
  const privateKey = isSeed ? seedKey(secret) : pemKey(secret);
  const sign = isSeed
    ? (text: string) => signBytes(null, Buffer.from(text), privateKey)
    : (text: string) =>
        signBytes('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return (seconds, method, url) => {
    const nonce = randomBytes(16).toString('hex');
    const header = { alg: isSeed ? 'EdDSA' : 'ES256', typ: 'JWT', kid: key, nonce };
    const text = `${encoded(header)}.${encoded(claimsOf({ key, isSeed, seconds, method, url }))}`;
    return `${text}.${sign(text).toString('base64url')}`;
  };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Claimed {
  readonly key: string;
  readonly isSeed: boolean;
  readonly seconds: number;
  readonly method: string | undefined;
  readonly url: string | undefined;
}

/** A token for a stream names no address. */
function claimsOf({ key, isSeed, seconds, method, url }: Claimed): object {
  const [address = ''] = url?.replace('https://', '').split('?', 1) ?? [];
  const uri = `${method} ${address}`;
  return {
    aud: [isSeed ? 'cdp_service' : 'retail_rest_api_proxy'],
    iss: isSeed ? 'cdp' : 'coinbase-cloud',
    nbf: seconds,
    exp: seconds + TOKEN_SECONDS,
    sub: key,
    iat: seconds,
    ...(url === undefined ? {} : isSeed ? { uris: [uri] } : { uri }),
  };
}

/** PKCS #8 of an Ed25519 seed, up to the seed (RFC 8410). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

function seedKey(secret: string): KeyObject {
  const seed = Buffer.from(secret, 'base64').subarray(0, 32);
  return keyOf({ key: Buffer.concat([ED25519_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

/** Copied out of a JSON file, its line ends may still be two characters. */
const pemKey = (secret: string): KeyObject =>
  keyOf({ key: secret.replaceAll('\\n', '\n'), format: 'pem' });

function keyOf(input: Parameters<typeof createPrivateKey>[0]): KeyObject {
  try {
    return createPrivateKey(input);
  } catch {
    // The reason could quote the secret.
    throw new TypeError('The secret of this Coinbase key is no private key.');
  }
}
