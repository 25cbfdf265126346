/**
 * What may be done to a ledger. Each act answers with the events that do it, none when it was done
 * before (same id, same content), or why it may not be.
 *
 * A fact is never refused: when a venue traded more than a holder has free, the entry is booked with
 * what he lacks on his shortfall account (`bookFact`). He then visibly owes it; what is held for his
 * other orders stays theirs, and nobody else's funds at that venue stand in for his unseen.
 */
import {
  add,
  type Decimal,
  equals,
  err,
  greaterThan,
  least,
  lessThan,
  mapGet,
  negate,
  ok,
  type Result,
  signOf,
  subtract,
  ZERO,
} from '../kernel/index.ts';
import {
  type AccountKey,
  accountKey,
  type EntryId,
  type HolderAccount,
  type HoldId,
  holderOf,
  isHolderAccount,
  isShortfallAccount,
  shortfallOf,
} from './account.ts';
import { type JournalEntry, mintEntry, type Posting } from './entry.ts';
import {
  balanceOf,
  type Commit,
  freeOf,
  type Hold,
  type Ledger,
  type LedgerEvent,
  openOf,
} from './ledger.ts';

export type LedgerRefusal =
  | { readonly code: 'NotPositive'; readonly actual: Decimal }
  | {
      readonly code: 'NotFree';
      readonly account: AccountKey;
      readonly limit: Decimal;
      readonly actual: Decimal;
    }
  | { readonly code: 'NoHold'; readonly hold: HoldId }
  /** The id was used for something else. */
  | { readonly code: 'HoldDiffers'; readonly hold: HoldId }
  | { readonly code: 'HoldClosed'; readonly hold: HoldId }
  | { readonly code: 'HoldOpen'; readonly hold: HoldId }
  | { readonly code: 'HoldExceeded'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'TooManyParts'; readonly limit: number; readonly actual: number }
  /** It would be more than was ever owed. */
  | { readonly code: 'NotOwed'; readonly account: AccountKey; readonly limit: Decimal }
  | { readonly code: 'AlreadyReversed'; readonly by: EntryId };

/** Fills of one order that are remembered with its hold. */
export const MAX_HOLD_PARTS = 100_000;

type Decided = Result<readonly LedgerEvent[], LedgerRefusal>;

/** Phase one: this much is the order's. Never more than is free. */
export function reserve(
  ledger: Ledger,
  hold: HoldId,
  account: HolderAccount,
  amount: Decimal,
): Decided {
  const before = mapGet(ledger.holds, hold);
  if (before !== undefined) {
    const isSame =
      equals(before.asked, amount) && accountKey(before.account) === accountKey(account);
    return isSame ? ok([]) : err({ code: 'HoldDiffers', hold });
  }
  if (signOf(amount) <= 0) return err({ code: 'NotPositive', actual: amount });
  const limit = freeOf(ledger, account);
  if (greaterThan(amount, limit)) {
    return err({ code: 'NotFree', account: accountKey(account), limit, actual: amount });
  }
  return ok([{ type: 'HoldReserved', hold, account, amount }]);
}

function openHold(ledger: Ledger, id: HoldId): Result<Hold, LedgerRefusal> {
  const hold = mapGet(ledger.holds, id);
  if (hold === undefined) return err({ code: 'NoHold', hold: id });
  return hold.isOpen ? ok(hold) : err({ code: 'HoldClosed', hold: id });
}

/** For an amended order: the whole reserve from now on, at least what was committed of it. */
export function resize(ledger: Ledger, id: HoldId, reserved: Decimal): Decided {
  const hold = openHold(ledger, id);
  if (!hold.ok) return hold;
  const { committed, account } = hold.value;
  if (lessThan(reserved, committed)) {
    return err({ code: 'HoldExceeded', limit: reserved, actual: committed });
  }
  const more = subtract(reserved, hold.value.reserved);
  const limit = freeOf(ledger, account);
  if (greaterThan(more, limit)) {
    return err({ code: 'NotFree', account: accountKey(account), limit, actual: more });
  }
  return ok(signOf(more) === 0 ? [] : [{ type: 'HoldResized', hold: id, reserved }]);
}

/** The order has ended: what is left of its hold is free again. */
export function release(ledger: Ledger, id: HoldId): Decided {
  const hold = mapGet(ledger.holds, id);
  if (hold === undefined) return err({ code: 'NoHold', hold: id });
  return ok(hold.isOpen ? [{ type: 'HoldReleased', hold: id }] : []);
}

/** A closed hold is kept so that it can't be reserved again, until its order is no longer asked for. */
export function forget(ledger: Ledger, id: HoldId): Decided {
  const hold = mapGet(ledger.holds, id);
  if (hold === undefined) return ok([]);
  return hold.isOpen
    ? err({ code: 'HoldOpen', hold: id })
    : ok([{ type: 'HoldForgotten', hold: id }]);
}

/**
 * Phase two, or an entry without a hold. An entry that commits part of a hold is booked once; of any
 * other its caller knows whether it was booked (a fill by its execution id, the rest by its command).
 */
