/**
 * Canonical JSON (RFC 8785) of what a receipt holds, written directly: members stand in their order
 * here, so that nothing has to be sorted, copied or read again. What `canonicalJson` refuses is left
 * to it, and refused.
 */
import { canonicalJson, type Decimal, toText, unwrap } from '../../kernel/index.ts';
import type { Alternative } from './alternative.ts';
import type { BookExcerpt, RoutingInput, RoutingVenue } from './inputs.ts';
import type { RoutedChild, RoutingPlan, VenueVerdict } from './route.ts';
import type { RoutingReason } from './verdict.ts';

const textOf = (value: Decimal | null): string | null => (value === null ? null : toText(value));

/** Any value whose decimals write themselves as text. */
const canonical = (value: unknown): string =>
  unwrap(canonicalJson(JSON.parse(JSON.stringify(value))));

/** A lone surrogate is written as an escape, and is no text that a receipt may hold. */
const written = (value: unknown, source: unknown): string => {
  const text = JSON.stringify(value);
  return text.includes('\\u') ? canonical(source) : text;
};

const counts = (...values: readonly (number | null)[]): boolean =>
  values.every((value) => value === null || Number.isSafeInteger(value));

/** Its venues are most of it, and their books most of those: each is written once. */
export function snapshotText(input: RoutingInput): string {
  const { allowedVenues, at, feeTableVersion, instrument, isPostOnly, policy } = input;
  const { limit, quantity, side, takes, timeInForce, venues } = input;
  const { depth, latencyMsMax, limitCounts, maxAgeMs } = policy;
  const isCounted =
    counts(depth, latencyMsMax, maxAgeMs) &&
    venues.every(({ latencyP95Ms, book }) =>
      counts(latencyP95Ms, book.kind === 'Good' ? book.last : null),
    );
  if (!isCounted) return canonical(input);
  const head = JSON.stringify({
    allowedVenues,
    at,
    feeTableVersion,
    instrument,
    isPostOnly,
    limit: textOf(limit),
    policy: {
      cushionBps: policy.cushionBps && toText(policy.cushionBps),
      depth,
      latencyMsMax,
      limitCounts,
      maxAgeMs,
      penaltyBpsOfRejects: toText(policy.penaltyBpsOfRejects),
      penaltyBpsPer100Ms: toText(policy.penaltyBpsPer100Ms),
      rejectRateMax: toText(policy.rejectRateMax),
      restsAt: policy.restsAt,
    },
    quantity: toText(quantity),
    side,
    takes,
    timeInForce,
  });
  const list = venues.map(venueText).join(',');
  const text = `${head.slice(0, -1)},"venues":[${list}]}`;
  return text.includes('\\u') ? canonical(input) : text;
}

/** Members in their order: of what stays while orders come and go the text is kept. */
function venueText(venue: RoutingVenue): string {
  const { book, can, capLeft, fees, free, latencyP95Ms, rejectRate, state, terms } = venue;
  return (
    `{"book":${bookText(book)},"can":${kept(CANS, can, canText)},"capLeft":${amountText(capLeft)}` +
    `,"fees":${fees === null ? 'null' : kept(FEES, fees, feesText)},"free":${amountText(free)}` +
    `,"latencyP95Ms":${JSON.stringify(latencyP95Ms)},"rejectRate":${amountText(rejectRate)}` +
    `,"state":${JSON.stringify(state)},"terms":${kept(TERMS, terms, termsText)}` +
    `,"venue":${JSON.stringify(venue.venue)}}`
  );
}

/** A decimal's text has nothing that JSON escapes. */
const amountText = (value: Decimal | null): string => (value === null ? 'null' : `"${value}"`);

const CANS = new WeakMap<RoutingVenue['can'], string>();
const FEES = new WeakMap<NonNullable<RoutingVenue['fees']>, string>();
const TERMS = new WeakMap<RoutingVenue['terms'], string>();

