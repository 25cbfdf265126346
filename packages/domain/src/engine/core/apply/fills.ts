/** Fills, and what they moved: the ledger, positions, what is traded today. */
import { mapDelete, mapGet, mapSet, negate } from '../../../kernel/index.ts';
import {
  applyToLedger,
  isHolderAccount,
  isShortfallAccount,
  type JournalEntry,
  type LedgerEvent,
  type Posting,
} from '../../../ledger/index.ts';
import type { VenueId } from '../../../market-data/index.ts';
import { withFill, withLateFee } from '../../../portfolio/index.ts';
import type { LimitLevel } from '../../../risk/index.ts';
import type { EarlyFills } from '../../../trading/index.ts';
import type { Config } from '../config.ts';
import type { EngineEvent } from '../event.ts';
import type { EngineState, KnownFill, OrderInMemory } from '../state.ts';
import { withMarkoutsWanted, withMarkoutTaken } from '../stopping/watching.ts';
import { withLateFee as withBlockFee } from './blocks.ts';
import { baseOf, FIRM, Figures } from './figures.ts';
import { orderOf } from './orders.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;

/** Told again it is a repeat; what the order and the ledger make of it are events of their own. */
export function onFillBooked(state: EngineState, event: EventOf<'FillBooked'>): EngineState {
  const { at: heardAt, venueAccount, clOrdId, fill } = event;
  const { at, instrument, lastQty, lastPx, fee } = fill;
  const known: KnownFill = { at, heardAt, clOrdId, instrument, lastQty, lastPx, fee };
  const execIds = mapSet(state.execIds, `${venueAccount}|${fill.execId}`, known);
  const watching = clOrdId === null ? state.watching : withMarkoutsWanted(state.watching, event);
  const figures = new Figures(state);
  const asset = baseOf(fill.instrument);
  const traded = fill.lastQty;
  figures.move('firm', FIRM, asset, { traded });
  figures.move('instrument', fill.instrument, asset, { traded });
  const venue = mapGet(state.config.venueAccounts, venueAccount)?.venue;
  if (venue !== undefined) figures.move('venue', venue, asset, { traded });
  const order = clOrdId === null ? undefined : orderOf(state, clOrdId);
  if (order !== undefined) tradedBy(figures, state, order, event);
  return { ...state, execIds, watching, risk: figures.done() };
}

export function onFillFeeTold(state: EngineState, event: EventOf<'FillFeeTold'>): EngineState {
  const key = `${event.venueAccount}|${event.execId}`;
  const known = mapGet(state.execIds, key);
  if (known === undefined) return state;
  const blocks = known.fee === null ? withBlockFee(state, event, known.clOrdId) : state.blocks;
  return { ...state, blocks, execIds: mapSet(state.execIds, key, { ...known, fee: event.fee }) };
}

export const onMarkoutTaken = (
  state: EngineState,
  event: EventOf<'MarkoutTaken'>,
): EngineState => ({ ...state, watching: withMarkoutTaken(state.watching, event) });

/** A block's accounts trade when it is divided, not here. */
function tradedBy(
  figures: Figures,
  state: EngineState,
  { order, client, strategy }: OrderInMemory,
  { fill }: EventOf<'FillBooked'>,
): void {
  const { account, parentClOrdId } = order.placement;
  const parent = parentClOrdId === null ? undefined : mapGet(state.orders, parentClOrdId);
  const asset = baseOf(fill.instrument);
  const traded = fill.lastQty;
  if (strategy !== null) {
    const position = fill.side === 'Buy' ? traded : negate(traded);
    figures.move('strategy', strategy, asset, { position, traded });
  }
  if ((parent?.allocation ?? null) !== null) return;
  figures.move('account', account, asset, { traded });
  if (client !== null) figures.move('client', client, asset, { traded });
}

export function onLedgerMoved(state: EngineState, { event }: EventOf<'LedgerMoved'>): EngineState {
  const ledger = applyToLedger(state.ledger, event);
  if (event.type !== 'EntryBooked') return { ...state, ledger };
  return { ...state, ledger, risk: booked(state, event) };
}

function booked(
  state: EngineState,
  { entry }: Extract<LedgerEvent, { readonly type: 'EntryBooked' }>,
): EngineState['risk'] {
  const figures = new Figures(state);
  const isFlow = isFlowOf(entry);
  for (const posting of entry.postings) {
    const { account, amount } = posting;
    for (const { level, scope } of holdersOf(state.config, posting)) {
      figures.move(level, scope, account.asset, { position: amount });
      if (isFlow) figures.flow(level, scope, account.asset, amount);
    }
  }
  return figures.done();
}

/** Money from outside, or to it. What people adjust stays a gain or a loss. */
const isFlowOf = ({ cause }: JournalEntry): boolean =>
  cause.kind === 'Deposit' || cause.kind === 'Withdrawal';

interface HolderScope {
  readonly level: LimitLevel;
  readonly scope: string;
}

/** Where a posting counts as a position: what holders have, and what they owe, and nothing else. */
function holdersOf(config: Config, { account }: Posting): readonly HolderScope[] {
  if (!isHolderAccount(account) && !isShortfallAccount(account)) return [];
  const { place } = account;
  const scopes: HolderScope[] = [
    { level: 'firm', scope: FIRM },
    { level: 'account', scope: account.account },
  ];
  const client = mapGet(config.accounts, account.account);
  const venue = place.kind === 'Venue' ? mapGet(config.venueAccounts, place.id)?.venue : undefined;
  if (client !== undefined && client !== 'House') scopes.push({ level: 'client', scope: client });
  if (venue !== undefined) scopes.push({ level: 'venue', scope: venue });
  return scopes;
}

export function onPositionFilled(
  state: EngineState,
  event: EventOf<'PositionFilled'>,
): EngineState {
  const filled = withFill(state.positions, event, event.fill);
  return filled.ok ? { ...state, positions: filled.value.positions } : state;
}

export const onPositionFeeTold = (
  state: EngineState,
  event: EventOf<'PositionFeeTold'>,
): EngineState => ({
  ...state,
  positions: withLateFee(state.positions, event, event, event.feeInQuote),
});

export function onEarlyFillHeld(state: EngineState, event: EventOf<'EarlyFillHeld'>): EngineState {
  const { at: heardAt, venueAccount, fill } = event;
  const held: EarlyFills = mapGet(state.early, venueAccount) ?? [];
  if (held.some((early) => early.fill.execId === fill.execId)) return state;
  // An account that nobody set is no venue's, and its fills are kept all the same.
  const venue = mapGet(state.config.venueAccounts, venueAccount)?.venue ?? ('' as VenueId);
  const next = [...held, { venue, fill, heardAt }];
  return { ...state, early: mapSet(state.early, venueAccount, next) };
}

export function onEarlyFillsClaimed(
  state: EngineState,
  { venueAccount, execIds }: EventOf<'EarlyFillsClaimed'>,
): EngineState {
  const held: EarlyFills = mapGet(state.early, venueAccount) ?? [];
  const left = held.filter(({ fill }) => !execIds.includes(fill.execId));
  const { early } = state;
  return {
    ...state,
    early: left.length === 0 ? mapDelete(early, venueAccount) : mapSet(early, venueAccount, left),
  };
}
