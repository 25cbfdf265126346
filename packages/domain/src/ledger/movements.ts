/**
 * The entries of everything but trades: deposits, withdrawals, transfers between places, what people
 * adjust with the consent of others, and corrections. Nothing is ever edited: a correction is a
 * reversal and a new entry, and both stay.
 */
import {
  type Asset,
  type Decimal,
  err,
  isZero,
  lessThan,
  type Money,
  mapResult,
  negate,
  type Result,
  signOf,
  subtract,
  type UtcTime,
} from '../kernel/index.ts';
import {
  type EntryId,
  type Holder,
  type HolderAccount,
  type Place,
  shortfallOf,
  type TransferId,
} from './account.ts';
import {
  type Consent,
  type EntryDraft,
  type EntryRefusal,
  type JournalEntry,
  mintEntry,
  type Posting,
} from './entry.ts';

interface Booked {
  readonly id: EntryId;
  readonly at: UtcTime;
}

export type MovementRefusal =
  | EntryRefusal
  | { readonly code: 'NotPositive'; readonly actual: Decimal }
  /** More than there is to take it from. */
  | { readonly code: 'FeeTooLarge'; readonly limit: Decimal; readonly actual: Decimal }
  | { readonly code: 'SamePlace' };

function entryOf(
  { id, at }: Booked,
  cause: EntryDraft['cause'],
  amounts: readonly Decimal[],
  postings: readonly Posting[],
): Result<JournalEntry, MovementRefusal> {
  const actual = amounts.find((amount) => signOf(amount) <= 0);
  if (actual !== undefined) return err({ code: 'NotPositive', actual });
  return mintEntry({ id, at, cause, postings });
}

export interface DepositTerms extends Booked {
  /** Null: nobody knows yet whose it is, and it waits on `Suspense`. */
  readonly holder: Holder | null;
  readonly place: Place;
  readonly deposited: Money;
  readonly reference: string;
}

export function depositEntry(terms: DepositTerms): Result<JournalEntry, MovementRefusal> {
  const { holder, place, deposited, reference } = terms;
  const { amount, asset } = deposited;
  const into = holder === null ? { kind: 'Suspense' as const } : holder;
  return entryOf(
    terms,
    { kind: 'Deposit', reference },
    [amount],
    [
      { account: { ...into, asset, place }, amount },
      { account: { kind: 'External', asset, place }, amount: negate(amount) },
    ],
  );
}

export interface WithdrawalTerms extends Booked {
  readonly holder: Holder;
  readonly place: Place;
  /** What the holder has less afterwards, the fee included. */
  readonly withdrawn: Money;
  /** Of the same asset; zero or more, and less than what is withdrawn. */
  readonly fee: Decimal;
  readonly reference: string;
}

export function withdrawalEntry(terms: WithdrawalTerms): Result<JournalEntry, MovementRefusal> {
  const { holder, place, withdrawn, fee, reference } = terms;
  const { amount, asset } = withdrawn;
  const refusal = feeRefusal(fee, amount);
  if (refusal !== undefined) return err(refusal);
  return entryOf(
    terms,
    { kind: 'Withdrawal', reference },
    [amount],
    [
      { account: { ...holder, asset, place }, amount: negate(amount) },
      { account: { kind: 'Fee', asset, place }, amount: fee },
      { account: { kind: 'External', asset, place }, amount: subtract(amount, fee) },
    ],
  );
}

function feeRefusal(fee: Decimal, amount: Decimal): MovementRefusal | undefined {
  if (signOf(fee) < 0) return { code: 'NotPositive', actual: fee };
  const isTooLarge = !isZero(fee) && !lessThan(fee, amount);
  return isTooLarge ? { code: 'FeeTooLarge', limit: amount, actual: fee } : undefined;
}

/** A move of a holder's own asset from one place to another: two entries, in transit between them. */
export interface TransferTerms {
  readonly transfer: TransferId;
  readonly holder: Holder;
  readonly asset: Asset;
  readonly from: Place;
  readonly to: Place;
  /** What left. */
  readonly amount: Decimal;
}

function inTransit({ transfer, holder, asset }: TransferTerms): HolderAccount {
  return { ...holder, asset, place: { kind: 'InTransit', id: transfer } };
}