function kept<T extends object>(
  texts: WeakMap<T, string>,
  of: T,
  write: (of: T) => string,
): string {
  const known = texts.get(of);
  if (known !== undefined) return known;
  const text = write(of);
  texts.set(of, text);
  return text;
}

const canText = ({ ordTypes, postOnly }: RoutingVenue['can']): string =>
  JSON.stringify({ ordTypes: sorted(ordTypes), postOnly });

const feesText = ({ maker, taker }: NonNullable<RoutingVenue['fees']>): string =>
  JSON.stringify({ maker: toText(maker), taker: toText(taker) });

const termsText = (terms: RoutingVenue['terms']): string =>
  JSON.stringify({
    maxQty: textOf(terms.maxQty),
    minNotional: textOf(terms.minNotional),
    minQty: toText(terms.minQty),
    stepSize: toText(terms.stepSize),
    tickSize: toText(terms.tickSize),
  });

/** Excerpts never change, and many orders are decided by one. */
const BOOKS = new WeakMap<BookExcerpt, string>();

function bookText(book: BookExcerpt): string {
  const known = BOOKS.get(book);
  if (known !== undefined) return known;
  const text = writtenBook(book);
  BOOKS.set(book, text);
  return text;
}

function writtenBook(book: BookExcerpt): string {
  if (book.kind !== 'Good') return canonical(book);
  const { asks, at, bids, last } = book;
  return JSON.stringify({ asks, at, bids, kind: 'Good', last });
}

function sorted<T>(value: Readonly<Record<string, T>>): Record<string, T> {
  const copy: Record<string, T> = {};
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) copy[key] = item;
  }
  return copy;
}

export function planText(plan: RoutingPlan): string {
  const value = {
    children: plan.children.map(childValue),
    quantity: toText(plan.quantity),
    unrouted: toText(plan.unrouted),
    verdicts: plan.verdicts.map(verdictValue),
    version: plan.version,
  };
  return written(value, plan);
}

const childValue = (child: RoutedChild) => ({
  allIn: toText(child.allIn),
  isPostOnly: child.isPostOnly,
  notional: toText(child.notional),
  ordType: child.ordType,
  price: toText(child.price),
  purpose: child.purpose,
  quantity: toText(child.quantity),
  timeInForce: child.timeInForce,
  venue: child.venue,
});

const verdictValue = ({ reasons, venue, verdict }: VenueVerdict) => ({
  reasons: reasons.map(reasonValue),
  venue,
  verdict,
});

/** Flat, and decimals write themselves as text; but for why a book broke. */
const reasonValue = (reason: RoutingReason): unknown =>
  reason.code === 'BookBroken' ? JSON.parse(canonical(reason)) : sorted<unknown>({ ...reason });

export function alternativesText(alternatives: readonly Alternative[]): string {
  const value = alternatives.map(({ allIn, dearerBps, name, notional, quantity }) => ({
    allIn: toText(allIn),
    dearerBps: textOf(dearerBps),
    name: name.kind === 'Only' ? { kind: name.kind, venue: name.venue } : { kind: name.kind },
    notional: toText(notional),
    quantity: toText(quantity),
  }));
  return written(value, alternatives);
}

/**
 * A snapshot's text without the books that it was made with: what stands before, between and after
 * them. Null where they do not stand in it one after the other.
 */
export function withoutBooks(
  snapshot: string,
  books: readonly BookExcerpt[],
): readonly string[] | null {
  const pieces: string[] = [];
  let from = 0;
  for (const book of books) {
    const text = bookText(book);
    const at = snapshot.indexOf(text, from);
    if (at < 0) return null;
    pieces.push(snapshot.slice(from, at));
    from = at + text.length;
  }
  pieces.push(snapshot.slice(from));
  return pieces;
}

/** The text that `withoutBooks` cut; null where there are other books than it had. */
export function withBooks(pieces: readonly string[], books: readonly BookExcerpt[]): string | null {
  if (pieces.length !== books.length + 1) return null;
  return pieces
    .map((piece, n) => (n === 0 ? '' : bookText(books[n - 1] as BookExcerpt)) + piece)
    .join('');
}
