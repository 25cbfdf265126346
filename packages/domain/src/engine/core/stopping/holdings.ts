/** What the accounts of a level hold and could sell: what FLATTEN closes. */
import {
  type AccountId,
  type Asset,
  decimal,
  lessThan,
  mapEntries,
  mapGet,
  multiply,
  type Quantity,
  signOf,
  toEpochMs,
  toQuantity,
} from '../../../kernel/index.ts';
import { freeOf, isHolderAccount, parseAccountKey } from '../../../ledger/index.ts';
import type { InstrumentId, VenueAccountId } from '../../../market-data/index.ts';
import type { StateKey } from '../../../risk/index.ts';
import { isCash } from '../apply/figures.ts';
import type { EngineState } from '../state.ts';

/** Worth less in the currency of valuation, it is under what any venue takes an order for. */
const DUST_VALUE = decimal('10');

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
