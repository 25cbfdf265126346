/** What the clients of one connection share. */

import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { ClockOffset, Stream, StreamOptions } from '../line/index.ts';
import type { KnownOrders } from './known-orders.ts';
import type { Listings } from './listings.ts';
import type { CoinbaseSigner } from './signer.ts';
import type { Wire } from './wire.ts';

export interface CoinbaseParts {
  readonly setup: VenueSetup;
  readonly limits: ConnectionLimits;
  readonly signer: CoinbaseSigner;
  readonly wire: Wire;
  readonly listings: Listings;
  readonly known: KnownOrders;
  readonly venueClock: ClockOffset;
  /** Opens a stream and keeps it for the connection's health. */
  readonly openStream: (options: StreamOptions) => Stream;
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
