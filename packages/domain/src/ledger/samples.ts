/** Accounts, instruments and entries for the tests of this context. */
import type { ProposalId } from '../access/index.ts';
import {
  type AccountId,
  type AnyId,
  type Asset,
  decimal,
  fromEpochMs,
  type Id,
  type Price,
  parseId,
  type Quantity,
  unwrap,
} from '../kernel/index.ts';
import { instrumentOf, type Side, type VenueAccountId } from '../market-data/index.ts';
import type { EntryId, Holder, HolderAccount, HoldId, Place } from './account.ts';
import type { Consent, JournalEntry } from './entry.ts';
import { applyToLedger, type Ledger, type LedgerEvent } from './ledger.ts';
import { depositEntry } from './movements.ts';
import type { TradeTerms } from './trade.ts';

/** The id number `n` of its entity. */
export function id<T extends AnyId>(n: number): T {
  return unwrap(parseId<T>(`01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`));
}

export const AT = fromEpochMs(1_795_262_400_000);
export const BTC = 'BTC' as Asset;
export const EUR = 'EUR' as Asset;
export const BNB = 'BNB' as Asset;
export const BTC_EUR = instrumentOf(BTC, EUR);

export const ALPHA: Holder = { kind: 'Client', account: id<AccountId>(1) };
export const BETA: Holder = { kind: 'Client', account: id<AccountId>(2) };
export const DESK: Holder = { kind: 'House', account: id<AccountId>(3) };
export const BINANCE: Place = { kind: 'Venue', id: id<VenueAccountId>(101) };
export const KRAKEN: Place = { kind: 'Venue', id: id<VenueAccountId>(102) };

export const CONSENT: Consent = {
  reason: 'The venue confirmed it in writing.',
  approval: id<ProposalId>(900),
};

export const entryId = (n: number): EntryId => id<EntryId>(10_000 + n);
export const holdId = (n: number): HoldId => id<HoldId>(500_000 + n);

export function at(place: Place, holder: Holder, asset: Asset): HolderAccount {
  return { ...holder, asset, place };
}

export interface SampleTrade {
  readonly n: number;
  readonly side: Side;
  readonly qty: string;
  readonly px: string;
  readonly holder?: Holder;
  readonly place?: Place;
}

export function trade(
  { n, side, qty, px, holder = ALPHA, place = BINANCE }: SampleTrade,
  more: Partial<TradeTerms> = {},
): TradeTerms {
  return {
    id: entryId(n),
    at: AT,
    holder,
    venueAccount: place.id as VenueAccountId,
    instrument: BTC_EUR,
    side,
    lastQty: decimal(qty) as Quantity,
    lastPx: decimal(px) as Price,
    notional: null,
    settled: null,
    fee: null,
    commission: null,
    order: id<Id<'ClOrdId'>>(n),
    execId: `exec-${n}`,
    ...more,
  };
}

export function deposit(n: number, account: HolderAccount, amount: string): JournalEntry {
  const { asset, place, kind, account: owner } = account;
  return unwrap(
    depositEntry({
      id: entryId(n),
      at: AT,
      holder: { kind, account: owner },
      place,
      deposited: { amount: decimal(amount), asset },
      reference: `deposit-${n}`,
    }),
  );
}

export function withEvents(ledger: Ledger, events: readonly LedgerEvent[]): Ledger {
  return events.reduce(applyToLedger, ledger);
}
