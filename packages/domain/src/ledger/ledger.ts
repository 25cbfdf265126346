/**
 * The ledger as a value: what every account has, what is held of it, and every hold, folded from
 * events by `applyToLedger`. Deciding stands in `decide.ts`; here nothing is refused, because what
 * has happened has happened, and an event that breaks an invariant is a bug.
 *
 * After every event:
 * - each asset adds up to zero over all accounts, because every entry does;
 * - a holder's account has at least what is held of it, and nothing held is negative;
 * - a hold's reserve is what was committed, released and is still open of it;
 * - nobody owes less than nothing.
 *
 * An account at zero is no account, so that a ledger has one form whatever way led to it.
 */
import {
  add,
  type Decimal,
  emptyMap,
  exhaustive,
  invariant,
  isZero,
  lessThan,
  mapChanges,
  mapDelete,
  mapEach,
  mapGet,
  mapSet,
  type PersistentMap,
  signOf,
  subtract,
  ZERO,
} from '../kernel/index.ts';
import {
  type AccountKey,
  accountKey,
  CHART,
  type EntryId,
  type HolderAccount,
  type HoldId,
  isHolderAccount,
  isShortfallAccount,
  type LedgerAccount,
  type Place,
  parseAccountKey,
} from './account.ts';
import { isMinted, type JournalEntry } from './entry.ts';

/** Funds that are one order's while it works: reserved first, then committed by entries in parts. */
export interface Hold {
  readonly id: HoldId;
  readonly account: HolderAccount;
  /** What was asked for at first: the same asking again changes nothing. */
  readonly asked: Decimal;
  readonly reserved: Decimal;
  readonly committed: Decimal;
  readonly released: Decimal;
  /** Which entry took how much: the same one again changes nothing. */
  readonly parts: PersistentMap<EntryId, Decimal>;
  readonly isOpen: boolean;
}

/** How much of a hold an entry uses up. */
export interface Commit {
  readonly hold: HoldId;
  readonly amount: Decimal;
}

export type LedgerEvent =
  | {
      readonly type: 'HoldReserved';
      readonly hold: HoldId;
      readonly account: HolderAccount;
      readonly amount: Decimal;
    }
  /** The order was amended: the whole reserve, not the change. */
  | { readonly type: 'HoldResized'; readonly hold: HoldId; readonly reserved: Decimal }
  /** The rest is free again and nothing more is taken from it. */
  | { readonly type: 'HoldReleased'; readonly hold: HoldId }
  /** Nobody asks about this order again. */
  | { readonly type: 'HoldForgotten'; readonly hold: HoldId }
  | { readonly type: 'EntryBooked'; readonly entry: JournalEntry; readonly commit: Commit | null };

export interface Ledger {
  readonly balances: PersistentMap<AccountKey, Decimal>;
  readonly held: PersistentMap<AccountKey, Decimal>;
  readonly holds: PersistentMap<HoldId, Hold>;
  /** Entries that were reversed, and by which. */
  readonly reversed: PersistentMap<EntryId, EntryId>;
}

export const EMPTY_LEDGER: Ledger = {
  balances: emptyMap(),
  held: emptyMap(),
  holds: emptyMap(),
  reversed: emptyMap(),
};

export function balanceOf(ledger: Ledger, account: LedgerAccount): Decimal {
  return mapGet(ledger.balances, accountKey(account)) ?? ZERO;
}

export function heldOf(ledger: Ledger, account: HolderAccount): Decimal {
  return mapGet(ledger.held, accountKey(account)) ?? ZERO;
}

/** What may still be reserved or paid: the balance less what is held of it. */
export function freeOf(ledger: Ledger, account: HolderAccount): Decimal {
  return subtract(balanceOf(ledger, account), heldOf(ledger, account));
}

/** What is still reserved of a hold. */
export function openOf({ reserved, committed, released }: Hold): Decimal {
  return subtract(reserved, add(committed, released));
}

