/**
 * An account's comparison: what the venue has against our books there. Orders first, then fills, then
 * balances. What the venue tells of orders and fills is taken like any report of its; a total that
 * nothing explains is a break and never an invented fill.
 */
import {
  type Asset,
  absolute,
  addMs,
  type Decimal,
  decimal,
  equals,
  isZero,
  lessThan,
  mapEach,
  mapGet,
  signOf,
  subtract,
  type UtcTime,
  ZERO,
} from '../../../kernel/index.ts';
import { heldAtPlace } from '../../../ledger/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { Break, BreakKind } from '../break-event.ts';
import type { Draft } from '../draft.ts';
import type { Effect } from '../effect.ts';
import type { FillOwner, VenueSnapshot } from '../input.ts';
import type { EngineState, KnownFill } from '../state.ts';
import { breaksAt, goOn, healBreak, healBreaks, isBlocking, openBreak, worthOf } from './breaks.ts';
import { recheckLater } from './later.ts';
import { hearFill, takeReport } from './listen.ts';
import {
  type Child,
  childOf,
  childrenWhere,
  confirmingOf,
  feesMissing,
  placeOf,
  refOf,
} from './orders.ts';
import { FIRST_LOOK_MS, OVERLAP_MS, RECENT_MS } from './rules.ts';

type Why = Extract<Effect, { kind: 'TakeSnapshot' }>['why'];

export function takeSnapshot(draft: Draft, venueAccount: VenueAccountId, why: Why): void {
  const watermark = mapGet(draft.state.venues, venueAccount)?.watermark ?? null;
  const { at } = draft.moment;
  const since = watermark === null ? addMs(at, -FIRST_LOOK_MS) : addMs(watermark, -OVERLAP_MS);
  draft.perform({ kind: 'TakeSnapshot', venueAccount, why, since });
}

export function compare(
  draft: Draft,
  venueAccount: VenueAccountId,
  snapshot: VenueSnapshot,
  owners: Readonly<Record<string, FillOwner>> = {},
): void {
  for (const report of snapshot.openOrders) takeReport(draft, venueAccount, report);
  for (const fill of snapshot.fills) {
    hearFill(draft, venueAccount, fill, owners[fill.execId]);
  }
  for (const report of snapshot.closedOrders) takeReport(draft, venueAccount, report);
  const asked = askUnlisted(draft, venueAccount, snapshot);
  compareOrders(draft, venueAccount, snapshot);
  compareFills(draft, venueAccount, snapshot);
  compareBalances(draft, venueAccount, snapshot);
  conclude(draft, venueAccount, asked);
}

// ------------------------------------------------------------------ orders

const listedIn = ({ openOrders, closedOrders }: VenueSnapshot, { order }: Child): boolean =>
  [...openOrders, ...closedOrders].some(
    ({ orderId, clOrdId }) =>
      orderId === order.orderId || (clOrdId !== null && order.clOrdIds.includes(clOrdId)),
  );

/** Ours work there, its lists don't have them: each is asked for by itself before anything is said. */
function askUnlisted(draft: Draft, venueAccount: VenueAccountId, snapshot: VenueSnapshot): number {
  const recent = addMs(draft.moment.at, -RECENT_MS);
  const unlisted = childrenWhere(draft.state, (child) => {
    const { order } = child;
    if (child.venueAccount !== venueAccount || isEnded(order.ordStatus)) return false;
    if (!order.isAcknowledged || order.placedAt > recent) return false;
    const isAskedFor = confirmingOf(draft.state, order.placement.clOrdId).length > 0;
    return !isAskedFor && !listedIn(snapshot, child);
  });
  for (const child of unlisted) {
    const order = refOf(child);
    draft.perform({ kind: 'AskVenue', venueAccount, question: 'Order', order, request: 'New' });
  }
  return unlisted.length;
}

