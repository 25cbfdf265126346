/** What the clients of one connection share. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { Answer } from '../contract/answer.ts';
import type { TradingStatus } from '../contract/capabilities.ts';
import type { ConnectionLimits, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { ClockOffset, Stream, StreamOptions } from '../line/index.ts';
import type { Symbols } from './symbols.ts';
import type { Wire } from './wire.ts';

export interface BinanceParts {
  readonly setup: VenueSetup;
  readonly limits: ConnectionLimits;
  readonly signer: CcxtSigner;
  readonly wire: Wire;
  readonly symbols: Symbols;
  readonly venueClock: ClockOffset;
  /** Opens a stream and keeps it for the connection's health. */
  readonly openStream: (options: StreamOptions) => Stream;
  /** What may be traded is not what we thought: look again, soon and without anybody waiting. */
  readonly lookAgain: () => void;
  /** Reads the list of instruments anew, and keeps it. */
  readonly readInstruments: () => Promise<Answer<InstrumentList>>;
  /** Told of every instrument whose status is another than before; answers with what ends that. */
  readonly onStatus: (
    tell: (instrument: InstrumentId, status: TradingStatus) => void,
  ) => () => void;
}
