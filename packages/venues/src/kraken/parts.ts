/** What the clients of one connection share. */

import type { AddressTree } from '../common/ccxt.ts';
import type { Answer } from '../contract/answer.ts';
import type { ConnectionLimits, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { ClockOffset, Stream, StreamOptions } from '../line/index.ts';
import type { KnownOrders } from './known-orders.ts';
import type { Listings } from './listings.ts';
import type { Wire } from './wire.ts';

export interface KrakenParts {
  readonly setup: VenueSetup;
  readonly limits: ConnectionLimits;
  readonly addresses: AddressTree;
  readonly wire: Wire;
  readonly listings: Listings;
  readonly known: KnownOrders;
  readonly venueClock: ClockOffset;
  /** Opens a stream and keeps it for the connection's health. */
  readonly openStream: (options: StreamOptions) => Stream;
  /** What may be traded is not what we thought: look again, soon and without anybody waiting. */
  readonly lookAgain: () => void;
  /** Reads the list of instruments anew, and keeps it. */
  readonly readInstruments: () => Promise<Answer<InstrumentList>>;
}

/** @throws {TypeError} when ccxt names no such address. */
export function streamAddress(addresses: AddressTree, name: 'publicV2' | 'privateV2'): string {
  const streams = addresses['ws'];
  const address = typeof streams === 'object' ? streams[name] : undefined;
  if (typeof address === 'string') return address;
  throw new TypeError(`ccxt names no address for the streams of Kraken: ${name}.`);
}
