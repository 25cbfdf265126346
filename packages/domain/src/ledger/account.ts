/**
 * The chart of accounts. An account of the ledger is who holds, what, and where: one asset at one
 * place for one holder. Amounts are signed: debits are positive and make it hold more.
 *
 * The accounts that are `ours` are what people and the firm have at a place; added up they are what
 * the venue or custodian should say is there. The others are the outside: they stand for whoever gave
 * or took, so that each asset adds up to zero over the whole ledger.
 */
import {
  type AccountId,
  type Asset,
  type Brand,
  err,
  type Id,
  isUuidv7,
  ok,
  parseAsset,
  type Result,
} from '../kernel/index.ts';
import type { VenueAccountId } from '../market-data/index.ts';

export type EntryId = Id<'EntryId'>;
/** An order has at most one hold, because the hold has the order's own UUID. */
export type HoldId = Id<'HoldId'>;
export type TransferId = Id<'TransferId'>;
export type CustodyId = Id<'CustodyId'>;

/** Where something is. A transfer has a place of its own, empty again once it has arrived. */
export type Place =
  | { readonly kind: 'Venue'; readonly id: VenueAccountId }
  | { readonly kind: 'Custody'; readonly id: CustodyId }
  | { readonly kind: 'InTransit'; readonly id: TransferId };

export const HOLDER_KINDS = ['Client', 'House'] as const;
const OWNED_KINDS = [...HOLDER_KINDS, 'ClientShortfall', 'HouseShortfall'] as const;
const COMMON_KINDS = ['Commission', 'Rounding', 'Suspense', 'Fee', 'Market', 'External'] as const;
export const ACCOUNT_KINDS = [...OWNED_KINDS, ...COMMON_KINDS] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Whose trading account it is: a client's, or one of the firm's own. */
export interface Holder {
  readonly kind: (typeof HOLDER_KINDS)[number];
  readonly account: AccountId;
}

interface Held {
  readonly asset: Asset;
  readonly place: Place;
}
/** What a holder has. The only accounts that trade, and the only ones with holds. */
export type HolderAccount = Holder & Held;
/** What a holder owes: a fact came for which he had not the funds. */
export interface ShortfallAccount extends Held {
  readonly kind: 'ClientShortfall' | 'HouseShortfall';
  readonly account: AccountId;
}
export interface CommonAccount extends Held {
  readonly kind: (typeof COMMON_KINDS)[number];
}
export type LedgerAccount = HolderAccount | ShortfallAccount | CommonAccount;

export interface AccountSpec {
  /** The side on which it grows. Debit here: never under zero for a holder. */
  readonly normalSide: 'Debit' | 'Credit' | 'Either';
  /** It counts towards what the place should hold. */
  readonly isOurs: boolean;
  readonly places: readonly Place['kind'][];
}

const ANYWHERE = ['Venue', 'Custody', 'InTransit'] as const;

export const CHART: Readonly<Record<AccountKind, AccountSpec>> = {
  // Never under what is held of it, which is never under zero.
  Client: { normalSide: 'Debit', isOurs: true, places: ANYWHERE },
  House: { normalSide: 'Debit', isOurs: true, places: ANYWHERE },
  // Never over zero.
  ClientShortfall: { normalSide: 'Credit', isOurs: true, places: ANYWHERE },
  HouseShortfall: { normalSide: 'Credit', isOurs: true, places: ANYWHERE },
  // The firm's earnings, where they were earned. A reversal may come after they were taken out.
  Commission: { normalSide: 'Debit', isOurs: true, places: ['Venue', 'Custody'] },
  // What exact arithmetic and a venue's decimals leave between them: the firm's, gain or loss.
  Rounding: { normalSide: 'Either', isOurs: true, places: ANYWHERE },
  // At the place and nobody's yet, or missing there: every amount is an open break.
  Suspense: { normalSide: 'Either', isOurs: true, places: ANYWHERE },
  // What venues and networks took, less the rebates they gave.
  Fee: { normalSide: 'Debit', isOurs: false, places: ANYWHERE },
  // The other side of every trade.
  Market: { normalSide: 'Either', isOurs: false, places: ['Venue'] },
  // Where deposits come from and withdrawals go.
  External: { normalSide: 'Either', isOurs: false, places: ['Venue', 'Custody'] },
};

export function isHolderAccount(account: LedgerAccount): account is HolderAccount {
  return account.kind === 'Client' || account.kind === 'House';
}

export function isShortfallAccount(account: LedgerAccount): account is ShortfallAccount {
  return account.kind === 'ClientShortfall' || account.kind === 'HouseShortfall';
}

export function shortfallOf({ kind, account, asset, place }: HolderAccount): ShortfallAccount {
  return { kind: kind === 'Client' ? 'ClientShortfall' : 'HouseShortfall', account, asset, place };
}

export function holderOf({ kind, account, asset, place }: ShortfallAccount): HolderAccount {
  return { kind: kind === 'ClientShortfall' ? 'Client' : 'House', account, asset, place };
}

/** One text per account, the same for the same account: `Client|<account>|BTC|Venue|<id>`. */
export type AccountKey = Brand<string, 'AccountKey'>;

export function accountKey(ledgerAccount: LedgerAccount): AccountKey {
  const { kind, asset, place } = ledgerAccount;
  const owner = 'account' in ledgerAccount ? ledgerAccount.account : '';
  return `${kind}|${owner}|${asset}|${place.kind}|${place.id}` as AccountKey;
}

const isOneOf = <T extends string>(names: readonly T[], text: string): text is T =>
  (names as readonly string[]).includes(text);

function placeOf(kind: string, id: string): Place | undefined {
  if (!isOneOf(ANYWHERE, kind) || !isUuidv7(id)) return undefined;
  return { kind, id } as Place;
}

/** The account of a key, if such an account may be: a key comes from a file, too. */
export function parseAccountKey(
  text: string,
): Result<LedgerAccount, { readonly code: 'NotAnAccountKey'; readonly text: string }> {
  const [kind = '', owner = '', assetText = '', placeKind = '', placeId = '', ...rest] =
    text.split('|');
  const asset = parseAsset(assetText);
  const place = placeOf(placeKind, placeId);
  const refusal = err({ code: 'NotAnAccountKey', text } as const);
  if (!asset.ok || place === undefined || rest.length > 0) return refusal;
  if (!isOneOf(ACCOUNT_KINDS, kind) || !mayStandAt(kind, place)) return refusal;
  const held = { asset: asset.value, place };
  if (isOneOf(COMMON_KINDS, kind)) return owner === '' ? ok({ kind, ...held }) : refusal;
  return isUuidv7(owner) ? ok({ kind, account: owner as AccountId, ...held }) : refusal;
}

export function mayStandAt(kind: AccountKind, place: Place): boolean {
  return CHART[kind].places.includes(place.kind);
}
