/** What the clients of one connection share. */
import type { CommonParts } from '../common/connect.ts';
import type { Answer } from '../contract/answer.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { KnownOrders } from './known-orders.ts';
import type { Listings } from './listings.ts';
import type { CoinbaseSigner } from './signer.ts';
import type { Wire } from './wire.ts';

export interface CoinbaseParts extends CommonParts<Wire> {
  readonly signer: CoinbaseSigner;
  readonly listings: Listings;
  readonly known: KnownOrders;
  /** Reads the list of instruments anew, and keeps it. */
  readonly readInstruments: () => Promise<Answer<InstrumentList>>;
  /**
   * The same of what this account trades alone: the whole list is a megabyte, and reading it holds up
   * whatever else this process does.
   */
  readonly lookAgain: () => Promise<void>;
}

/** @throws {TypeError} when ccxt names no such address. */
export function streamAddress({ signer }: CoinbaseParts): string {
  const address = signer.addresses['ws'];
  if (typeof address === 'string') return address;
  throw new TypeError('ccxt names no address for the streams of Coinbase.');
}
