/** What can be wrong with a venue for as long as it lasts, whoever asks. */
import type { InstrumentState } from '../matching/index.ts';

interface OfInstruments {
  /** As the simulator names them, `BTC/USDT`; all of the venue where there are none. */
  readonly instruments?: readonly string[] | null;
}

export type VenueFault =
  /** The venue's clock stands so far from everybody's: what it stamps, tells and checks is by it. */
  | { readonly kind: 'ClockSkew'; readonly ms: number }
  /** Books, trades and tickers stand still; sockets live, and beat where the venue's sockets do. */
  | ({ readonly kind: 'StalePrices' } & OfInstruments)
  /** A bid of its own stands above its own best ask, and the book stays so. */
  | ({ readonly kind: 'CrossedBook' } & OfInstruments)
  /** So many times what it should cost: 1.02 crosses the other venues' books, 10 is a place too many. */
  | ({ readonly kind: 'PricesOff'; readonly factor: number } & OfInstruments)
  /** What may be done, told as this venue tells it. What it was before comes back afterwards. */
  | ({ readonly kind: 'TradingState'; readonly state: InstrumentState } & OfInstruments);

export function concerns(fault: VenueFault, instrument: string): boolean {
  if (fault.kind === 'ClockSkew') return false;
  const { instruments = null } = fault;
  return instruments === null || instruments.includes(instrument);
}
