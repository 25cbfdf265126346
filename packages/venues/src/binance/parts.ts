/** What the clients of one connection share. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { CcxtSigner } from '../common/ccxt.ts';
import type { CommonParts } from '../common/connect.ts';
import type { Answer } from '../contract/answer.ts';
import type { TradingStatus } from '../contract/capabilities.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { Symbols } from './symbols.ts';
import type { Wire } from './wire.ts';

export interface BinanceParts extends CommonParts<Wire> {
  readonly signer: CcxtSigner;
  readonly symbols: Symbols;
  /** What may be traded is not what we thought: look again, soon and without anybody waiting. */
  readonly lookAgain: () => void;
  /** Reads the list of instruments anew, and keeps it. */
  readonly readInstruments: () => Promise<Answer<InstrumentList>>;
  /**
   * The same of what this account trades alone: the whole list is megabytes, and reading it would hold
   * up whatever else this process does.
   */
  readonly readOwn: () => Promise<void>;
  /** Told of every instrument whose status is another than before; answers with what ends that. */
  readonly onStatus: (
    tell: (instrument: InstrumentId, status: TradingStatus) => void,
  ) => () => void;
}
