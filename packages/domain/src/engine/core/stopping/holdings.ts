/** What the accounts of a level hold and could sell: what FLATTEN closes. */
import {
  type AccountId,
  type Asset,
  type Decimal,
  decimal,
  divide,
  least,
  lessThan,
  mapEntries,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  ONE,
  type Quantity,
  roundTo,
  signOf,
  toEpochMs,
  toQuantity,
  unwrap,
} from '../../../kernel/index.ts';
import { freeOf, isHolderAccount, parseAccountKey } from '../../../ledger/index.ts';
import type { InstrumentId, VenueAccountId } from '../../../market-data/index.ts';
import type { LimitKind, StateKey } from '../../../risk/index.ts';
import { baseOf, isCash } from '../apply/figures.ts';
import type { EngineState } from '../state.ts';

/** Worth less in the currency of valuation, it is under what any venue takes an order for. */
const DUST_VALUE = decimal('10');

/** Decimals of a part's size, before the venue's steps. */
const SIZE_SCALE = 8;

export interface Holding {
  readonly account: AccountId;
  readonly venueAccount: VenueAccountId;
  readonly instrument: InstrumentId;
  /** Free of other orders. */
  readonly quantity: Quantity;
}

/** A strategy has no accounts of its own: what it bought is closed with its account's. */
function isHeldIn(
  { config }: EngineState,
  { level, scope }: StateKey,
  account: AccountId,
  venueAccount: VenueAccountId,
): boolean {
  switch (level) {
    case 'firm':
      return true;
    case 'client':
      return mapGet(config.accounts, account) === scope;
    case 'account':
      return account === scope;
    case 'strategy':
      return false;
    case 'venueKey':
      return mapGet(config.venueAccounts, venueAccount)?.key === scope;
  }
}

/** What it was bought in, else what the account's mandate lets it be sold in. */
function instrumentOf(state: EngineState, account: AccountId, base: Asset): InstrumentId | null {
  const isOfBase = (instrument: string) => instrument.startsWith(`${base}/`);
  for (const [, position] of mapEntries(state.positions)) {
    if (position.account === account && isOfBase(position.instrument)) return position.instrument;
  }
  const mandate = mapGet(state.config.mandates, account);
  const marked = mapEntries(state.marks.instruments).map(([instrument]) => instrument);
  return [...(mandate?.instruments ?? []), ...marked].find(isOfBase) ?? null;
}

/** In the order of accounts, assets and places. Only for a stop: it goes through all balances. */
export function holdingsIn(state: EngineState, key: StateKey): readonly Holding[] {
  return mapEntries(state.ledger.balances).flatMap(([name, balance]): readonly Holding[] => {
    if (signOf(balance) <= 0) return [];
    const parsed = parseAccountKey(name);
    if (!parsed.ok || !isHolderAccount(parsed.value)) return [];
    const { account, asset, place } = parsed.value;
    if (place.kind !== 'Venue' || isCash(asset, state.config.currency)) return [];
    if (!isHeldIn(state, key, account, place.id)) return [];
    const quantity = toQuantity(freeOf(state.ledger, parsed.value));
    if (!quantity.ok || signOf(quantity.value) <= 0) return [];
    const value = mapGet(state.marks.values, asset);
    if (value !== undefined && lessThan(multiply(value, quantity.value), DUST_VALUE)) return [];
    const instrument = instrumentOf(state, account, asset);
    if (instrument === null) return [];
    return [{ account, venueAccount: place.id, instrument, quantity: quantity.value }];
  });
}

/** Of what one order may have at the mark: prices move until it is judged. */
const OF_LIMIT = decimal('0.8');

/**
 * So much of a holding that no limit on the size of one order refuses it: closing is judged by the same
 * gate, and a position larger than an order may be is closed in parts.
 */
export function sliceOf(
  { config, marks }: EngineState,
  { account, instrument, quantity, venue }: Holding & { readonly venue: string },
): Quantity {
  const price = mapGet(marks.values, baseOf(instrument));
  const owner = mapGet(config.accounts, account);
  const scopes = ['firm|firm', `client|${owner}`, `account|${account}`];
  scopes.push(`instrument|${instrument}`, `venue|${venue}`);
  let most: Decimal = quantity;
  for (const scope of scopes) {
    for (const { kind, value } of mapGet(config.limits, scope) ?? []) {
      const size = SIZES[kind]?.(value, price, config.tightening?.floor ?? ONE) ?? null;
      if (size !== null) most = least(most, size);
    }
  }
  return unwrap(toQuantity(roundTo(most, NUMERIC_SCALE, 'Down')));
}

type Size = (value: Decimal, price: Decimal | undefined, floor: Decimal) => Decimal | null;

const worth: Size = (value, price) =>
  price === undefined || signOf(price) <= 0
    ? null
    : divide(multiply(value, OF_LIMIT), price, SIZE_SCALE, 'Down');

/** What a limit says of one order's size, in base asset; `price` is of one in the currency of limits. */
const SIZES: Partial<Record<LimitKind, Size>> = {
  FatFingerVolume: (value) => value,
  FatFingerValue: worth,
  // At its tightest.
  OrderValue: (value, price, floor) => worth(multiply(value, floor), price, floor),
};

/**
 * The instrument whose market a FLATTEN waits for: another one each second, so that one which can't be
 * closed holds no other up. Null while none stands or nothing is left.
 */
export function instrumentToFlatten(state: EngineState): InstrumentId | null {
  const found = new Set<InstrumentId>();
  for (const [name, level] of mapEntries(state.risk.states)) {
    if (level.grade !== 'FLATTEN') continue;
    const end = name.indexOf('|');
    const key = { level: name.slice(0, end), scope: name.slice(end + 1) } as StateKey;
    for (const { instrument } of holdingsIn(state, key)) found.add(instrument);
  }
  if (found.size === 0) return null;
  const turn = state.at === null ? 0 : Math.floor(toEpochMs(state.at) / 1_000);
  return [...found].sort()[turn % found.size] ?? null;
}
