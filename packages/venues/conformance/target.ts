/** What the suite is run against: one venue at one place, and what may be done to that place. */
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type { NewRule } from '@ultrathink/venue-simulator';
import type { Credentials, VenueConnection, VenueSetup } from '../src/index.ts';
import type { Relay } from './relay.ts';

export interface Target {
  /** For titles: `binance on the simulator`. */
  readonly name: string;
  /** What is traded; it has to be listed there and the account has to own both of its assets. */
  readonly instrument: InstrumentId;
  /** Whether `Ground.controls` will be there: titles are made before it starts. */
  readonly hasControls: boolean;
  /** Notional of one order, in whole units of quote asset. */
  readonly notional: number;
  /** The shortest time after which this venue refuses a request for its age; null where it never does. */
  readonly shortestAcceptanceMs: number | null;
  /** Whether a public stream numbers its messages, so that one that is missing shows. */
  readonly numbersBooks: boolean;
  /** The same of the account's stream: what comes twice is passed over, a hole begins it anew. */
  readonly numbersReports: boolean;
  /** Whether that stream tells balances; where none does they are asked for. */
  readonly reportsBalances: boolean;
  /** Whether a question and a cancel name an order by our id; some venues go by their own alone. */
  readonly namesByOwnId: boolean;
  start(): Promise<Ground>;
}

export interface Ground {
  connect(changes?: Partial<VenueSetup>): Promise<VenueConnection>;
  /** Null at a real venue. */
  readonly controls: Controls | null;
  close(): Promise<void>;
}

/** What only a simulated venue lets one do to it. */
export interface Controls {
  /** Everything that was sent to the venue, byte by byte, and answers put in its place. */
  readonly relay: Relay;
  readonly strike: (rule: NewRule) => void;
  readonly clearFaults: () => void;
  readonly setState: (state: 'Trading' | 'PostOnly' | 'CancelOnly' | 'Halted') => void;
  /** The book stands still, or follows the market again. */
  readonly setMoving: (isMoving: boolean) => void;
  /** The best price of a side of the book, as text. */
  readonly best: (side: Side) => string;
  /** Somebody else's order of this instrument, which takes the best that rests and never rests. */
  readonly counter: (order: { side: Side; quantity: string; price: string }) => void;
  /** An order of this account that was not placed through us. */
  readonly placeElsewhere: (order: { side: Side; quantity: string; price: string }) => void;
  /** How many orders the venue took under this name. */
  readonly ordersNamed: (clOrdId: string) => number;
  /** Another key of the same account. */
  readonly addKey: (rights: {
    readonly mayTrade: boolean;
    readonly mayWithdraw: boolean;
    readonly isAddressBound: boolean;
  }) => Credentials;
}
