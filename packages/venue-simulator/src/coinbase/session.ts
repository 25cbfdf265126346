/** Who asks: JSON web tokens by ES256 or EdDSA, or the older HMAC, as Coinbase checks them. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { Incoming } from '../server/protocol.ts';
import type { CustomerKey, Customers } from '../world/customers.ts';
import { CoinbaseError } from './wire.ts';

const WINDOW_S = 30;
const PER_SECOND = 30;
/** PKCS #8 of an Ed25519 seed, up to the seed (RFC 8410). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

const UNAUTHORIZED = () => new CoinbaseError(401, 'UNAUTHORIZED', 'Unauthorized');

interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: string;
  readonly signature: Buffer;
}

function readToken(text: string): Token | undefined {
  const [head = '', body = '', signature = '', ...rest] = text.split('.');
  if (rest.length > 0 || signature === '') return undefined;
  try {
    const part = (encoded: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return {
      header: part(head),
      claims: part(body),
      signed: `${head}.${body}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return undefined;
  }
}

/** The public half of what the customer was given. */
function publicKeyOf(secret: string): KeyObject {
  if (secret.startsWith('-----BEGIN')) return createPublicKey(createPrivateKey(secret));
  const seed = Buffer.from(secret, 'base64').subarray(0, 32);
  const key = Buffer.concat([ED25519_HEAD, seed]);
  return createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

export class Sessions {
  readonly #customers: Customers;
  readonly #publicKeys = new Map<string, KeyObject>();
  readonly #asked = new Map<string, { second: number; count: number }>();

  constructor(customers: Customers) {
    this.#customers = customers;
  }

  /** Whose key a request names, before anything of it is believed. */
  claimed({ headers }: Incoming): CustomerKey | undefined {
    const token = readToken((headers['authorization'] ?? '').replace(/^Bearer /, ''));
    const name = token?.claims['sub'] ?? headers['cb-access-key'];
    return name === undefined ? undefined : this.#customers.find(String(name));
  }

  /** @throws {CoinbaseError} as the venue would refuse it. */
  authenticate(incoming: Incoming, now: number): CustomerKey {
    const key = this.claimed(incoming);
    if (key === undefined) throw UNAUTHORIZED();
    if (key.addresses !== null && !key.addresses.includes(incoming.address)) throw UNAUTHORIZED();
    const { authorization } = incoming.headers;
    const isGood =
      authorization === undefined
        ? isSignedOld(key, incoming, now)
        : this.#isGoodToken(key, authorization.replace(/^Bearer /, ''), now, incoming);
    if (!isGood) throw UNAUTHORIZED();
    this.#count(key, now);
    return key;
  }

  /** A subscription's own proof. */
  ofSubscription(message: Readonly<Record<string, unknown>>, now: number): CustomerKey | undefined {
    const { jwt, api_key: name, timestamp, signature, channel, product_ids: products } = message;
    if (typeof jwt === 'string') {
      const key = this.#customers.find(String(readToken(jwt)?.claims['sub']));
      return key !== undefined && this.#isGoodToken(key, jwt, now) ? key : undefined;
    }
    const key = this.#customers.find(String(name));
    if (key === undefined || Math.abs(now / 1000 - Number(timestamp)) > WINDOW_S) return undefined;
    const named = Array.isArray(products) ? products.join(',') : '';
    const text = `${String(timestamp)}${String(channel)}${named}`;
    return isSame(createHmac('sha256', key.secret).update(text).digest('hex'), String(signature))
      ? key
      : undefined;
  }

  #isGoodToken(key: CustomerKey, text: string, now: number, incoming?: Incoming): boolean {
    const token = readToken(text);
    if (token === undefined) return false;
    const { header, claims, signed, signature } = token;
    const seconds = now / 1000;
    if (!(Number(claims['nbf']) <= seconds + WINDOW_S && Number(claims['exp']) > seconds))
      return false;
    if (incoming !== undefined && !namesPath(claims, incoming)) return false;
    const publicKey = this.#publicKeys.get(key.key) ?? publicKeyOf(key.secret);
    this.#publicKeys.set(key.key, publicKey);
    const isEd = header['alg'] === 'EdDSA';
    return verify(
      isEd ? null : 'sha256',
      Buffer.from(signed),
      isEd ? publicKey : { key: publicKey, dsaEncoding: 'ieee-p1363' },
      signature,
    );
  }

  #count({ key, rateFactor }: CustomerKey, now: number): void {
    const second = Math.floor(now / 1000);
    const known = this.#asked.get(key);
    const asked = known?.second === second ? known : { second, count: 0 };
    asked.count += 1;
    this.#asked.set(key, asked);
    if (asked.count > PER_SECOND * rateFactor) {
      throw new CoinbaseError(429, 'RESOURCE_EXHAUSTED', 'Too many requests');
    }
  }
}

/** The address in the token is that of the real venue, or of wherever its client was pointed. */
function namesPath(claims: Token['claims'], { method, path }: Incoming): boolean {
  const uris = claims['uris'];
  const uri = String(Array.isArray(uris) ? uris[0] : claims['uri']);
  return uri.startsWith(`${method} `) && uri.endsWith(path);
}

function isSignedOld(key: CustomerKey, incoming: Incoming, now: number): boolean {
  const { headers, method, path, query, body } = incoming;
  const timestamp = headers['cb-access-timestamp'] ?? '';
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_S) return false;
  // Of the older paths the query is signed too.
  const asked = path.startsWith('/v2') && query !== '' ? `${path}?${query}` : path;
  const text = `${timestamp}${method}${asked}${body}`;
  const expected = createHmac('sha256', key.secret).update(text).digest('hex');
  return isSame(expected, headers['cb-access-sign'] ?? '');
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
