/** What the clients of one connection share. */
import type { AddressTree } from '../common/ccxt.ts';
import type { CommonParts } from '../common/connect.ts';
import type { Answer } from '../contract/answer.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { KnownOrders } from './known-orders.ts';
import type { Listings } from './listings.ts';
import type { Wire } from './wire.ts';

export interface KrakenParts extends CommonParts<Wire> {
  readonly addresses: AddressTree;
  readonly listings: Listings;
  readonly known: KnownOrders;
  /** Of each pair's counter, what no other request may use. */
  readonly keptForCancels: number;
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
