/**
 * A block divided by another version of its rule, as two people agreed: the version is sealed first, then
 * all that was filled changes hands by it at the block's average, and what still works is held for by its
 * new accounts. All of it or nothing: an account that can't hold its side refuses the whole.
 */
import type { ProposalId } from '../../../access/index.ts';
import {
  type AccountId,
  add,
  allocate,
  type Decimal,
  divide,
  equals,
  err,
  greatest,
  hexOf,
  isZero,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  ok,
  type PersonId,
  type Price,
  type Quantity,
  type Result,
  signOf,
  subtract,
  sum,
  toText,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import {
  book as bookEntry,
  type Hold,
  type HoldId,
  type LedgerEvent,
  type LedgerRefusal,
  openOf,
  parseAccountKey,
  reserve,
  resize,
} from '../../../ledger/index.ts';
import { parseInstrument, type VenueId } from '../../../market-data/index.ts';
import { limitPriceOf } from '../../../risk/index.ts';
import {
  type AllocationLeg,
  type BlockBook,
  type BlockPart,
  blockAverage,
  blockShares,
  type ClOrdId,
  dividedAnew,
  type PreAllocation,
  preAllocationDigest,
  sealable,
  withChanges,
} from '../../../trading/index.ts';
import { openQtyOf } from '../apply.ts';
import type { Draft } from '../draft.ts';
import type { BlockChangeText, ReallocationRefusal } from '../effect.ts';
import { shareRefusal } from '../placing/reallocating.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { byAccount, type Correcting, correctionEntry, evenPosition, handOver } from './blocks.ts';
import { bookEntry as bookFactOf, commissionFor, holderOf } from './booking.ts';

interface Reallocating {
  readonly clOrdId: ClOrdId;
  readonly replaces: string;
  readonly method: PreAllocation['method'];
  readonly legs: readonly AllocationLeg[];
  readonly reason: string;
  readonly approval: ProposalId;
  readonly approvers: readonly PersonId[];
}

type Tried<T> = Result<T, ReallocationRefusal>;

/** Nothing is added where it is refused. */
export function reallocate(draft: Draft, asked: Reallocating): Tried<readonly BlockPart[]> {
  const trial = draft.fork();
  const changes = tryAll(trial, asked);
  if (changes.ok) draft.take(trial);
  return changes;
}

/** As a control is refused: a word, and what it is about. */
export function refusalWord(refusal: ReallocationRefusal): string {
  const { code, ...about } = refusal;
  return [code, ...Object.values(about)].join(' ');
}

const SOMEBODY = '00000000-0000-7000-8000-000000000001' as PersonId;
const ANOTHER = '00000000-0000-7000-8000-000000000002' as PersonId;

/** What it would move, by the code that moves it; who agrees, and why, is not known yet. */
export function previewReallocation(
  draft: Draft,
  asked: Pick<Reallocating, 'clOrdId' | 'replaces' | 'method' | 'legs'>,
): { readonly refusal: ReallocationRefusal | null; readonly changes: readonly BlockChangeText[] } {
  const changes = tryAll(draft.fork(), {
    ...asked,
    reason: 'A preview of it.',
    approval: SOMEBODY as string as ProposalId,
    approvers: [SOMEBODY, ANOTHER],
  });
  if (!changes.ok) return { refusal: changes.error, changes: [] };
  return { refusal: null, changes: changes.value.map(changeText) };
}

const changeText = (change: BlockPart): BlockChangeText => ({
  account: change.account,
  place: change.place,
  quantity: toText(change.quantity),
  notional: toText(change.notional),
  fees: change.fees.map(({ asset, amount }) => ({ asset, amount: toText(amount) })),
  commission: toText(change.commission),
});

function tryAll(draft: Draft, asked: Reallocating): Tried<readonly BlockPart[]> {
  const { clOrdId, reason, approval } = asked;
  const book = mapGet(draft.state.blocks, clOrdId);
  const instrument = book === undefined ? undefined : parseInstrument(book.pre.instrument);
  if (book === undefined || instrument?.ok !== true) return err({ code: 'NoSuchBlock' });
  const pre = ruleOf(draft.state, book, asked);
  if (!pre.ok) return pre;
  const refused = checksOf(draft, book, pre.value);
  if (refused !== null) return err(refused);
  const { at } = draft.moment;
  const hash = hexOf(unwrap(preAllocationDigest(pre.value, draft.digest)));
  draft.add({ type: 'AllocationSealed', at, pre: pre.value, hash });
  const { version } = pre.value;
  const agreed = { version, consent: { reason, approval } };
  const correcting: Correcting = { clOrdId, book, instrument: instrument.value, agreed };
  const wanted = holdsWanted(draft, pre.value);
  const shrunk = shrink(draft, wanted);
  if (!shrunk.ok) return shrunk;
  const changes = handAllOver(draft, correcting, pre.value);
  if (!changes.ok) return changes;
  const grown = grow(draft, wanted);
  if (!grown.ok) return grown;
  draft.add({
    ...{ type: 'BlockCorrected', at, clOrdId, why: 'Reallocated', version, approval },
    changes: changes.value,
    holds: grown.value,
  });
  return changes;
}

// ------------------------------------------------------------------ the rule

function ruleOf(
  { config }: EngineState,
  { pre, hash }: BlockBook,
  { replaces, method, legs, reason, approvers }: Reallocating,
): Tried<PreAllocation> {
  if (hash !== replaces) return err({ code: 'Superseded' });
  const stranger = legs.find(({ account, client }) => mapGet(config.accounts, account) !== client);
  if (stranger !== undefined) return err({ code: 'LegOfAnother', account: stranger.account });
  const reallocation = { reason, replaces, approvers };
  const version = pre.version + 1;
  const sealed = sealable({ ...pre, method, legs, version, reallocation });
  if (!sealed.ok) return err({ code: 'Rule', detail: sealed.error.code });
  const isSame = method === pre.method && sameLegs(sealed.value.legs, pre.legs);
  return isSame ? err({ code: 'SameDivision' }) : ok(sealed.value);
}

function sameLegs(a: readonly AllocationLeg[], b: readonly AllocationLeg[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ account, weight }, index) => {
      const other = b[index];
      return other?.account === account && equals(other.weight, weight);
    })
  );
}

