/** What the router is asked for one order, out of the books, the fees, the funds and the caps. */
import {
  canonicalDigest,
  compare,
  type Decimal,
  type Digest,
  decimal,
  divide,
  greaterThan,
  hexOf,
  least,
  mapGet,
  NUMERIC_SCALE,
  signOf,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import { VENUE_STATES, type VenueId, type VenueState } from '../../../market-data/index.ts';
import { limitPriceOf, tradingStateOf } from '../../../risk/index.ts';
import type { CapGap, RoutingInput, RoutingPolicy, RoutingVenue } from '../../../trading/index.ts';
import type { MarketVenue } from '../market.ts';
import { quoteValueOf } from './facts.ts';
import { heldAt } from './figures.ts';
import { limitsOf } from './limits.ts';
import { freeAt } from './money.ts';
import type { Sight, UsableAccount } from './sight.ts';

/** Every venue of the slice is a witness of the price; only those that may be used are allowed. */
export function routingInputOf(sight: Sight, policy: RoutingPolicy, digest: Digest): RoutingInput {
  const { work, at, slice } = sight;
  return {
    at,
    instrument: work.instrument,
    side: work.side,
    quantity: work.quantity,
    limit: limitPriceOf(work.terms),
    timeInForce: work.timeInForce,
    isPostOnly: work.isPostOnly,
    ...(work.isPatient && { takes: 'Never' }),
    allowedVenues: allowedVenues(sight),
    feeTableVersion: feeVersionOf(sight, digest),
    venues: (slice?.venues ?? []).map((venue) => routingVenueOf(sight, venue)),
    policy,
  };
}

/** Of the mandate, where the account has one, and with an account of ours that may be used. */
export function allowedVenues({ state, usable, work }: Sight): VenueId[] {
  const mandates = work.parts.map(({ holder }) => mapGet(state.config.mandates, holder.account));
  return [...usable.keys()]
    .filter((venue) => mandates.every((one) => one === undefined || one.venues.includes(venue)))
    .sort();
}

const MOST_VERSION = 100;

function feeVersionOf({ usable }: Sight, digest: Digest): string {
  const versions = [...usable]
    .map(([venue, { standing }]) => `${venue}:${standing?.feeVersion ?? ''}`)
    .sort();
  const text = versions.join(' ') || 'none';
  if (text.length <= MOST_VERSION) return text;
  return hexOf(unwrap(canonicalDigest(versions, digest)));
}

function routingVenueOf(sight: Sight, here: MarketVenue): RoutingVenue {
  const { venue, book, terms, latencyP95Ms, rejectRate, can } = here;
  const account = sight.usable.get(venue);
  const fees = account?.standing?.fees;
  return {
    venue,
    book,
    state: stateOf(sight, here, account),
    fees: (fees === undefined ? undefined : mapGet(fees, sight.work.instrument)) ?? null,
    terms,
    free: freeAt(sight, venue),
    capLeft: account === undefined ? null : capLeftAt(sight, venue),
    latencyP95Ms,
    rejectRate,
    can: takesOrders(here, sight) ? can : { ordTypes: {}, postOnly: false },
  };
}

/** The venue's word for this instrument: one that takes no such order now can do none. */
function takesOrders({ status }: MarketVenue, { work }: Sight): boolean {
  return status === 'Open' || (status === 'PostOnly' && work.isPostOnly);
}

/**
 * The stricter of the line to its books and of our account; not reconciled is no permission, and a key
 * that was stopped has none either: the order goes where it may.
 */
function stateOf(
  sight: Sight,
  { state }: MarketVenue,
  account: UsableAccount | undefined,
): VenueState {
  const own = account?.standing ?? null;
  const states: readonly VenueState[] = [
    state,
    own?.state ?? 'DOWN',
    own?.isReconciled === true && isKeyOpen(sight, account) ? 'UP' : 'RECONCILING',
  ];
  return states.reduce((a, b) => (VENUE_STATES.indexOf(b) > VENUE_STATES.indexOf(a) ? b : a));
}

/** A reducing key takes sales: what is bought here only adds to what is held. */
function isKeyOpen({ state, work }: Sight, account: UsableAccount | undefined): boolean {
  if (work.isFlattening) return true;
  const key = account?.terms.key ?? null;
  const level = key === null ? undefined : mapGet(state.risk.states, `venueKey|${key}`);
  const trading = tradingStateOf(level ?? { grade: null });
  return trading === 'Active' || (trading === 'Reducing' && work.side === 'Sell');
}

/**
 * In quote asset. An order turns one asset at the venue into another and entrusts nothing more to it: up
 * to the cap the whole cap bounds an order; over it nothing new is begun, and what reduces goes on.
 */
function capLeftAt(sight: Sight, venue: VenueId): Decimal | null {
  const [first, ...rest] = capsAt(sight, venue);
  const [held, unit] = [heldAt(sight, venue), quoteValueOf(sight)];
  if (first === undefined || held === null || unit === null || signOf(unit) <= 0) return null;
  const cap = rest.reduce(least, first);
  const isOver = greaterThan(held, cap) && !sight.work.isReduceOnly && sight.work.side === 'Buy';
  return isOver ? ZERO : divide(cap, unit, NUMERIC_SCALE, 'Down');
}

function capsAt(sight: Sight, venue: VenueId): readonly Decimal[] {
  return (limitsOf(sight, venue, null) ?? [])
    .filter(
      ({ kind, instrument }) =>
        kind === 'VenueCounterparty' &&
        (instrument === null || instrument === sight.work.instrument),
    )
    .map(({ value }) => value);
}

/** What is missing where what a cap leaves is not known; null: nothing is. */
export function capGapAt(sight: Sight, venue: VenueId): CapGap | null {
  if (capsAt(sight, venue).length === 0) return { code: 'NotSet' };
  const unit = quoteValueOf(sight);
  if (unit === null || signOf(unit) <= 0) return { code: 'NoPrice', asset: sight.quote };
  return heldAt(sight, venue) === null ? { code: 'NotValued' } : null;
}

/** Where an order that has no route is judged: the best price among venues it may go to, then any. */
export function bestVenue(sight: Sight): VenueId {
  const allowed = allowedVenues(sight);
  const venues = sight.slice?.venues ?? [];
  const isBuy = sight.work.side === 'Buy';
  const quoted = venues.flatMap(({ venue, book }) => {
    const level = book.kind === 'Good' ? (isBuy ? book.asks : book.bids)[0] : undefined;
    return level === undefined || !allowed.includes(venue)
      ? []
      : [{ venue, price: decimal(level[0]) }];
  });
  const [best] = quoted.sort((a, b) =>
    isBuy ? compare(a.price, b.price) : compare(b.price, a.price),
  );
  const any = [...allowed, ...sight.usable.keys(), ...venues.map(({ venue }) => venue)];
  return best?.venue ?? any[0] ?? ('none' as VenueId);
}
