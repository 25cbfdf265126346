/**
 * The entry of a trade: base against quote at a venue, the venue's fee in whatever it takes it in,
 * and our commission, together, because together they happened. Commission is moved to the firm's
 * account at the same venue; the venue's fee leaves us.
 */
import {
  absolute,
  add,
  type Decimal,
  err,
  fromUnits,
  type Id,
  lessThan,
  type Money,
  multiply,
  NUMERIC_SCALE,
  negate,
  type Price,
  type Quantity,
  type Result,
  roundTo,
  signOf,
  subtract,
  type UtcTime,
} from '../kernel/index.ts';
import type { Instrument, Side, VenueAccountId } from '../market-data/index.ts';
import type { CommonAccount, EntryId, Holder, Place } from './account.ts';
import { type EntryRefusal, type JournalEntry, mintEntry, type Posting } from './entry.ts';

/** An amount that was rounded to so many decimals: less than one unit of them from the exact one. */
export interface RoundedAmount {
  readonly amount: Decimal;
  readonly scale: number;
}

export interface TradeTerms {
  readonly id: EntryId;
  readonly at: UtcTime;
  readonly holder: Holder;
  readonly venueAccount: VenueAccountId;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly lastQty: Quantity;
  readonly lastPx: Price;
  /**
   * In quote asset, what this holder pays or gets: his part of a block's fill. Null: quantity times
   * price, rounded half-even to 18 decimals.
   */
  readonly notional: RoundedAmount | null;
  /**
   * In quote asset, what the venue moved, where it rounds to fewer decimals than we book. The
   * difference is the firm's, in the open, on the account `Rounding`. Null: exactly the notional.
   */
  readonly settled: RoundedAmount | null;
  /** What the venue took; negative is a rebate. */
  readonly fee: Money | null;
  /** What the firm takes; never negative. */
  readonly commission: Money | null;
  readonly order: Id<'ClOrdId'>;
  readonly execId: string;
}

export type TradeRefusal =
  | EntryRefusal
  | { readonly code: 'NotTraded' }
  | { readonly code: 'NegativeCommission'; readonly actual: Decimal }
  /** Further from quantity times price than its decimals explain. */
  | { readonly code: 'NotARounding'; readonly exact: Decimal; readonly actual: Decimal };

/** Quantity times price, rounded half-even to 18 decimals: the notional of every book of ours. */
export function notionalOf(quantity: Decimal, price: Decimal): Decimal {
  return roundTo(multiply(quantity, price), NUMERIC_SCALE, 'HalfEven');
}

export function tradeEntry(terms: TradeTerms): Result<JournalEntry, TradeRefusal> {
  const { id, at, lastQty, lastPx, commission, order, execId } = terms;
  const exact = notionalOf(lastQty, lastPx);
  const notional = terms.notional ?? { amount: exact, scale: NUMERIC_SCALE };
  const settled = terms.settled ?? notional;
  if (signOf(lastQty) <= 0) return err({ code: 'NotTraded' });
  if (commission !== null && signOf(commission.amount) < 0) {
    return err({ code: 'NegativeCommission', actual: commission.amount });
  }
  for (const rounded of [notional, settled]) {
    if (!isRoundingOf(exact, rounded)) {
      return err({ code: 'NotARounding', exact, actual: rounded.amount });
    }
  }
  const postings = tradePostings(terms, notional.amount, settled.amount);
  return mintEntry({ id, at, cause: { kind: 'Trade', order, execId }, postings });
}

function isRoundingOf(exact: Decimal, { amount, scale }: RoundedAmount): boolean {
  const unit = fromUnits(1n, scale);
  return lessThan(absolute(subtract(amount, exact)), unit);
}

function tradePostings(
  { holder, venueAccount, instrument, side, lastQty, fee, commission }: TradeTerms,
  notional: Decimal,
  settled: Decimal,
): readonly Posting[] {
  const place: Place = { kind: 'Venue', id: venueAccount };
  const { base, quote } = instrument;
  const [got, paid] = side === 'Buy' ? [lastQty, negate(notional)] : [negate(lastQty), notional];
  const moved = side === 'Buy' ? settled : negate(settled);
  const postings: Posting[] = [
    { account: { ...holder, asset: base, place }, amount: got },
    { account: { kind: 'Market', asset: base, place }, amount: negate(got) },
    { account: { ...holder, asset: quote, place }, amount: paid },
    { account: { kind: 'Market', asset: quote, place }, amount: moved },
    {
      account: { kind: 'Rounding', asset: quote, place },
      amount: negate(add(paid, moved)),
    },
  ];
  if (fee !== null) postings.push(...charge(holder, 'Fee', fee, place));
  if (commission !== null) postings.push(...charge(holder, 'Commission', commission, place));
  return postings;
}

/** What a holder pays into one of the common accounts at the same place. */
export function charge(
  holder: Holder,
  kind: CommonAccount['kind'],
  { amount, asset }: Money,
  place: Place,
): readonly Posting[] {
  return [
    { account: { ...holder, asset, place }, amount: negate(amount) },
    { account: { kind, asset, place }, amount },
  ];
}
