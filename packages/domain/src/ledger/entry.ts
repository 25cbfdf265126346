/**
 * A journal entry: postings that add up to zero in each asset. `mintEntry` is the only maker of one,
 * so whatever takes a `JournalEntry` knows that it balances; the context's door does not hand the
 * mint out, only the acts that use it (`trade.ts`, `movements.ts`) and the reader of stored ones.
 */

import type { ProposalId } from '../access/index.ts';
import {
  type AmountRefusal,
  type Asset,
  add,
  type Decimal,
  err,
  type Id,
  isZero,
  numericText,
  ok,
  type Result,
  sum,
  type UtcTime,
} from '../kernel/index.ts';
import {
  type AccountKey,
  type AccountKind,
  accountKey,
  type EntryId,
  type LedgerAccount,
  mayStandAt,
  type TransferId,
} from './account.ts';

/** One side of an entry. Positive is a debit: the account has that much more. Never zero. */
export interface Posting {
  readonly account: LedgerAccount;
  readonly amount: Decimal;
}

/** Why people changed what no venue's report changes, and the proposal that others agreed to. */
export interface Consent {
  /** 10 to 500 characters. */
  readonly reason: string;
  readonly approval: ProposalId;
}

/** What an entry is the record of. */
export type EntryCause =
  | { readonly kind: 'Trade'; readonly order: Id<'ClOrdId'>; readonly execId: string }
  /** Of an order that is not ours, by the venue's name of it. */
  | { readonly kind: 'StrayTrade'; readonly orderId: string; readonly execId: string }
  | {
      readonly kind: 'Transfer';
      readonly transfer: TransferId;
      readonly step: 'Departed' | 'Arrived' | 'Returned';
    }
  /** Named as the venue or custodian names it. */
  | { readonly kind: 'Deposit' | 'Withdrawal'; readonly reference: string }
  /** What a holder owed, paid out of what he has. */
  | { readonly kind: 'ShortfallRepaid' }
  /** A block's accounts get its own average price. */
  | { readonly kind: 'Evening'; readonly order: Id<'ClOrdId'> }
  /** A block is divided by another version of its rule. */
  | {
      readonly kind: 'Reallocation';
      readonly order: Id<'ClOrdId'>;
      readonly version: number;
      readonly consent: Consent;
    }
  | { readonly kind: 'Adjustment'; readonly consent: Consent }
  | { readonly kind: 'Reversal'; readonly of: EntryId; readonly consent: Consent }
  /** What stands in the place of a reversed one. */
  | { readonly kind: 'Correction'; readonly of: EntryId; readonly consent: Consent };

export interface EntryDraft {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly cause: EntryCause;
  readonly postings: readonly Posting[];
}

/**
 * A class and not a brand, because a copy with other postings (`{ ...entry, postings }`) would keep the
 * brand; it has no private member, so neither the compiler nor `isMinted` takes it for an entry.
 */
class MintedEntry implements EntryDraft {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly cause: EntryCause;
  readonly postings: readonly Posting[];
  readonly #minted = true;

  constructor({ id, at, cause, postings }: EntryDraft) {
    this.id = id;
    this.at = at;
    this.cause = cause;
    this.postings = postings;
  }

  static has(entry: object): entry is MintedEntry {
    return #minted in entry && entry.#minted;
  }
}

/** One posting an account, in the order of account keys. */
export type JournalEntry = MintedEntry;

/** What a cast could hide from the compiler. */
export function isMinted(entry: object): entry is JournalEntry {
  return MintedEntry.has(entry);
}

/** A trade has at most nine; an adjustment of a whole venue account is several entries. */
export const MAX_POSTINGS = 200;

export type EntryRefusal =
  | { readonly code: 'Unbalanced'; readonly asset: Asset; readonly actual: Decimal }
  | { readonly code: 'NothingMoves' }
  | { readonly code: 'TooManyPostings'; readonly limit: number; readonly actual: number }
  | { readonly code: 'NotHeldThere'; readonly kind: AccountKind; readonly place: string }
  | { readonly code: 'AmountRefused'; readonly refusal: AmountRefusal }
  | { readonly code: 'ReasonLength'; readonly limit: readonly [number, number] };

const REASON_LENGTH = [10, 500] as const;

/**
 * Postings on one account are added up, and zero is no posting; what is left must balance per asset
 * and fit NUMERIC(38,18).
 */
export function mintEntry(draft: EntryDraft): Result<JournalEntry, EntryRefusal> {
  const refusal = draftRefusal(draft);
  if (refusal !== undefined) return err(refusal);
  const postings = merged(draft.postings);
  if (postings.length === 0) return err({ code: 'NothingMoves' });
  for (const { amount } of postings) {
    const text = numericText(amount);
    if (!text.ok) return err({ code: 'AmountRefused', refusal: text.error });
  }
  for (const [asset, amounts] of byAsset(postings)) {
    const actual = sum(amounts);
    if (!isZero(actual)) return err({ code: 'Unbalanced', asset, actual });
  }
  return ok(new MintedEntry({ ...draft, postings }));
}

function draftRefusal({ cause, postings }: EntryDraft): EntryRefusal | undefined {
  if (postings.length > MAX_POSTINGS) {
    return { code: 'TooManyPostings', limit: MAX_POSTINGS, actual: postings.length };
  }
  if ('consent' in cause) {
    const { length } = cause.consent.reason.trim();
    const [shortest, longest] = REASON_LENGTH;
    if (length < shortest || length > longest)
      return { code: 'ReasonLength', limit: REASON_LENGTH };
  }
  const misplaced = postings.find(({ account }) => !mayStandAt(account.kind, account.place));
  if (misplaced === undefined) return undefined;
  const { kind, place } = misplaced.account;
  return { code: 'NotHeldThere', kind, place: place.kind };
}

function merged(postings: readonly Posting[]): readonly Posting[] {
  const byKey = new Map<AccountKey, Posting>();
  for (const { account, amount } of postings) {
    const key = accountKey(account);
    const before = byKey.get(key);
    byKey.set(key, { account, amount: before ? add(before.amount, amount) : amount });
  }
  return [...byKey]
    .filter(([, { amount }]) => !isZero(amount))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, posting]) => posting);
}

function byAsset(postings: readonly Posting[]): ReadonlyMap<Asset, readonly Decimal[]> {
  const amounts = new Map<Asset, Decimal[]>();
  for (const { account, amount } of postings) {
    amounts.set(account.asset, [...(amounts.get(account.asset) ?? []), amount]);
  }
  return amounts;
}
