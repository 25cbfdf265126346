/** What compliance judges an order by. Null is what could not be read; it refuses. */
import type { AccountId, ClientId, PersonId, UtcTime } from '../kernel/index.ts';
import type { InstrumentId, Side, VenueId } from '../market-data/index.ts';
import type { Check, ClOrdId, OrdType } from '../trading/index.ts';

export interface OrderUnderRules {
  readonly clOrdId: ClOrdId;
  readonly client: ClientId;
  readonly account: AccountId;
  readonly instrument: InstrumentId;
  readonly side: Side;
  readonly ordType: OrdType;
  readonly venue: VenueId;
  /** Null: a strategy trades, under the mandate alone. */
  readonly trader: PersonId | null;
}

/** `client` null: for everybody. `side` null: both. From (included) until (not included). */
export interface Restriction {
  readonly id: string;
  readonly instrument: InstrumentId;
  readonly client: ClientId | null;
  readonly side: Side | null;
  readonly from: UtcTime;
  readonly until: UtcTime | null;
}

/** What a client has let us do. An empty list lets nothing. */
export interface Mandate {
  readonly id: string;
  readonly account: AccountId;
  readonly instruments: readonly InstrumentId[];
  readonly venues: readonly VenueId[];
  readonly sides: readonly Side[];
  readonly traders: readonly PersonId[];
  readonly from: UtcTime;
  readonly until: UtcTime | null;
}

export const CLIENT_STATES = [
  'Applied',
  'UnderReview',
  'Active',
  'Restricted',
  'Suspended',
  'Closed',
] as const;
export type ClientTradingState = (typeof CLIENT_STATES)[number];

export const CLIENT_CATEGORIES = ['Retail', 'Professional', 'EligibleCounterparty'] as const;
export type ClientCategory = (typeof CLIENT_CATEGORIES)[number];

/** Which order types an instrument is open to, by category. */
export type CategoryRules = Readonly<
  Record<
    ClientCategory,
    { readonly instruments: readonly InstrumentId[]; readonly ordTypes: readonly OrdType[] }
  >
>;

export interface RuleFacts {
  readonly at: UtcTime;
  readonly restrictions: readonly Restriction[] | null;
  readonly mandates: readonly Mandate[] | null;
  readonly clientState: ClientTradingState | null;
  readonly category: ClientCategory | null;
  readonly categoryRules: CategoryRules | null;
  /** The order only brings a position closer to zero, as the figures have it; null: not known. */
  readonly reduces: boolean | null;
}

export type RunRule = (order: OrderUnderRules, facts: RuleFacts) => readonly Check[];

export function isInForce(
  { from, until }: { readonly from: UtcTime; readonly until: UtcTime | null },
  at: UtcTime,
): boolean {
  return from <= at && (until === null || at < until);
}
