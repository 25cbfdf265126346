/** What a paper account is given, and what it has to find again after a restart. */
import type { Decimal, UtcTime } from '@ultrathink/domain/kernel';
import type {
  Book,
  Instrument,
  InstrumentId,
  Side,
  TradingTerms,
} from '@ultrathink/domain/market-data';
import type { OrderReport, VenueBalance, VenueFill } from '@ultrathink/domain/trading';
import type { RejectReason } from '../contract/answer.ts';
import type { Report } from '../contract/execution-client.ts';
import type { TakenLevel } from './liquidity.ts';
import type { PaperOrder } from './orders.ts';

/** Shares of the notional, paid in quote asset; below zero is a rebate. */
export interface PaperRates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}

export interface PaperMarket {
  readonly instrument: (id: InstrumentId) => Instrument;
  /** Undefined while the venue's list was not read. */
  readonly terms: (id: InstrumentId) => TradingTerms | undefined;
  /** Undefined while there is no good one. */
  readonly book: (id: InstrumentId) => Book | undefined;
  readonly rates: (id: InstrumentId) => PaperRates;
}

/** What is kept; of what is beyond, the oldest is forgotten. */
export interface PaperLimits {
  /** Beyond so many a new order is refused. */
  readonly workingMost: number;
  readonly endedMost: number;
  readonly fillsMost: number;
}

/** Everything that a restart has to find again; decimals are their plain text in JSON. */
export interface PaperState {
  readonly balances: readonly VenueBalance[];
  /** Working ones and ended ones, those that ended first first. */
  readonly orders: readonly Readonly<PaperOrder>[];
  readonly fills: readonly VenueFill[];
  readonly taken: readonly (TakenLevel & {
    readonly instrument: InstrumentId;
    readonly side: Side;
  })[];
  readonly last: readonly { readonly instrument: InstrumentId; readonly price: Decimal }[];
  /** Until when something was forgotten, by when it ended or was traded; null where nothing was. */
  readonly forgotten: { readonly orders: UtcTime | null; readonly fills: UtcTime | null };
  /** When the dead man's switch cancels everything. */
  readonly deadManAt: UtcTime | null;
}

export const openingState = (balances: readonly VenueBalance[]): PaperState => ({
  balances,
  orders: [],
  fills: [],
  taken: [],
  last: [],
  forgotten: { orders: null, fills: null },
  deadManAt: null,
});

export interface MatchingParts {
  readonly market: PaperMarket;
  readonly limits: PaperLimits;
  readonly now: () => UtcTime;
  readonly nextId: () => string;
  readonly state: PaperState;
  readonly tell: (report: Report) => void;
}

export type Placing =
  | {
      readonly kind: 'Placed';
      readonly order: OrderReport;
      readonly fills: readonly VenueFill[];
    }
  | { readonly kind: 'Exists' }
  | { readonly kind: 'Refused'; readonly reason: RejectReason };
