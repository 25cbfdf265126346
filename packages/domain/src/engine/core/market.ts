/**
 * What of the market one decision is made with. It is an argument and never state: it is journaled
 * beside the input that it was used for, so that the decision can be made again.
 */
import type { Price, UtcTime } from '../../kernel/index.ts';
import type { InstrumentId, VenueId } from '../../market-data/index.ts';
import type { Protection, RoutingVenue } from '../../trading/index.ts';

/** One venue's side of an instrument, without what only the engine's own books know. */
export interface MarketVenue
  extends Pick<
    RoutingVenue,
    'venue' | 'book' | 'state' | 'terms' | 'latencyP95Ms' | 'rejectRate' | 'can'
  > {
  /** What the venue lets happen in the instrument now. */
  readonly status: 'Open' | 'CancelOnly' | 'PostOnly' | 'Closed';
  readonly protection: Protection;
}

export interface MarketSlice {
  readonly instrument: InstrumentId;
  /** In the order of names. */
  readonly venues: readonly MarketVenue[];
  /** The instrument's price as all venues have it; null where nothing fresh says it. */
  readonly reference: Price | null;
  readonly lastTrade: {
    readonly venue: VenueId;
    readonly price: Price;
    readonly at: UtcTime;
  } | null;
}

export const booksOf = (market: MarketSlice | null): readonly MarketVenue['book'][] =>
  market?.venues.map(({ book }) => book) ?? [];

/** When an input is judged, and by which market. */
export interface Moment {
  readonly at: UtcTime;
  /** Milliseconds of a clock that never goes back, counted from the start of this run. */
  readonly ms: number;
  /** Of the input's instrument; null where the input needs none. */
  readonly market: MarketSlice | null;
}
