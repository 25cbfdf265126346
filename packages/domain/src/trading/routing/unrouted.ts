/**
 * Why an order found no way, in the words of who asked for it: of each venue what it could hold, what
 * stands in the way there, and what to change. Text for people; the reasons themselves are in the plan.
 */
import {
  add,
  type Decimal,
  decimal,
  lessThan,
  type Price,
  signOf,
  sum,
  toText,
  ZERO,
} from '../../kernel/index.ts';
import { type VenueId, venueName } from '../../market-data/index.ts';
import type { RoutingInput, RoutingVenue } from './inputs.ts';
import { mostAt } from './ladder.ts';
import type { RoutingPlan, VenueVerdict } from './route.ts';
import type { RoutingReason } from './verdict.ts';

/** Characters of an explanation that is read by people. */
const MOST_TEXT = 500;

interface Asked {
  readonly input: RoutingInput;
  readonly base: string;
  readonly quote: string;
  readonly gapAt: ((venue: VenueId) => CapGap | null) | null;
}

/** Why it is not known what a venue's cap leaves. */
export type CapGap =
  | { readonly code: 'NotSet' }
  /** Of the quote asset in the firm's currency. */
  | { readonly code: 'NoPrice'; readonly asset: string }
  /** Of what is held there. */
  | { readonly code: 'NotValued' };

/** @param gapAt what is missing to measure a cap by; null: as it was told by the rules before the fifth */
export function unroutedText(
  input: RoutingInput,
  plan: RoutingPlan,
  gapAt: ((venue: VenueId) => CapGap | null) | null,
): string {
  const [base = '', quote = ''] = input.instrument.split('/');
  const asked = { input, base, quote, gapAt };
  const all = `${toText(plan.unrouted)} of ${toText(input.quantity)} ${base}`;
  const venues = plan.verdicts.map(
    (verdict) => `${venueName(verdict.venue)}: ${venueText(asked, plan, verdict)}`,
  );
  return [`No venue holds ${all}`, ...venues].join('. ').slice(0, MOST_TEXT);
}

function venueText(
  asked: Asked,
  plan: RoutingPlan,
  { venue: name, reasons }: VenueVerdict,
): string {
  const { input, base } = asked;
  const own = plan.children.filter((child) => child.venue === name);
  const venue = input.venues.find((one) => one.venue === name);
  const price = input.limit ?? own[0]?.price ?? null;
  const wanted = `${toText(input.quantity)} ${base} wanted`;
  if (venue === undefined) return 'not known';
  if (own.length > 0) {
    const given = sum(own.map((child) => child.quantity));
    const bound = boundBy(venue, input, price, add(given, venue.terms.stepSize));
    return bound === null
      ? `${toText(given)} ${base} of it`
      : `${bound.is} ${toText(given)} ${base}, ${wanted}: ${bound.change} or lower the quantity`;
  }
  const told = obstacles(reasons, input).map((reason) => reasonText(asked, venue, reason));
  return told.length === 0 ? 'not needed' : told.join('; ');
}

/** An order that may rest is not kept from a venue by prices there that it would not take. */
function obstacles(reasons: readonly RoutingReason[], input: RoutingInput) {
  const others = reasons.filter(({ code }) => code !== 'BeyondLimit');
  const mayRest = input.timeInForce !== 'ImmediateOrCancel' && input.timeInForce !== 'FillOrKill';
  return mayRest && others.length > 0 ? others : reasons;
}

interface Bound {
  readonly is: string;
  readonly change: string;
}

const ENOUGH = decimal('1000000000000000000');

/** What keeps a venue from so much; null where it would hold it. */
function boundBy(
  { terms, free, capLeft, fees }: RoutingVenue,
  { side }: RoutingInput,
  price: Price | null,
  quantity: Decimal,
): Bound | null {
  if (price === null || signOf(price) <= 0 || fees === null) return null;
  const isUnder = (means: { readonly free: Decimal; readonly capLeft: Decimal }) =>
    lessThan(
      mostAt({ side, terms: { ...terms, maxQty: null }, ...means }, price, fees.taker),
      quantity,
    );
  if (isUnder({ free: free ?? ZERO, capLeft: ENOUGH })) {
    return { is: 'funds there for', change: 'move funds' };
  }
  if (isUnder({ free: ENOUGH, capLeft: capLeft ?? ZERO })) {
    return { is: 'its cap leaves', change: 'have the cap raised' };
  }
  if (terms.maxQty !== null && lessThan(terms.maxQty, quantity)) {
    return { is: 'one order there has at most', change: 'send several' };
  }
  return null;
}

