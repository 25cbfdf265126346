/** What tests of reading share. */
import { parseUtcTime, unwrap } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { type Envelope, readStreamMessage } from './envelope.ts';

export const BTC_USD = 'BTC/USD' as InstrumentId;
export const OWN = '01a1fdf4-7ed5-7c3f-991f-a69e64603695';

const IDS: ReadonlyMap<string, InstrumentId> = new Map([
  ['BTC-USD', BTC_USD],
  ['ETH-USD', 'ETH/USD' as InstrumentId],
]);

export const idOf = (symbol: string): InstrumentId | undefined => IDS.get(symbol);

export const time = (text: string) => unwrap(parseUtcTime(text));

/** Decimals as text, so that what is compared can be read. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export function contents(text: string): Envelope {
  const read = unwrap(readStreamMessage(text));
  if (read.kind === 'Error') throw new Error(read.text);
  return read.envelope;
}