/** First half: it has left the one place and is not yet at the other. */
export function departureEntry(
  booked: Booked,
  terms: TransferTerms,
): Result<JournalEntry, MovementRefusal> {
  const { transfer, holder, asset, from, to, amount } = terms;
  if (from.kind === to.kind && from.id === to.id) return err({ code: 'SamePlace' });
  return entryOf(
    booked,
    { kind: 'Transfer', transfer, step: 'Departed' },
    [amount],
    [
      { account: { ...holder, asset, place: from }, amount: negate(amount) },
      { account: inTransit(terms), amount },
    ],
  );
}

/** Second half: what arrived, and the network's fee that explains the rest. Nothing stays between. */
export function arrivalEntry(
  booked: Booked,
  terms: TransferTerms,
  fee: Decimal,
): Result<JournalEntry, MovementRefusal> {
  const { transfer, holder, asset, to, amount } = terms;
  const refusal = feeRefusal(fee, amount);
  if (refusal !== undefined) return err(refusal);
  const place: Place = { kind: 'InTransit', id: transfer };
  return entryOf(
    booked,
    { kind: 'Transfer', transfer, step: 'Arrived' },
    [amount],
    [
      { account: inTransit(terms), amount: negate(amount) },
      { account: { ...holder, asset, place: to }, amount: subtract(amount, fee) },
      { account: { kind: 'Fee', asset, place }, amount: fee },
    ],
  );
}

/** It came back to where it had left. */
export function returnEntry(
  booked: Booked,
  terms: TransferTerms,
): Result<JournalEntry, MovementRefusal> {
  const { transfer, holder, asset, from, amount } = terms;
  return entryOf(
    booked,
    { kind: 'Transfer', transfer, step: 'Returned' },
    [amount],
    [
      { account: inTransit(terms), amount: negate(amount) },
      { account: { ...holder, asset, place: from }, amount },
    ],
  );
}

/** A holder pays what he owes at a place out of what he has there. */
export function shortfallRepaidEntry(
  booked: Booked,
  holder: HolderAccount,
  amount: Decimal,
): Result<JournalEntry, MovementRefusal> {
  return entryOf(
    booked,
    { kind: 'ShortfallRepaid' },
    [amount],
    [
      { account: holder, amount: negate(amount) },
      { account: shortfallOf(holder), amount },
    ],
  );
}

/** What no report of a venue explains. It has a reason and a proposal that others agreed to. */
export function adjustmentEntry(
  { id, at }: Booked,
  consent: Consent,
  postings: readonly Posting[],
): Result<JournalEntry, EntryRefusal> {
  return mintEntry({ id, at, cause: { kind: 'Adjustment', consent }, postings });
}

export type ReversalRefusal = EntryRefusal | { readonly code: 'IsAReversal'; readonly of: EntryId };

/** The same postings with the other sign. A reversal is not reversed: what was right is booked anew. */
export function reversalEntry(
  { id, at }: Booked,
  entry: JournalEntry,
  consent: Consent,
): Result<JournalEntry, ReversalRefusal> {
  if (entry.cause.kind === 'Reversal') return err({ code: 'IsAReversal', of: entry.cause.of });
  const postings = entry.postings.map(({ account, amount }) => ({
    account,
    amount: negate(amount),
  }));
  return mintEntry({ id, at, cause: { kind: 'Reversal', of: entry.id, consent }, postings });
}

export interface Correction {
  readonly reversal: JournalEntry;
  readonly replacement: JournalEntry;
}

/** A wrong entry, put right: its reversal, and what should have stood there under its own id. */
export function correctionEntries(
  wrong: JournalEntry,
  ids: { readonly reversal: EntryId; readonly replacement: EntryId; readonly at: UtcTime },
  consent: Consent,
  postings: readonly Posting[],
): Result<Correction, ReversalRefusal> {
  const { at } = ids;
  const reversal = reversalEntry({ id: ids.reversal, at }, wrong, consent);
  if (!reversal.ok) return reversal;
  const cause = { kind: 'Correction', of: wrong.id, consent } as const;
  return mapResult(mintEntry({ id: ids.replacement, at, cause, postings }), (replacement) => ({
    reversal: reversal.value,
    replacement,
  }));
}
