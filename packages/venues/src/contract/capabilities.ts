/** What a venue can do, per instrument, as it was probed at start and never as a flag promised. */
import type { Instrument, TradingTerms, VenueId } from '@ultrathink/domain/market-data';
import type { AbsenceRule, OrdType, Protection, TimeInForce } from '@ultrathink/domain/trading';

/** What the venue lets happen in an instrument now. */
export type TradingStatus = 'Open' | 'CancelOnly' | 'PostOnly' | 'Closed';

export interface VenueInstrument {
  readonly venue: VenueId;
  readonly instrument: Instrument;
  /** What the venue calls it on the wire. */
  readonly symbol: string;
  readonly terms: TradingTerms;
  readonly status: TradingStatus;
  readonly can: InstrumentCapabilities;
}

export interface InstrumentCapabilities {
  /** The times in force that the venue itself keeps, per type; a type that is absent is not offered. */
  readonly ordTypes: Readonly<Partial<Record<OrdType, readonly TimeInForce[]>>>;
  readonly postOnly: boolean;
  readonly protection: Protection;
}

/** What holds for the whole venue; it does not change while the adapter lives. */
export interface VenueTraits {
  readonly venue: VenueId;
  /**
   * How an order is changed: in place, by the venue's cancel-and-new, or not at all. What is changed
   * in place keeps the id it came with: the replacement's own id never reaches the venue.
   */
  readonly replace: 'InPlace' | 'CancelReplace' | 'None';
  readonly cancelAll: boolean;
  /** Seconds a dead man's switch may be armed for; null where the venue has none. */
  readonly deadManSwitch: { readonly mostSeconds: number } | null;
  /** How an order without an answer is looked for, and when it is proven absent. */
  readonly absence: AbsenceRule;
}
