/** All that one decision on an order is made from, and what is looked up in it again and again. */
import {
  type Decimal,
  divide,
  mapEntries,
  mapGet,
  msBetween,
  multiply,
  NUMERIC_SCALE,
  type UtcTime,
} from '../../../kernel/index.ts';
import { parseInstrument, type VenueId } from '../../../market-data/index.ts';
import type { Config, VenueAccountTerms } from '../config.ts';
import type { MarketSlice, MarketVenue } from '../market.ts';
import type { EngineState, VenueStanding } from '../state.ts';
import { HOUSE, type Part, type Work } from './work.ts';

/** Marks older than this say nothing. */
const MARKS_MS_MAX = 5_000;

export interface Sight {
  readonly state: EngineState;
  readonly at: UtcTime;
  /** Of the work's instrument; null where the moment has none. */
  readonly slice: MarketSlice | null;
  readonly work: Work;
  readonly base: string;
  readonly quote: string;
  /** The marks are young enough to be believed. */
  readonly isMarked: boolean;
  /** By venue: the account that would be used there. */
  readonly usable: ReadonlyMap<VenueId, UsableAccount>;
}

export interface UsableAccount {
  readonly terms: VenueAccountTerms;
  /** Null: nothing was ever heard of it. */
  readonly standing: VenueStanding | null;
}

export function sightOf(
  state: EngineState,
  at: UtcTime,
  market: MarketSlice | null,
  work: Work,
): Sight {
  const [base = '', quote = ''] = work.instrument.split('/');
  const { at: markedAt } = state.marks;
  const age = markedAt === null ? null : msBetween(markedAt, at);
  return {
    state,
    at,
    slice: market?.instrument === work.instrument ? market : null,
    work,
    base,
    quote,
    isMarked: age !== null && age >= 0 && age <= MARKS_MS_MAX,
    usable: usableFor(state, work),
  };
}

export const isInstrument = (text: string): boolean => parseInstrument(text).ok;

type ByOwner = ReadonlyMap<string, readonly VenueAccountTerms[]>;

// Made once of each table, which changes when people decide and not with orders.
const byOwnerOf = new WeakMap<Config['venueAccounts'], ByOwner>();

function byOwner(accounts: Config['venueAccounts']): ByOwner {
  const known = byOwnerOf.get(accounts);
  if (known !== undefined) return known;
  const all = mapEntries(accounts).map(([, terms]) => terms);
  const made = Map.groupBy(all, ({ client }) => client ?? HOUSE);
  byOwnerOf.set(accounts, made);
  return made;
}

/**
 * The accounts at venues that may be used: of the trading mode, with a key, the client's own; where he
 * has none at a venue, the house's. Of several at one venue the first by id.
 */
function usableFor(state: EngineState, { client }: Work): Sight['usable'] {
  const { venueAccounts, mode } = state.config;
  const owners = byOwner(venueAccounts);
  const found = new Map<VenueId, UsableAccount>();
  const owned = new Set((owners.get(client) ?? []).map(({ venue }) => venue));
  const house = (owners.get(HOUSE) ?? []).filter(({ venue }) => !owned.has(venue));
  for (const terms of [...(owners.get(client) ?? []), ...house]) {
    if (terms.mode !== mode || terms.key === null || found.has(terms.venue)) continue;
    found.set(terms.venue, { terms, standing: mapGet(state.venues, terms.id) ?? null });
  }
  return found;
}

export function venueOf({ slice }: Sight, venue: VenueId): MarketVenue | null {
  return slice?.venues.find((one) => one.venue === venue) ?? null;
}

/** A part's share of an amount of the whole, rounded up. */
export function shareOf({ weight, total }: Part, amount: Decimal, scale = NUMERIC_SCALE): Decimal {
  return weight === total ? amount : divide(multiply(amount, weight), total, scale, 'Up');
}
