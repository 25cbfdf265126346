/** A small Kraken for tests of parsing: its lists of assets and pairs. */
import { fromEpochMs, type Result, unwrap } from '@ultrathink/domain/kernel';
import { instrumentOf } from '@ultrathink/domain/market-data';
import { Listings } from './listings.ts';
import { readListing } from './parse-listings.ts';

export const NOW = fromEpochMs(1_795_000_000_000);
export const id = (base: string, quote: string) => instrumentOf(base as never, quote as never).id;
export const answer = (result: unknown) => JSON.stringify({ error: [], result });

export const ASSETS = answer({
  XXBT: { aclass: 'currency', altname: 'XBT', decimals: 10 },
  XXDG: { aclass: 'currency', altname: 'XDG', decimals: 8 },
  XETH: { aclass: 'currency', altname: 'ETH', decimals: 10 },
  ZEUR: { aclass: 'currency', altname: 'EUR', decimals: 4 },
  ZUSD: { aclass: 'currency', altname: 'USD', decimals: 4 },
  USDT: { aclass: 'currency', altname: 'USDT', decimals: 8 },
  LUNA: { aclass: 'currency', altname: 'LUNA', decimals: 8 },
});
export const pair = (
  base: string,
  quote: string,
  altname: string,
  wsname: string,
  changes = {},
) => ({
  altname,
  wsname,
  base,
  quote,
  status: 'online',
  pair_decimals: 1,
  lot_decimals: 8,
  lot_multiplier: 1,
  ordermin: '0.0001',
  costmin: '0.5',
  tick_size: '0.1',
  ...changes,
});
export const PAIRS = {
  XXBTZEUR: pair('XXBT', 'ZEUR', 'XBTEUR', 'XBT/EUR'),
  XBTUSDT: pair('XXBT', 'USDT', 'XBTUSDT', 'XBT/USDT'),
  ETHUSDT: pair('XETH', 'USDT', 'ETHUSDT', 'ETH/USDT', { status: 'cancel_only' }),
  XDGEUR: pair('XXDG', 'ZEUR', 'XDGEUR', 'XDG/EUR', { costmin: null }),
  LUNAEUR: pair('LUNA', 'ZEUR', 'LUNAEUR', 'LUNA/EUR'),
};
export const listing = (pairs: object = PAIRS) => unwrap(readListing(ASSETS, answer(pairs)));
export const listings = new Listings();
listings.replace(listing(), 'Open', NOW);

/** What was read, as it would stand in JSON: decimals as their text. */
export function shown(read: Result<unknown, { readonly detail: string }>): unknown {
  if (!read.ok) throw new Error(read.error.detail);
  return JSON.parse(JSON.stringify(read.value));
}
