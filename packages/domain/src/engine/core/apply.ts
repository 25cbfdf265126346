/**
 * The fold: what each event makes of the state. Nothing is refused here; what has happened has happened.
 * Only the ledger asserts: an event that breaks one of its invariants is a bug, and money is not folded on.
 */
import type { UtcTime } from '../../kernel/index.ts';
import { onBlockCorrected } from './apply/blocks.ts';
import { onAllotmentSet, onControlRefused, onControlTaken } from './apply/config.ts';
import {
  onBreakClosed,
  onBreakOpened,
  onConfirmingAsked,
  onConfirmingEnded,
  onConfirmingHeard,
  onConfirmingStarted,
  onFeesTold,
  onHandedToHuman,
  onRunStarted,
  onVenueAccountReconciled,
  onVenueAccountReconciling,
  onVenueStateTold,
  onVenueTraitsTold,
} from './apply/doubts.ts';
import {
  onEarlyFillHeld,
  onEarlyFillsClaimed,
  onFillBooked,
  onFillFeeTold,
  onLedgerMoved,
  onMarkoutTaken,
  onPositionFeeTold,
  onPositionFilled,
} from './apply/fills.ts';
import { onDayRolled, onMarked } from './apply/marks.ts';
import {
  onAgendaDone,
  onAgendaSet,
  onBreakerRead,
  onCommandTaken,
  onThrottled,
  onTradingStateSet,
} from './apply/memory.ts';
import {
  onAllocationSealed,
  onChildPlaced,
  onFillAllocated,
  onOrderEvicted,
  onOrderMoved,
  onParentPlaced,
  onTriggerSight,
} from './apply/orders.ts';
import type { EngineEvent } from './event.ts';
import type { EngineState } from './state.ts';
import { indexed } from './working.ts';

type Fold<Type extends EngineEvent['type']> = (
  state: EngineState,
  event: Extract<EngineEvent, { readonly type: Type }>,
) => EngineState;
type Folds = { readonly [Type in EngineEvent['type']]: Fold<Type> };

/** Kept in the journal for who asks; nothing is decided by it later. */
const same = (state: EngineState): EngineState => state;

const FOLDS: Folds = {
  RunStarted: onRunStarted,
  ControlTaken: onControlTaken,
  ControlRefused: onControlRefused,
  InputDropped: same,
  CommandTaken: onCommandTaken,
  Marked: onMarked,
  FeesTold: onFeesTold,
  VenueStateTold: onVenueStateTold,
  VenueTraitsTold: onVenueTraitsTold,
  OrderDecided: same,
  AllocationSealed: onAllocationSealed,
  ParentPlaced: onParentPlaced,
  ChildPlaced: onChildPlaced,
  OrderMoved: onOrderMoved,
  OrderEvicted: onOrderEvicted,
  FillBooked: onFillBooked,
  FillFeeTold: onFillFeeTold,
  FillAllocated: onFillAllocated,
  BlockCorrected: onBlockCorrected,
  LedgerMoved: onLedgerMoved,
  PositionFilled: onPositionFilled,
  PositionFeeTold: onPositionFeeTold,
  EarlyFillHeld: onEarlyFillHeld,
  EarlyFillsClaimed: onEarlyFillsClaimed,
  MarkoutTaken: onMarkoutTaken,
  TriggerSight: onTriggerSight,
  ConfirmingStarted: onConfirmingStarted,
  ConfirmingHeard: onConfirmingHeard,
  ConfirmingAsked: onConfirmingAsked,
  ConfirmingEnded: onConfirmingEnded,
  HandedToHuman: onHandedToHuman,
  BreakOpened: onBreakOpened,
  BreakClosed: onBreakClosed,
  Contradicted: same,
  DayCompared: same,
  VenueAccountReconciled: onVenueAccountReconciled,
  VenueAccountReconciling: onVenueAccountReconciling,
  TradingStateSet: onTradingStateSet,
  StopCompleted: same,
  BreakerRead: onBreakerRead,
  Throttled: onThrottled,
  AllotmentSet: onAllotmentSet,
  AgendaSet: onAgendaSet,
  AgendaDone: onAgendaDone,
  DayRolled: onDayRolled,
};

export function apply(state: EngineState, event: EngineEvent): EngineState {
  // The table gives each type its own fold; the compiler can't see that through the look-up.
  const fold = FOLDS[event.type] as (state: EngineState, event: EngineEvent) => EngineState;
  const next = indexed(state, fold(state, event), event);
  const at = momentOf(event);
  return at === null || (next.at !== null && next.at >= at) ? next : { ...next, at };
}

function momentOf(event: EngineEvent): UtcTime | null {
  if (event.type === 'OrderMoved') return event.event.at;
  if (event.type === 'ControlTaken') return event.control.at;
  return 'at' in event ? event.at : null;
}

export { UNHEARD } from './apply/doubts.ts';
export { baseOf, exposureOf, moneyOf } from './apply/figures.ts';
export { agendaKey, agendaSecond } from './apply/memory.ts';
export { orderAtVenue, orderOf } from './apply/orders.ts';
export { openQtyOf, workingQtyOf } from './apply/working.ts';