/** Orders of others that are gone, and ours that are there again or have ended. */
function compareOrders(draft: Draft, venueAccount: VenueAccountId, snapshot: VenueSnapshot): void {
  const isThere = (subject: string) =>
    snapshot.openOrders.some(({ orderId }) => orderId === subject);
  const isOrder = ({ proposal }: Break) => proposal === null;
  healBreaks(
    draft,
    venueAccount,
    'ExternalOrder',
    (found) => isOrder(found) && !isThere(found.subject),
  );
  healBreaks(draft, venueAccount, 'Timing', ({ subject }) => {
    if (subject.startsWith(BALANCE)) return false;
    const child = childOf(draft.state, subject);
    return child === undefined || isEnded(child.order.ordStatus) || listedIn(snapshot, child);
  });
}

// ------------------------------------------------------------------ fills

/** What we booked and the venue, asked for everything since then, does not have. */
function compareFills(
  draft: Draft,
  venueAccount: VenueAccountId,
  { fills, since }: VenueSnapshot,
): void {
  const told = new Set(fills.map(({ execId }) => execId));
  const from = addMs(since, RECENT_MS);
  const until = addMs(draft.moment.at, -RECENT_MS);
  for (const [execId, known] of knownAt(draft.state, venueAccount)) {
    if (told.has(execId) || known.at < from || known.heardAt > until) continue;
    openBreak(draft, {
      kind: 'MissingVenueFill',
      venueAccount,
      severity: 'High',
      subject: execId,
      ours: `${String(known.lastQty)} at ${String(known.lastPx)} ${known.instrument}`,
    });
  }
  healBreaks(draft, venueAccount, 'MissingVenueFill', ({ subject }) => told.has(subject));
}

