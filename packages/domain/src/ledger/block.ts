/**
 * The entry of what one account has more or less of a block at a place: as a trade is booked, with the
 * market on its other side, and over all accounts of the block nothing is left there.
 */
import {
  type Decimal,
  type Id,
  isZero,
  type Money,
  money,
  negate,
  type Result,
  type UtcTime,
} from '../kernel/index.ts';
import type { Instrument, Side, VenueAccountId } from '../market-data/index.ts';
import type { EntryId, Holder, Place } from './account.ts';
import {
  type Consent,
  type EntryCause,
  type EntryRefusal,
  type JournalEntry,
  mintEntry,
  type Posting,
} from './entry.ts';
import { charge } from './trade.ts';

export interface BlockEntryTerms {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly holder: Holder;
  readonly venueAccount: VenueAccountId;
  readonly instrument: Instrument;
  /** Of the block. */
  readonly side: Side;
  /** Of the block: below zero, so much less. */
  readonly quantity: Decimal;
  /** In quote asset: what the block's part cost more, or brought more. */
  readonly notional: Decimal;
  readonly fees: readonly Money[];
  /** In quote asset. */
  readonly commission: Decimal;
  /** Of the block. */
  readonly order: Id<'ClOrdId'>;
  /** Of the rule; null: its averages are evened, which nobody has to agree to. */
  readonly agreed: { readonly version: number; readonly consent: Consent } | null;
}

export function blockEntry(terms: BlockEntryTerms): Result<JournalEntry, EntryRefusal> {
  const { id, at, holder, venueAccount, instrument, side, fees, commission } = terms;
  const place: Place = { kind: 'Venue', id: venueAccount };
  const { base, quote } = instrument;
  const isBuy = side === 'Buy';
  const amounts = [
    [base, isBuy ? terms.quantity : negate(terms.quantity)],
    [quote, isBuy ? negate(terms.notional) : terms.notional],
  ] as const;
  const postings = amounts.flatMap(([asset, amount]): readonly Posting[] => [
    { account: { ...holder, asset, place }, amount },
    { account: { kind: 'Market', asset, place }, amount: negate(amount) },
  ]);
  for (const fee of fees) postings.push(...charge(holder, 'Fee', fee, place));
  if (!isZero(commission)) {
    postings.push(...charge(holder, 'Commission', money(commission, quote), place));
  }
  return mintEntry({ id, at, cause: causeOf(terms), postings });
}

function causeOf({ order, agreed }: BlockEntryTerms): EntryCause {
  return agreed === null ? { kind: 'Evening', order } : { kind: 'Reallocation', order, ...agreed };
}