// ------------------------------------------------------------------ who may have more of it

function checksOf(draft: Draft, book: BlockBook, pre: PreAllocation): ReallocationRefusal | null {
  const { state } = draft;
  const { policy } = state.config;
  if (policy === null) return { code: 'NotBooked', detail: 'NoPolicy' };
  const parent = mapGet(state.orders, pre.order);
  const leaves = parent === undefined ? ZERO : openQtyOf(parent.order);
  const price = priceOf(state, book, parent);
  const venues = venuesOf(state, book, parent);
  for (const { account, client, quantity } of moreOf(book, pre, leaves)) {
    for (const venue of venues) {
      if (price === null) return { code: 'Check', account, detail: 'Position FactMissing' };
      const asked = { book, pre, account, client, venue, quantity, price };
      const check = shareRefusal(draft, policy, asked);
      if (check !== null) {
        return { code: 'Check', account, detail: `${check.code} ${check.reason}` };
      }
    }
  }
  return null;
}

function priceOf(
  { marks }: EngineState,
  book: BlockBook,
  parent: OrderInMemory | undefined,
): Price | null {
  const limit = parent === undefined ? null : limitPriceOf(parent.order.terms);
  const mark = mapGet(marks.instruments, book.pre.instrument)?.price ?? null;
  return blockAverage(book, NUMERIC_SCALE) ?? limit ?? mark;
}

function venuesOf(
  { config, orders }: EngineState,
  { parts }: BlockBook,
  parent: OrderInMemory | undefined,
): readonly VenueId[] {
  const working = (parent?.children ?? []).flatMap((id) => mapGet(orders, id)?.venueAccount ?? []);
  const places = new Set([...parts.map(({ place }) => place), ...working]);
  const venues = [...places].flatMap((id) => mapGet(config.venueAccounts, id)?.venue ?? []);
  return [...new Set(venues)].sort();
}

/** What each account would have, and might get, beyond what it has and might. */
function moreOf(book: BlockBook, pre: PreAllocation, leaves: Decimal) {
  const shares = blockShares(book.parts);
  const whole = add(sum(shares.map(({ cumQty }) => cumQty)), leaves);
  if (isZero(whole)) return [];
  const before = new Map(shares.map(({ account, cumQty }) => [account, cumQty]));
  for (const [account, part] of partsOf(leaves, book.pre)) {
    before.set(account, add(before.get(account) ?? ZERO, part));
  }
  const after = partsOf(whole, pre);
  return pre.legs.flatMap(({ account, client }) => {
    const quantity = subtract(after.get(account) ?? ZERO, before.get(account) ?? ZERO);
    return signOf(quantity) > 0 ? [{ account, client, quantity: quantity as Quantity }] : [];
  });
}

function partsOf(whole: Decimal, { legs, quantityScale }: PreAllocation) {
  const weights = legs.map(({ weight }) => weight);
  const parts = unwrap(allocate(whole, weights, quantityScale));
  return new Map(legs.map(({ account }, index) => [account, parts[index] ?? ZERO]));
}

// ------------------------------------------------------------------ what was filled