export function book(ledger: Ledger, entry: JournalEntry, commit: Commit | null): Decided {
  const isDone = commit === null ? ok(false) : committed(ledger, entry, commit);
  if (!isDone.ok) return isDone;
  if (isDone.value) return ok([]);
  const refusal = reversalRefusal(ledger, entry) ?? fundsRefusal(ledger, entry, commit);
  return refusal === undefined ? ok([{ type: 'EntryBooked', entry, commit }]) : err(refusal);
}

/**
 * Books what a venue says has happened, whatever the holder has. An open hold gives what it still has;
 * one that is closed or was never there gives nothing, and the fill is booked all the same.
 */
export function bookFact(ledger: Ledger, entry: JournalEntry, commit: Commit | null): Decided {
  const hold = commit === null ? undefined : mapGet(ledger.holds, commit.hold);
  if (hold !== undefined && mapGet(hold.parts, entry.id) !== undefined) return ok([]);
  const gives = hold?.isOpen === true && hold.parts.size < MAX_HOLD_PARTS;
  const fitting =
    commit !== null && gives ? { hold: hold.id, amount: least(commit.amount, openOf(hold)) } : null;
  return book(ledger, withShortfalls(ledger, entry, fitting), fitting);
}

/** Whether the hold has given to this entry already; a refusal when it can't give. */
function committed(
  ledger: Ledger,
  entry: JournalEntry,
  { hold: id, amount }: Commit,
): Result<boolean, LedgerRefusal> {
  const before = mapGet(ledger.holds, id);
  const part = before === undefined ? undefined : mapGet(before.parts, entry.id);
  if (part !== undefined) {
    return equals(part, amount) ? ok(true) : err({ code: 'HoldDiffers', hold: id });
  }
  const hold = openHold(ledger, id);
  if (!hold.ok) return hold;
  if (signOf(amount) < 0) return err({ code: 'NotPositive', actual: amount });
  const limit = openOf(hold.value);
  if (greaterThan(amount, limit)) return err({ code: 'HoldExceeded', limit, actual: amount });
  const { size } = hold.value.parts;
  return size < MAX_HOLD_PARTS
    ? ok(false)
    : err({ code: 'TooManyParts', limit: MAX_HOLD_PARTS, actual: size + 1 });
}

function reversalRefusal(ledger: Ledger, { cause }: JournalEntry): LedgerRefusal | undefined {
  const by = cause.kind === 'Reversal' ? mapGet(ledger.reversed, cause.of) : undefined;
  return by === undefined ? undefined : { code: 'AlreadyReversed', by };
}

/** What an account can pay in this entry: what is free, and what the commit sets free. */
function payable(ledger: Ledger, account: HolderAccount, commit: Commit | null): Decimal {
  const hold = commit === null ? undefined : mapGet(ledger.holds, commit.hold);
  const isOfHold = hold !== undefined && accountKey(hold.account) === accountKey(account);
  return add(freeOf(ledger, account), isOfHold && commit !== null ? commit.amount : ZERO);
}

function fundsRefusal(
  ledger: Ledger,
  { postings }: JournalEntry,
  commit: Commit | null,
): LedgerRefusal | undefined {
  for (const { account, amount } of postings) {
    if (isHolderAccount(account)) {
      const limit = payable(ledger, account, commit);
      if (greaterThan(negate(amount), limit)) {
        return { code: 'NotFree', account: accountKey(account), limit, actual: negate(amount) };
      }
    }
    if (isShortfallAccount(account)) {
      const limit = negate(balanceOf(ledger, account));
      if (greaterThan(amount, limit))
        return { code: 'NotOwed', account: accountKey(account), limit };
    }
  }
  return undefined;
}

/**
 * The same entry, with what a holder can't pay as what he owes, and no more paid back than is owed.
 * The entry as it is where that can't be said: it is then refused like any other.
 */
function withShortfalls(ledger: Ledger, entry: JournalEntry, commit: Commit | null): JournalEntry {
  const overpaid = entry.postings.flatMap((posting) => overpayment(ledger, posting));
  const settled = extended(entry, overpaid);
  const lacking = settled.postings.flatMap(({ account, amount }): readonly Posting[] => {
    if (!isHolderAccount(account)) return [];
    const lack = subtract(negate(amount), payable(ledger, account, commit));
    if (signOf(lack) <= 0) return [];
    return [
      { account, amount: lack },
      { account: shortfallOf(account), amount: negate(lack) },
    ];
  });
  return extended(settled, lacking);
}

function extended(entry: JournalEntry, more: readonly Posting[]): JournalEntry {
  if (more.length === 0) return entry;
  const longer = mintEntry({ ...entry, postings: [...entry.postings, ...more] });
  return longer.ok ? longer.value : entry;
}

function overpayment(ledger: Ledger, { account, amount }: Posting): readonly Posting[] {
  if (!isShortfallAccount(account)) return [];
  const over = add(balanceOf(ledger, account), amount);
  if (signOf(over) <= 0) return [];
  return [
    { account, amount: negate(over) },
    { account: holderOf(account), amount: over },
  ];
}