function knownAt(
  { execIds }: EngineState,
  venueAccount: VenueAccountId,
): readonly (readonly [string, KnownFill])[] {
  const prefix = `${venueAccount}|`;
  const found: (readonly [string, KnownFill])[] = [];
  mapEach(execIds, (known, key) => {
    if (key.startsWith(prefix)) found.push([key.slice(prefix.length), known]);
  });
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

// ------------------------------------------------------------------ balances

/** What two places' decimals leave between them, in the currency of valuation. */
const DUST = decimal('1');
const LARGE = decimal('10000');

const BALANCE = 'balance|';
const KINDS: readonly BreakKind[] = ['BalanceDrift', 'Dust', 'UnattributedDeposit'];

/**
 * Σ of our holders at the place against the venue's totals. While something moves there, a difference
 * counts once it was seen twice, the same, some seconds apart: a fill may be on its way.
 */
function compareBalances(
  draft: Draft,
  venueAccount: VenueAccountId,
  { balances }: VenueSnapshot,
): void {
  const ours = heldAtPlace(draft.state.ledger, placeOf(venueAccount));
  const theirs = new Map(balances.map(({ asset, total }) => [asset as string, total]));
  const isMoving = movesAt(draft, venueAccount);
  for (const asset of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
    const pair = { ours: ours.get(asset) ?? ZERO, theirs: theirs.get(asset) ?? ZERO };
    compareAsset(draft, venueAccount, asset as Asset, pair, isMoving);
  }
  for (const found of breaksAt(draft.state, venueAccount)) {
    const asset = found.kind === 'Timing' ? found.subject.slice(BALANCE.length) : found.subject;
    const isOfBalance = KINDS.includes(found.kind) || isTiming(found);
    if (isOfBalance && !ours.has(asset) && !theirs.has(asset)) healBreak(draft, found);
  }
}

const isTiming = ({ kind, subject }: Break): boolean =>
  kind === 'Timing' && subject.startsWith(BALANCE);

interface Totals {
  readonly ours: Decimal;
  readonly theirs: Decimal;
}

function compareAsset(
  draft: Draft,
  venueAccount: VenueAccountId,
  asset: Asset,
  totals: Totals,
  isMoving: boolean,
): void {
  const difference = subtract(totals.theirs, totals.ours);
  if (isZero(difference)) {
    healAsset(draft, venueAccount, asset, null);
    return;
  }
  const isOpen = breaksAt(draft.state, venueAccount).some(
    ({ kind, subject, proposal }) =>
      KINDS.includes(kind) &&
      subject === asset &&
      proposal !== null &&
      equals(proposal.amount, difference),
  );
  if (!isOpen && isMoving && !wasSeen(draft, venueAccount, asset, difference)) return;
  const kind = kindOf(draft.state, asset, difference);
  healAsset(draft, venueAccount, asset, kind);
  const value = worthOf(draft.state, asset, absolute(difference));
  const isLarge = value === null || !lessThan(value, LARGE);
  openBreak(draft, {
    kind,
    venueAccount,
    severity: kind === 'Dust' ? 'Low' : isLarge ? 'High' : 'Medium',
    subject: asset,
    ours: String(totals.ours),
    theirs: String(totals.theirs),
    value,
    proposal: { asset, amount: difference },
  });
}

function kindOf(state: EngineState, asset: Asset, difference: Decimal): BreakKind {
  const value = worthOf(state, asset, absolute(difference));
  if (value !== null && lessThan(value, DUST)) return 'Dust';
  return signOf(difference) > 0 ? 'UnattributedDeposit' : 'BalanceDrift';
}

/** All that was said of the asset's total, but the one kind that is said now. */
function healAsset(
  draft: Draft,
  venueAccount: VenueAccountId,
  asset: Asset,
  but: BreakKind | null,
): void {
  for (const found of breaksAt(draft.state, venueAccount)) {
    const isOfAsset = KINDS.includes(found.kind) && found.subject === asset;
    const isSeen = isTiming(found) && found.subject === `${BALANCE}${asset}`;
    if ((isOfAsset || isSeen) && found.kind !== but) healBreak(draft, found);
  }
}

/** The same difference, some seconds ago; otherwise it is remembered as seen now. */
function wasSeen(
  draft: Draft,
  venueAccount: VenueAccountId,
  asset: Asset,
  difference: Decimal,
): boolean {
  const subject = `${BALANCE}${asset}`;
  const theirs = String(difference);
  const before = breaksAt(draft.state, venueAccount).find(
    (found) => isTiming(found) && found.subject === subject,
  );
  if (before?.theirs === theirs) {
    return before.openedAt <= addMs(draft.moment.at, -RECENT_MS);
  }
  if (before !== undefined) healBreak(draft, before);
  openBreak(draft, { kind: 'Timing', severity: 'Low', venueAccount, subject, theirs });
  return false;
}

/** Orders work there, or something was traded just now, or a fee is not told yet. */
function movesAt({ state, moment }: Draft, venueAccount: VenueAccountId): boolean {
  const recent = addMs(moment.at, -RECENT_MS);
  const isOpen = (child: Child): boolean =>
    child.venueAccount === venueAccount &&
    (!isEnded(child.order.ordStatus) || feesMissing(state, child) || isAfter(child, recent));
  if (childrenWhere(state, isOpen).length > 0) return true;
  if ((mapGet(state.early, venueAccount) ?? []).length > 0) return true;
  return knownAt(state, venueAccount).some(([, { heardAt }]) => heardAt > recent);
}

const isAfter = ({ order }: Child, recent: UtcTime): boolean =>
  order.endedAt !== null && order.endedAt > recent;

// ------------------------------------------------------------------ the end of it

const SETTLED_RECHECK_MS = 30_000;

/** Open for orders when nothing differs and nothing is asked; compared again where that is not so. */
function conclude(draft: Draft, venueAccount: VenueAccountId, asked: number): void {
  const open = breaksAt(draft.state, venueAccount);
  const isBlocked = open.some(isBlocking);
  const isUnsure =
    asked > 0 || open.some(isTiming) || isAnythingConfirmed(draft.state, venueAccount);
  const { at } = draft.moment;
  if (!isBlocked && !isUnsure) {
    const watermark = addMs(at, -RECENT_MS);
    draft.add({ type: 'VenueAccountReconciled', at, venueAccount, watermark });
    goOn(draft, venueAccount);
    return;
  }
  const isReconciled = mapGet(draft.state.venues, venueAccount)?.isReconciled === true;
  if (isUnsure) recheckLater(draft, venueAccount);
  else if (!isReconciled) recheckLater(draft, venueAccount, SETTLED_RECHECK_MS);
}

function isAnythingConfirmed(state: EngineState, venueAccount: VenueAccountId): boolean {
  let isFound = false;
  mapEach(state.confirming, (_, key) => {
    isFound ||= childOf(state, key.split('|')[0] ?? '')?.venueAccount === venueAccount;
  });
  return isFound;
}