type Words = {
  readonly [Code in RoutingReason['code']]: (
    reason: Extract<RoutingReason, { readonly code: Code }>,
    asked: Asked,
    venue: RoutingVenue,
  ) => string;
};

const percent = (share: Decimal): string => `${toText(share).replace(/(\.\d{4})\d+$/, '$1')}`;

const WORDS: Words = {
  NotAllowed: () => 'no account there, or the mandate leaves it out: have one of them changed',
  NotOpen: ({ state }) => `takes no new orders now (${state}): wait until it is up`,
  NoBook: () => 'no prices from there: wait for them',
  BookBroken: () => 'its prices have a gap: wait until they are read again',
  Stale: ({ actualMs, limitMs }) =>
    `its prices are ${actualMs} ms old, ${limitMs} ms may be: wait for newer ones`,
  OffMarket: () => 'its prices are away from all others: wait until they agree',
  FeeUnknown: () => 'its fees are not known yet: wait for them',
  FundsUnknown: () => 'funds there are not known: ask operations to compare the account',
  CapUnknown: (_reason, { gapAt }, { venue }) => gapText(gapAt?.(venue) ?? { code: 'NotSet' }),
  TooSlow: ({ actual, limit }) => `answers in ${actual} ms, ${limit} ms may be: wait`,
  RefusesTooMuch: ({ actual, limit }) =>
    `refuses a share of ${percent(actual)} of orders, ${percent(limit)} may be: wait`,
  NotSupported: ({ ordType, timeInForce, isPostOnly }) =>
    `takes no ${ordType} ${timeInForce}${isPostOnly ? ' post-only' : ''} now: change the type or time in force`,
  BeyondLimit: ({ actual, limit }, { quote }) =>
    actual === null
      ? 'nobody is there to trade with: let it rest, or wait'
      : `the price there is ${toText(actual)} ${quote}, the limit ${toText(limit)}: change the limit`,
  BelowMinimum: ({ actual, limit }, { input, base }, venue) => {
    const bound = boundBy(venue, input, input.limit ?? bestOf(venue, input), limit);
    const least = `takes ${toText(limit)} ${base} at the least`;
    return bound === null
      ? `${least}, ${toText(actual)} ${base} left for it: raise the quantity`
      : `${bound.is} ${toText(actual)} ${base}, ${least}: ${bound.change}`;
  },
  WouldTake: ({ limit }, { quote }) =>
    `would trade at once at ${toText(limit)} ${quote}: change the price, or let it take`,
  TooManyVenues: ({ limit }) => `${limit} venues with better prices come first`,
  Dearer: () => 'dearer than the others',
  NotNeeded: () => 'nothing of it fits: its step or minimum is too large',
  RestsElsewhere: ({ chosen }) => `it would rest at ${venueName(chosen)}`,
};

function gapText(gap: CapGap): string {
  switch (gap.code) {
    case 'NotSet':
      return 'no cap is agreed on for it: have one set';
    case 'NoPrice':
      return `${gap.asset} has no price now to measure its cap by: wait until a venue that prices it is up`;
    case 'NotValued':
      return 'what is held there has no value now to measure its cap by: wait for prices of all of it';
  }
}

function reasonText(asked: Asked, venue: RoutingVenue, reason: RoutingReason): string {
  const words = WORDS[reason.code] as (
    reason: RoutingReason,
    asked: Asked,
    venue: RoutingVenue,
  ) => string;
  return words(reason, asked, venue);
}

function bestOf({ book }: RoutingVenue, { side }: RoutingInput): Price | null {
  const level = book.kind === 'Good' ? (side === 'Buy' ? book.asks : book.bids)[0] : undefined;
  return level === undefined ? null : (decimal(level[0]) as Price);
}
