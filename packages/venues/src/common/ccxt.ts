/**
 * ccxt's class of one venue, for addresses and signatures alone. Its fetch, rate limiter, parsers and
 * error classes are not used. One venue's file is loaded by its path (about 105 ms), because the
 * package as a whole takes three times as long.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Exchange } from 'ccxt';
import type { Credentials, Network } from '../contract/connection.ts';

/** Addresses by the name of an API, as ccxt keeps them. */
export interface AddressTree {
  [name: string]: string | AddressTree;
}

export interface CcxtSigner {
  readonly addresses: AddressTree;
  /** What `nonce` answers goes into time stamps and nonces. */
  nonce: () => number;
  sign(path: string, api: string | readonly string[], method: string, params: object): CcxtSigned;
  /** Parameters of a request over a WebSocket, signed; where the venue has one. */
  signParams?(params: object): Record<string, unknown>;
}

export interface CcxtSigned {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: string | undefined;
}

type VenueClass = new (settings: object) => Exchange & Pick<CcxtSigner, 'sign' | 'signParams'>;

const KEEPS_OWN_PACE = { enableRateLimit: false };

export async function loadSigner(
  venue: 'binance' | 'kraken' | 'coinbase',
  credentials: Credentials | null,
  network: Network,
): Promise<CcxtSigner> {
  const whole = pathToFileURL(createRequire(import.meta.url).resolve('ccxt'));
  const file = new URL(`../js/src/pro/${venue}.js`, whole);
  const { default: Venue } = (await import(file.href)) as { default: VenueClass };
  const { key, secret, passphrase } = credentials ?? {};
  const client = new Venue({ ...KEEPS_OWN_PACE, apiKey: key, secret, password: passphrase });
  if (network === 'Test') client.setSandboxMode(true);
  const addresses = client.urls['api'] as AddressTree;
  if (typeof network === 'object') repoint(addresses, network.origin);
  return Object.assign(client, { addresses }) as unknown as CcxtSigner;
}

/** The same paths at another origin; streams go to it too. */
function repoint(tree: AddressTree, origin: string): void {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value !== 'string') repoint(value, origin);
    else {
      tree[name] = value
        .replace(/^https:\/\/[^/]+/, origin)
        .replace(/^wss:\/\/[^/]+/, origin.replace(/^http/, 'ws'));
    }
  }
}
