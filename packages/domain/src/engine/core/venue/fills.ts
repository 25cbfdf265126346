/** Fills as they are told: once each, whoever tells them and in whatever order. */
import {
  add,
  addMs,
  type Decimal,
  decimal,
  divide,
  equals,
  greaterThan,
  mapGet,
  type Price,
  parseDecimal,
  subtract,
  toPrice,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import {
  claimEarlyFills,
  holdEarlyFill,
  overdueEarlyFills,
  type VenueFill,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { FillOwner } from '../input.ts';
import type { MarketSlice } from '../market.ts';
import { rulesOf } from '../rules.ts';
import type { KnownFill } from '../state.ts';
import { MARKOUTS_MS } from '../stopping/watching.ts';
import { bookLateFee, bookParts, bookStray } from './booking.ts';
import { contradict, openBreak, worthOf } from './breaks.ts';
import { recheckLater } from './later.ts';
import { alert, type Child, childOf, mayBeOurs, move, refOf, toldOf, venueOf } from './orders.ts';
import { EARLY } from './rules.ts';

const keyOf = (venueAccount: VenueAccountId, { execId }: VenueFill) => `${venueAccount}|${execId}`;

/** The order that it moved, if it moved one of ours. */
export function takeFill(
  draft: Draft,
  venueAccount: VenueAccountId,
  fill: VenueFill,
  owner?: FillOwner,
): Child | undefined {
  const known = mapGet(draft.state.execIds, keyOf(venueAccount, fill));
  if (known !== undefined) {
    toldAgain(draft, venueAccount, fill, known);
    return undefined;
  }
  const child = toldOf(draft.state, venueAccount, fill);
  if (child !== undefined) return bookOwn(draft, child, fill);
  if (owner !== undefined) {
    bookAfterEnd(draft, venueAccount, fill, owner);
    return undefined;
  }
  const isOpen = fill.clOrdId === null && mayBeOurs(draft.state, venueAccount, fill);
  if (isOpen) holdEarly(draft, venueAccount, fill);
  else bookExternal(draft, venueAccount, fill, 'no order of ours');
  return undefined;
}

function bookOwn(draft: Draft, child: Child, fill: VenueFill): Child | undefined {
  const { at } = draft.moment;
  const { venueAccount } = child;
  const moved = move(draft, child, { kind: 'Filled', at, fill });
  if (moved.kind === 'Repeat') return undefined;
  if (moved.kind === 'Contradicted') {
    const { contradiction } = moved;
    if (contradiction.code === 'Overfilled' && twinOf(draft, child, fill) !== undefined) {
      tellTwice(draft, child, fill);
      return undefined;
    }
    contradict(draft, child, contradiction, null, `${fill.execId}|${contradiction.code}`);
    const isKnown = contradiction.code === 'FillDiffers' || contradiction.code === 'NotAQuantity';
    if (!isKnown) bookExternal(draft, venueAccount, fill, contradiction.code);
    return undefined;
  }
  const { clOrdId } = child.order.placement;
  remember(draft, venueAccount, clOrdId, fill);
  bookParts(draft, child, fill);
  if (rulesOf(draft.state) < 2) lookLater(draft, venueAccount, fill);
  if (moved.kind === 'LateFill') {
    alert(draft, 'LateFill', 'Warning', { venueAccount, subject: clOrdId });
  }
  if (fill.fee === null) {
    askFills(draft, child);
    recheckLater(draft, clOrdId);
  }
  return childOf(draft.state, clOrdId);
}

function lookLater(draft: Draft, venueAccount: VenueAccountId, { execId }: VenueFill): void {
  const { at } = draft.moment;
  for (const afterMs of MARKOUTS_MS) {
    const subject = `${venueAccount}|${execId}|${afterMs}`;
    draft.add({ type: 'AgendaSet', item: { due: addMs(at, afterMs), kind: 'Markout', subject } });
  }
}

/** A trade of the order that is booked: the same in everything but its name. */
const twinOf = ({ state }: Draft, { venueAccount, order }: Child, fill: VenueFill) =>
  order.fills.find(({ execId, lastQty, lastPx }) => {
    const known = mapGet(state.execIds, keyOf(venueAccount, { ...fill, execId }));
    const isSame = equals(lastQty, fill.lastQty) && equals(lastPx, fill.lastPx);
    return isSame && known?.at === fill.at;
  });

/**
 * More than was ordered, by a trade that is there already under another name: not booked again. Were it
 * another trade after all, the venue's totals would differ from ours, and that is told by itself.
 */
function tellTwice(draft: Draft, child: Child, fill: VenueFill): void {
  openBreak(draft, {
    kind: 'Duplicate',
    venueAccount: child.venueAccount,
    client: child.client,
    subject: fill.execId,
    ours: twinOf(draft, child, fill)?.execId ?? null,
    theirs: `${String(fill.lastQty)} at ${String(fill.lastPx)} ${fill.instrument}`,
  });
}

function remember(
  draft: Draft,
  venueAccount: VenueAccountId,
  clOrdId: Child['order']['placement']['clOrdId'] | null,
  fill: VenueFill,
): void {
  const { at, market } = draft.moment;
  const mid = market?.instrument === fill.instrument ? midOf(market) : null;
  draft.add({ type: 'FillBooked', at, venueAccount, clOrdId, fill, mid });
}

export function askFills(draft: Draft, child: Child): void {
  const { venueAccount } = child;
  const order = refOf(child);
  draft.perform({ kind: 'AskVenue', venueAccount, question: 'Fills', order, request: 'New' });
}

/** Of no order of ours: booked all the same, and told to people. */
export function bookExternal(
  draft: Draft,
  venueAccount: VenueAccountId,
  fill: VenueFill,
  why: string,
): void {
  if (mapGet(draft.state.execIds, keyOf(venueAccount, fill)) !== undefined) return;
  remember(draft, venueAccount, null, fill);
  alert(draft, 'ExternalFill', 'Critical', { venueAccount, subject: fill.execId });
  bookStray(draft, venueAccount, fill, null, why);
}

/**
 * Of an order of ours that had ended, with everything its venue told of it, a minute ago or more. What it
 * moved waits on suspense until two people agree, with whose order it was beside it: the venue contradicts
 * what it said when the order ended.
 */
function bookAfterEnd(
  draft: Draft,
  venueAccount: VenueAccountId,
  fill: VenueFill,
  { clOrdId, account, client }: FillOwner,
): void {
  remember(draft, venueAccount, clOrdId, fill);
  alert(draft, 'FillAfterEnd', 'Critical', { venueAccount, subject: `${clOrdId} ${fill.execId}` });
  const why = `order ${clOrdId} of account ${account}`;
  bookStray(draft, venueAccount, fill, client, why, 'MissingInternalFill');
}

/** The same again is nothing; a fee that was missing is booked; what differs changes nothing. */
function toldAgain(
  draft: Draft,
  venueAccount: VenueAccountId,
  fill: VenueFill,
  known: KnownFill,
): void {
  const { execId } = fill;
  const child = known.clOrdId === null ? undefined : childOf(draft.state, known.clOrdId);
  const of = { venueAccount, client: child?.client ?? null, subject: execId } as const;
  if (!equals(known.lastQty, fill.lastQty)) {
    const [ours, theirs] = [String(known.lastQty), String(fill.lastQty)];
    openBreak(draft, { ...of, kind: 'Quantity', severity: 'High', ours, theirs });
  }
  if (!equals(known.lastPx, fill.lastPx)) {
    const [ours, theirs] = [String(known.lastPx), String(fill.lastPx)];
    openBreak(draft, { ...of, kind: 'Price', severity: 'High', ours, theirs });
  }
  if (fill.fee === null) return;
  if (known.fee === null) {
    const { fee } = fill;
    draft.add({ type: 'FillFeeTold', at: draft.moment.at, venueAccount, execId, fee });
    bookLateFee(draft, venueAccount, child, fill, fee);
    return;
  }
  feeBreak(draft, of, known.fee, fill.fee);
}

function feeBreak(
  draft: Draft,
  of: Pick<Parameters<typeof openBreak>[1], 'venueAccount' | 'client' | 'subject'>,
  ours: NonNullable<KnownFill['fee']>,
  theirs: NonNullable<KnownFill['fee']>,
): void {
  const texts = {
    ours: `${String(ours.amount)} ${ours.asset}`,
    theirs: `${String(theirs.amount)} ${theirs.asset}`,
  };
  if (ours.asset !== theirs.asset) {
    openBreak(draft, { ...of, ...texts, kind: 'FeeCurrency' });
    return;
  }
  if (equals(ours.amount, theirs.amount)) return;
  const { asset } = ours;
  const amount = subtract(ours.amount, theirs.amount);
  const value = worthOf(draft.state, asset, amount);
  openBreak(draft, { ...of, ...texts, kind: 'FeeAmount', value, proposal: { asset, amount } });
}

// ------------------------------------------------------------------ fills before their order's name

function holdEarly(draft: Draft, venueAccount: VenueAccountId, fill: VenueFill): void {
  const { at } = draft.moment;
  const venue = venueOf(draft.state, venueAccount);
  if (venue === null) {
    bookExternal(draft, venueAccount, fill, 'no such venue account');
    return;
  }
  const before = mapGet(draft.state.early, venueAccount) ?? [];
  const { held, external } = holdEarlyFill(before, { venue, fill, heardAt: at }, EARLY);
  giveUp(
    draft,
    venueAccount,
    external.map((early) => early.fill),
  );
  if (held !== before) draft.add({ type: 'EarlyFillHeld', at, venueAccount, fill });
}

function giveUp(draft: Draft, venueAccount: VenueAccountId, fills: readonly VenueFill[]): void {
  if (fills.length === 0) return;
  const execIds = fills.map(({ execId }) => execId);
  draft.add({ type: 'EarlyFillsClaimed', venueAccount, execIds });
  for (const fill of fills) bookExternal(draft, venueAccount, fill, 'nobody claimed it');
}

/** Those that waited too long for their order are nobody's. */
export function giveUpOverdue(draft: Draft, venueAccount: VenueAccountId): void {
  const held = mapGet(draft.state.early, venueAccount) ?? [];
  const { external } = overdueEarlyFills(held, draft.moment.at, EARLY);
  giveUp(
    draft,
    venueAccount,
    external.map(({ fill }) => fill),
  );
}

/** An order whose venue's name is known now takes what was told by that name. */
export function claimEarly(draft: Draft, clOrdId: string): void {
  const child = childOf(draft.state, clOrdId);
  if (child === undefined) return;
  const { venueAccount, order } = child;
  const held = mapGet(draft.state.early, venueAccount) ?? [];
  const venue = venueOf(draft.state, venueAccount);
  if (held.length === 0 || venue === null) return;
  const { orderId, clOrdIds } = order;
  const { claimed } = claimEarlyFills(held, { venue, clOrdIds, orderId });
  if (claimed.length === 0) return;
  const execIds = claimed.map(({ execId }) => execId);
  draft.add({ type: 'EarlyFillsClaimed', venueAccount, execIds });
  for (const fill of claimed) takeFill(draft, venueAccount, fill);
}

// ------------------------------------------------------------------ the market at that moment

const TWO = decimal('2');

/** Between the best bid and the best ask of all books; null where they don't say one. */
export function midOf({ venues }: MarketSlice): Price | null {
  let bid: Decimal | null = null;
  let ask: Decimal | null = null;
  for (const { book } of venues) {
    if (book.kind !== 'Good') continue;
    const [high, low] = [priceOf(book.bids[0]), priceOf(book.asks[0])];
    if (high !== null && (bid === null || greaterThan(high, bid))) bid = high;
    if (low !== null && (ask === null || greaterThan(ask, low))) ask = low;
  }
  if (bid === null || ask === null) return null;
  const mid = toPrice(divide(add(bid, ask), TWO, MID_SCALE, 'HalfEven'));
  return mid.ok ? mid.value : null;
}

const MID_SCALE = 18;

function priceOf(level: readonly [string, string] | undefined): Decimal | null {
  const price = level === undefined ? null : parseDecimal(level[0]);
  return price?.ok === true ? price.value : null;
}
