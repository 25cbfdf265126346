/**
 * Whether trading goes on, on each level, and what a stop lets through. A stop needs one person or none;
 * going on again needs two. A level whose state cannot be read is halted.
 */
import type { ProposalId } from '../access/index.ts';
import { err, ok, type PersonId, type Result, type UtcTime } from '../kernel/index.ts';

export const STATE_LEVELS = ['firm', 'client', 'account', 'strategy', 'venueKey'] as const;
export type StateLevel = (typeof STATE_LEVELS)[number];

export interface StateKey {
  readonly level: StateLevel;
  /** The id of the client, account, strategy or venue key; `firm` for the firm. */
  readonly scope: string;
}

/** Mildest first. */
export const TRADING_STATES = ['Active', 'Reducing', 'Halted'] as const;
export type TradingState = (typeof TRADING_STATES)[number];

/** Mildest first. Each does what the ones before it do. */
export const KILL_GRADES = ['REDUCING', 'HALT_NEW', 'CANCEL_ALL', 'FLATTEN'] as const;
export type KillGrade = (typeof KILL_GRADES)[number];

/** What somebody wants to do to an order. */
export const ORDER_ACTS = [
  'New',
  /** It cannot make a position larger, working orders counted. */
  'NewReducing',
  /** To a larger quantity or another price. */
  'Amend',
  /** To a smaller quantity, nothing else changed. */
  'AmendDown',
  'Cancel',
  /** The engine's own order that closes a position because FLATTEN stands. */
  'Flattening',
] as const;
export type OrderAct = (typeof ORDER_ACTS)[number];

/** A breaker's stop is for people to end; that of a break ends with the difference that it is about. */
export type StoppedBy = PersonId | 'Breaker' | 'Break';

/** What stands on one level. `Active` has no stop; the others say who stopped it, and since when. */
export type LevelState =
  | { readonly grade: null }
  | { readonly grade: KillGrade; readonly since: UtcTime; readonly by: StoppedBy };

/** `null` is a state that could not be read. */
export interface StateReading extends StateKey {
  readonly state: LevelState | null;
}

const STATE_OF: Readonly<Record<KillGrade, TradingState>> = {
  REDUCING: 'Reducing',
  HALT_NEW: 'Halted',
  CANCEL_ALL: 'Halted',
  FLATTEN: 'Halted',
};

export function tradingStateOf(state: LevelState | null): TradingState {
  if (state === null) return 'Halted';
  return state.grade === null ? 'Active' : STATE_OF[state.grade];
}

/** Cancels always pass, a smaller quantity too: both only take risk away. */
const PASSES: Readonly<Record<TradingState, ReadonlySet<OrderAct>>> = {
  Active: new Set(ORDER_ACTS.filter((act) => act !== 'Flattening')),
  Reducing: new Set<OrderAct>(['NewReducing', 'AmendDown', 'Cancel']),
  Halted: new Set<OrderAct>(['AmendDown', 'Cancel']),
};

/** What a grade makes the engine do besides refusing. */
export const KILL_DUTIES: Readonly<
  Record<KillGrade, { readonly cancelsAll: boolean; readonly flattens: boolean }>
> = {
  REDUCING: { cancelsAll: false, flattens: false },
  HALT_NEW: { cancelsAll: false, flattens: false },
  CANCEL_ALL: { cancelsAll: true, flattens: false },
  FLATTEN: { cancelsAll: true, flattens: true },
};

export interface EffectiveState {
  readonly state: TradingState;
  /** The level that decides: the strictest, the widest of equals. */
  readonly by: StateReading;
}

const NOT_READ = (key: StateKey): StateReading => ({ ...key, state: null });

/** The reading of each key asked for. A key without one, or with several that differ, is unread. */
function readingsFor(
  keys: readonly StateKey[],
  readings: readonly StateReading[],
): readonly StateReading[] {
  return keys.map((key) => {
    const found = readings.filter(({ level, scope }) => level === key.level && scope === key.scope);
    const [first] = found;
    return first !== undefined && found.length === 1 ? first : NOT_READ(key);
  });
}

const strictness = (reading: StateReading) =>
  TRADING_STATES.indexOf(tradingStateOf(reading.state)) * 2 + (reading.state === null ? 1 : 0);

/** The strictest state over every level that an order stands on. Without any key: Halted. */
export function effectiveState(
  keys: readonly StateKey[],
  readings: readonly StateReading[],
): EffectiveState {
  const found = readingsFor(keys, readings);
  const start = found[0] ?? NOT_READ({ level: 'firm', scope: 'firm' });
  const by = found.reduce((a, b) => (strictness(b) > strictness(a) ? b : a), start);
  return { state: tradingStateOf(by.state), by };
}

/**
 * Whether every level lets this act through. `Flattening` needs a FLATTEN on one of the levels; other
 * stops do not hold it up, a state that cannot be read does.
 */
export function letsThrough(
  act: OrderAct,
  keys: readonly StateKey[],
  readings: readonly StateReading[],
): boolean {
  if (act !== 'Flattening') return PASSES[effectiveState(keys, readings).state].has(act);
  const found = readingsFor(keys, readings);
  return (
    found.every(({ state }) => state !== null) &&
    found.some(({ state }) => state?.grade === 'FLATTEN')
  );
}

/**
 * One person or a breaker is enough. A stop never loosens one that stands, and whoever asks for what a
 * break stopped already holds it too: it does not end with the break any more.
 */
export function kill(state: LevelState, grade: KillGrade, by: StoppedBy, at: UtcTime): LevelState {
  if (state.grade === grade && state.by === 'Break' && by !== 'Break') return { ...state, by };
  const stands = state.grade === null ? -1 : KILL_GRADES.indexOf(state.grade);
  return KILL_GRADES.indexOf(grade) > stands ? { grade, since: at, by } : state;
}

/** The approved proposal to go on, and who agreed to it. */
export interface Resumption {
  readonly approval: ProposalId;
  readonly proposer: PersonId;
  readonly approvers: readonly PersonId[];
  /** What it was that they agreed to end: it may have become worse since. */
  readonly ends: KillGrade;
}

export type ResumeRefusal =
  | { readonly code: 'NotStopped' }
  | { readonly code: 'OnePersonAlone' }
  | { readonly code: 'StopHasChanged'; readonly approved: KillGrade; readonly actual: KillGrade };

export function resume(
  state: LevelState,
  resumption: Resumption,
): Result<LevelState, ResumeRefusal> {
  if (state.grade === null) return err({ code: 'NotStopped' });
  const { proposer, approvers, ends } = resumption;
  if (new Set([proposer, ...approvers]).size < 2) return err({ code: 'OnePersonAlone' });
  if (ends !== state.grade) {
    return err({ code: 'StopHasChanged', approved: ends, actual: state.grade });
  }
  return ok({ grade: null });
}
