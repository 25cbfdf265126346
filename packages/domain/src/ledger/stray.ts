/**
 * What a venue tells that no order of ours explains, and what it tells late. A trade that nobody here
 * asked for is booked on the place's `Suspense`, so that the place still agrees with the venue; people
 * then say whose it is.
 */
import {
  err,
  type Id,
  type Money,
  negate,
  type Price,
  type Quantity,
  type Result,
  signOf,
  type UtcTime,
} from '../kernel/index.ts';
import type { Instrument, Side, VenueAccountId } from '../market-data/index.ts';
import type { EntryId, Holder, Place } from './account.ts';
import { type Consent, type EntryRefusal, type JournalEntry, mintEntry } from './entry.ts';
import { charge, notionalOf, type TradeRefusal } from './trade.ts';

export interface StrayTradeTerms {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly venueAccount: VenueAccountId;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  /** What the venue took; negative is a rebate. */
  readonly fee: Money | null;
  /** The venue's name of the order. */
  readonly orderId: string;
  readonly execId: string;
}

/** A trade that is nobody's yet: on `Suspense`, fee and all. */
export function strayTradeEntry(terms: StrayTradeTerms): Result<JournalEntry, TradeRefusal> {
  const { id, at, venueAccount, instrument, side, lastQty, lastPx, fee, orderId, execId } = terms;
  if (signOf(lastQty) <= 0) return err({ code: 'NotTraded' });
  const { base, quote } = instrument;
  const place: Place = { kind: 'Venue', id: venueAccount };
  const notional = notionalOf(lastQty, lastPx);
  const [got, paid] = side === 'Buy' ? [lastQty, negate(notional)] : [negate(lastQty), notional];
  const postings = [
    { account: { kind: 'Suspense', asset: base, place }, amount: got },
    { account: { kind: 'Market', asset: base, place }, amount: negate(got) },
    { account: { kind: 'Suspense', asset: quote, place }, amount: paid },
    { account: { kind: 'Market', asset: quote, place }, amount: negate(paid) },
    ...(fee === null ? [] : feePostings(null, fee, place)),
  ] as const;
  return mintEntry({ id, at, cause: { kind: 'StrayTrade', orderId, execId }, postings });
}

function feePostings(holder: Holder | null, { amount, asset }: Money, place: Place) {
  if (holder !== null) return charge(holder, 'Fee', { amount, asset }, place);
  return [
    { account: { kind: 'Suspense', asset, place }, amount: negate(amount) },
    { account: { kind: 'Fee', asset, place }, amount },
  ] as const;
}

export interface LateFeeTerms {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly venueAccount: VenueAccountId;
  readonly fee: Money;
  readonly execId: string;
  /** Whose trade it was; null: nobody's, by the venue's name of its order. */
  readonly of:
    | { readonly holder: Holder; readonly order: Id<'ClOrdId'> }
    | { readonly holder: null; readonly orderId: string };
}

/** The fee of a trade that was told, and booked, without it. */
export function lateFeeEntry(terms: LateFeeTerms): Result<JournalEntry, EntryRefusal> {
  const { id, at, venueAccount, fee, execId, of } = terms;
  const cause =
    of.holder === null
      ? ({ kind: 'StrayTrade', orderId: of.orderId, execId } as const)
      : ({ kind: 'Trade', order: of.order, execId } as const);
  const place: Place = { kind: 'Venue', id: venueAccount };
  return mintEntry({ id, at, cause, postings: feePostings(of.holder, fee, place) });
}

export interface BreakTerms {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly venueAccount: VenueAccountId;
  readonly holder: Holder;
  /** What the holder has more afterwards; negative is less. */
  readonly money: Money;
  /**
   * Suspense: it was booked when it was told. External: the venue's total alone told of it. Fee: the
   * venue took more or less than was booked.
   */
  readonly from: 'Suspense' | 'External' | 'Fee';
  readonly consent: Consent;
}

/** What people agreed that a difference is: a holder's, or from him. */
export function breakEntry(terms: BreakTerms): Result<JournalEntry, EntryRefusal> {
  const { id, at, venueAccount, holder, money, from, consent } = terms;
  const { amount, asset } = money;
  const place: Place = { kind: 'Venue', id: venueAccount };
  const postings = [
    { account: { ...holder, asset, place }, amount },
    { account: { kind: from, asset, place }, amount: negate(amount) },
  ];
  return mintEntry({ id, at, cause: { kind: 'Adjustment', consent }, postings });
}