/** By asset, what all of ours at a place have together: what the place itself should say. */
export function heldAtPlace(ledger: Ledger, place: Place): ReadonlyMap<string, Decimal> {
  const totals = new Map<string, Decimal>();
  const here = `|${place.kind}|${place.id}`;
  mapEach(ledger.balances, (amount, key) => {
    if (!key.endsWith(here)) return;
    const account = parseAccountKey(key);
    invariant(account.ok, 'A ledger keeps a balance for no account.');
    const { kind, asset } = account.value;
    if (CHART[kind].isOurs) totals.set(asset, add(totals.get(asset) ?? ZERO, amount));
  });
  return new Map([...totals].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function applyToLedger(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.type) {
    case 'HoldReserved':
      return withReserve(ledger, event);
    case 'HoldResized': {
      const hold = openHold(ledger, event.hold);
      return withHold(ledger, { ...hold, reserved: event.reserved });
    }
    case 'HoldReleased': {
      const hold = openHold(ledger, event.hold);
      const released = add(hold.released, openOf(hold));
      return withHold(ledger, { ...hold, released, isOpen: false });
    }
    case 'HoldForgotten': {
      invariant(mapGet(ledger.holds, event.hold)?.isOpen === false, 'An open hold was forgotten.');
      return { ...ledger, holds: mapDelete(ledger.holds, event.hold) };
    }
    case 'EntryBooked':
      return withEntry(ledger, event.entry, event.commit);
    default:
      return exhaustive(event);
  }
}

function openHold(ledger: Ledger, id: HoldId): Hold {
  const hold = mapGet(ledger.holds, id);
  invariant(hold?.isOpen === true, 'An event speaks of a hold that is not open.');
  return hold;
}

function withReserve(
  ledger: Ledger,
  { hold, account, amount }: LedgerEvent & { readonly type: 'HoldReserved' },
): Ledger {
  invariant(mapGet(ledger.holds, hold) === undefined, 'A hold was reserved twice.');
  invariant(signOf(amount) > 0, 'A hold was reserved for nothing.');
  return withHold(ledger, {
    id: hold,
    account,
    asked: amount,
    reserved: amount,
    committed: ZERO,
    released: ZERO,
    parts: emptyMap(),
    isOpen: true,
  });
}

/** Puts a hold in the place of its former self, and what is held with it. */
function withHold(ledger: Ledger, hold: Hold): Ledger {
  const before = mapGet(ledger.holds, hold.id);
  const open = openOf(hold);
  invariant(signOf(open) >= 0, 'A hold gave more than was reserved.');
  const change = subtract(open, before === undefined ? ZERO : openOf(before));
  const held = add(heldOf(ledger, hold.account), change);
  const after = {
    ...ledger,
    held: withAmount(ledger.held, accountKey(hold.account), held),
    holds: mapSet(ledger.holds, hold.id, hold),
  };
  assertCovered(after, hold.account);
  return after;
}

function withAmount(
  amounts: PersistentMap<AccountKey, Decimal>,
  key: AccountKey,
  amount: Decimal,
): PersistentMap<AccountKey, Decimal> {
  return isZero(amount) ? mapDelete(amounts, key) : mapSet(amounts, key, amount);
}

function assertCovered(ledger: Ledger, account: HolderAccount): void {
  const held = heldOf(ledger, account);
  invariant(
    signOf(held) >= 0 && !lessThan(balanceOf(ledger, account), held),
    'More is held of an account than it has.',
  );
}

function withEntry(ledger: Ledger, entry: JournalEntry, commit: Commit | null): Ledger {
  invariant(isMinted(entry), 'An entry was booked that nobody proved to balance.');
  let after = commit === null ? ledger : withCommit(ledger, entry.id, commit);
  let { balances } = after;
  for (const { account, amount } of entry.postings) {
    const key = accountKey(account);
    balances = withAmount(balances, key, add(mapGet(balances, key) ?? ZERO, amount));
  }
  after = { ...after, balances, reversed: withReversal(after.reversed, entry) };
  for (const { account } of entry.postings) {
    if (isHolderAccount(account)) assertCovered(after, account);
    if (isShortfallAccount(account)) {
      invariant(signOf(balanceOf(after, account)) <= 0, 'Somebody owes less than nothing.');
    }
  }
  return after;
}

function withCommit(ledger: Ledger, entry: EntryId, { hold: id, amount }: Commit): Ledger {
  const hold = openHold(ledger, id);
  invariant(mapGet(hold.parts, entry) === undefined, 'An entry took of a hold twice.');
  invariant(signOf(amount) >= 0, 'An entry gave back to a hold.');
  const parts = mapSet(hold.parts, entry, amount);
  return withHold(ledger, { ...hold, committed: add(hold.committed, amount), parts });
}

function withReversal(
  reversed: Ledger['reversed'],
  { id, cause }: JournalEntry,
): Ledger['reversed'] {
  if (cause.kind !== 'Reversal') return reversed;
  invariant(mapGet(reversed, cause.of) === undefined, 'An entry was reversed twice.');
  return mapSet(reversed, cause.of, id);
}

/** Balances as they were added up last, and what they came to. */
let summed: Ledger['balances'] = emptyMap();
let summedTo: ReadonlyMap<string, Decimal> = new Map();

/**
 * By asset, what everything adds up to: zero, or the ledger is wrong. Exact, so what changed since the
 * last time is all that has to be looked at.
 */
export function sums({ balances }: Ledger): ReadonlyMap<string, Decimal> {
  const totals = balances.size === 0 ? new Map<string, Decimal>() : new Map(summedTo);
  mapChanges(balances.size === 0 ? balances : summed, balances, (key, after, before) => {
    const asset = assetOf(key);
    const change = subtract(after ?? ZERO, before ?? ZERO);
    totals.set(asset, add(totals.get(asset) ?? ZERO, change));
  });
  [summed, summedTo] = [balances, totals];
  return totals;
}

/** Of an account's key. */
function assetOf(key: string): string {
  const start = key.indexOf('|', key.indexOf('|') + 1) + 1;
  return key.slice(start, key.indexOf('|', start));
}
