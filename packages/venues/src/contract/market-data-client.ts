/** What everybody may see of one venue: instruments, books, trades, bars. Needs no key. */
import type { Price, Quantity, UtcTime } from '@ultrathink/domain/kernel';
import type {
  Bar,
  BarInterval,
  Book,
  BookBreak,
  InstrumentId,
  Side,
  VenueId,
} from '@ultrathink/domain/market-data';
import type { Answer } from './answer.ts';
import type { TradingStatus, VenueInstrument } from './capabilities.ts';
import type { Subscription } from './execution-client.ts';

export interface MarketTrade {
  readonly instrument: InstrumentId;
  readonly tradeId: string;
  readonly price: Price;
  readonly quantity: Quantity;
  /** Of whoever took. */
  readonly side: Side;
  readonly at: UtcTime;
}

export { BAR_INTERVALS, type Bar, type BarInterval } from '@ultrathink/domain/market-data';

export type MarketEvent =
  /** The book changed, or is sure again; it is the adapter's own, to be read and not kept. */
  | { readonly kind: 'Book'; readonly instrument: InstrumentId; readonly book: Book }
  /** It says nothing until a new snapshot is there, which is being fetched. */
  | { readonly kind: 'BookLost'; readonly instrument: InstrumentId; readonly why: BookBreak }
  | { readonly kind: 'Trade'; readonly trade: MarketTrade }
  | {
      readonly kind: 'Status';
      readonly instrument: InstrumentId;
      readonly status: TradingStatus;
    };

export interface BarQuery {
  readonly instrument: InstrumentId;
  readonly interval: BarInterval;
  /** Of the first bar wanted; up to the newest one of them the venue has, `most` at once. */
  readonly from: UtcTime;
  readonly most: number;
}

export interface MarketDataClient {
  readonly venue: VenueId;
  /** Those whose figures could not be read are named, and left out. */
  instruments(): Promise<Answer<InstrumentList>>;
  /** Venue's clock, minus nothing: the caller measures the offset. */
  time(): Promise<Answer<UtcTime>>;
  /** Closed bars alone, oldest first. */
  bars(query: BarQuery): Promise<Answer<readonly Bar[]>>;
  trades(instrument: InstrumentId): Promise<Answer<readonly MarketTrade[]>>;
  /** Opens again by itself after a loss; a book is `BookLost` before it is `Book` again. */
  subscribe(
    instruments: readonly InstrumentId[],
    onEvent: (event: MarketEvent) => void,
  ): Subscription;
  close(): Promise<void>;
}

export interface InstrumentList {
  readonly listed: readonly VenueInstrument[];
  readonly refused: readonly { readonly symbol: string; readonly detail: string }[];
}
