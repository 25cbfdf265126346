/** The real ccxt clients, pointed at the simulator: nothing of them changed but their addresses. */
import ccxt, { type Exchange } from 'ccxt';
import type { CustomerKey, Simulator } from '../src/index.ts';
import { fixed } from '../src/index.ts';

export const KEY = { key: 'a-key', secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=' };

/** A customer with money and a key that may trade from this machine. */
export function addCustomer(
  simulator: Simulator,
  venue: string,
  changes: Partial<CustomerKey> = {},
): void {
  const { world } = simulator.venue(venue);
  const { owner = 'ann', ...key } = changes;
  world.customers.add({
    ...KEY,
    passphrase: null,
    owner,
    mayTrade: true,
    mayWithdraw: false,
    addresses: ['127.0.0.1'],
    createdAt: 0,
    rateFactor: 1000,
    ...key,
  });
  for (const [asset, amount] of [
    ['USDT', '1000000'],
    ['EUR', '1000000'],
    ['USD', '1000000'],
    ['BTC', '20'],
    ['ETH', '200'],
  ] as const) {
    world.venue.funds.move(owner, asset, fixed(amount));
  }
}

/** ccxt's own class with streams, its addresses changed to the simulator's. */
export async function aClient(
  simulator: Simulator,
  venue: 'binance' | 'kraken' | 'coinbase',
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Exchange> {
  // Its own pauses between requests are for the real venues.
  const client = new ccxt.pro[venue]({
    apiKey: KEY.key,
    secret: KEY.secret,
    enableRateLimit: false,
    ...changes,
  });
  repoint(client.urls['api'] as Tree, simulator.port, venue);
  // ccxt speaks to an address without TLS only after this was called once.
  await client.loadHttpProxyAgent();
  return client;
}

interface Tree {
  [name: string]: string | Tree;
}

function repoint(tree: Tree, port: number, venue: string): void {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value !== 'string') repoint(value, port, venue);
    else {
      tree[name] = value
        .replace(/^https:\/\/[^/]+/, `http://127.0.0.1:${port}/${venue}`)
        .replace(/^wss:\/\/[^/]+/, `ws://127.0.0.1:${port}/${venue}`);
    }
  }
}