function handAllOver(
  draft: Draft,
  correcting: Correcting,
  pre: PreAllocation,
): Tried<readonly BlockPart[]> {
  const { book, instrument } = correcting;
  const { moved, evened } = dividedAnew(book, pre, (account, notional) => {
    return commissionFor(draft, account, notional, instrument.quote)?.amount ?? ZERO;
  });
  for (const change of moved) {
    const entry = correctionEntry(draft, correcting, change);
    if (!entry.ok) return err({ code: 'NotBooked', detail: entry.error.code });
    const booked = bookEntry(draft.state.ledger, entry.value, null);
    if (!booked.ok) return err(lackOf(booked.error));
    moveLedger(draft, booked.value);
  }
  for (const change of evened) {
    const entry = correctionEntry(draft, correcting, change);
    if (!entry.ok) return err({ code: 'NotBooked', detail: entry.error.code });
    bookFactOf(draft, entry.value, null);
  }
  for (const handed of byAccount(moved)) handOver(draft, correcting, handed);
  for (const change of evened) evenPosition(draft, correcting, change);
  return ok(withChanges([], [...moved, ...evened]));
}

function lackOf(refusal: LedgerRefusal): ReallocationRefusal {
  if (refusal.code !== 'NotFree') return { code: 'NotBooked', detail: refusal.code };
  const account = parseAccountKey(refusal.account);
  if (!account.ok || !('account' in account.value)) {
    return { code: 'NotBooked', detail: refusal.code };
  }
  const { account: owner, asset } = account.value;
  const [limit, actual] = [toText(refusal.limit), toText(refusal.actual)];
  return { code: 'CannotHold', account: owner, asset, limit, actual };
}

function moveLedger(draft: Draft, events: readonly LedgerEvent[]): void {
  draft.add(...events.map((event) => ({ type: 'LedgerMoved' as const, event })));
}

// ------------------------------------------------------------------ what still works

interface Wanted {
  readonly clOrdId: ClOrdId;
  /** Of its holds, as they stood. */
  readonly holds: readonly Hold[];
  /** What each account of the new rule has to have for it from now on. */
  readonly needs: ReadonlyMap<AccountId, Decimal>;
}

/** Of each order that may still trade: what is held for it now is divided by the new rule, rounded up. */
function holdsWanted({ state }: Draft, pre: PreAllocation): readonly Wanted[] {
  const parent = mapGet(state.orders, pre.order);
  const whole = sum(pre.legs.map(({ weight }) => weight));
  const scale = pre.side === 'Sell' ? pre.quantityScale : NUMERIC_SCALE;
  return (parent?.children ?? []).flatMap((id): readonly Wanted[] => {
    const child = mapGet(state.orders, id);
    const holds = (child?.holds ?? []).flatMap((hold) => mapGet(state.ledger.holds, hold) ?? []);
    if (child === undefined || !holds.some(({ isOpen }) => isOpen)) return [];
    const rest = sum(holds.filter(({ isOpen }) => isOpen).map(openOf));
    const needs = pre.legs.map(({ account, weight }) => {
      const part = divide(multiply(rest, weight), whole, scale, 'Up');
      return [account, part] as const;
    });
    return [{ clOrdId: child.order.placement.clOrdId, holds, needs: new Map(needs) }];
  });
}

const reserveOf = ({ needs }: Wanted, { account, committed }: Hold): Decimal =>
  add(committed, needs.get(account.account) ?? ZERO);

function shrink(draft: Draft, wanted: readonly Wanted[]): Tried<null> {
  for (const one of wanted) {
    for (const hold of one.holds) {
      const reserved = reserveOf(one, hold);
      if (!hold.isOpen || signOf(subtract(reserved, hold.reserved)) >= 0) continue;
      const resized = resize(draft.state.ledger, hold.id, reserved);
      if (!resized.ok) return err(lackOf(resized.error));
      moveLedger(draft, resized.value);
    }
  }
  return ok(null);
}

type Held = { readonly clOrdId: ClOrdId; readonly holds: readonly HoldId[] };

function grow(draft: Draft, wanted: readonly Wanted[]): Tried<readonly Held[]> {
  const held: Held[] = [];
  for (const one of wanted) {
    const ids = one.holds.map(({ id }) => id);
    for (const [account, need] of one.needs) {
      const hold = one.holds.find((known) => known.account.account === account && known.isOpen);
      const changed =
        hold === undefined
          ? reserved(draft, one, account, need, ids)
          : resize(draft.state.ledger, hold.id, greatest(reserveOf(one, hold), hold.committed));
      if (!changed.ok) return err(lackOf(changed.error));
      moveLedger(draft, changed.value);
    }
    held.push({ clOrdId: one.clOrdId, holds: ids });
  }
  return ok(held);
}

/** Of the asset and at the place that the others of the same order hold. */
function reserved(
  draft: Draft,
  { holds }: Wanted,
  account: AccountId,
  need: Decimal,
  ids: HoldId[],
): Result<readonly LedgerEvent[], LedgerRefusal> {
  const like = holds[0]?.account;
  if (like === undefined || isZero(need)) return ok([]);
  const id = draft.ids.next<HoldId>();
  ids.push(id);
  const holder = { ...like, ...holderOf(draft.state, account) };
  return reserve(draft.state.ledger, id, holder, need);
}
