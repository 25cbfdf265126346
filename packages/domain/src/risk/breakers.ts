/**
 * What stops trading by itself. A detector takes readings and says once when its line is crossed; it is
 * armed again only after all readings stayed on the calm side of a second, lower line for a while, so it
 * never flaps. It does not resume anything: two people do. Silence longer than allowed is a trip.
 */
import {
  add,
  type Decimal,
  err,
  greaterThan,
  invariant,
  least,
  lessThan,
  ok,
  type Result,
  ZERO,
} from '../kernel/index.ts';
import type { KillGrade, StateLevel } from './trading-state.ts';

/**
 * `Last`: the newest reading. `Sum`: all of the window, for bursts. `Least`: the lowest of a window that
 * is covered from end to end, for what has to last before it means something.
 */
export type Aggregate = 'Last' | 'Sum' | 'Least';

interface BreakerKindRule {
  readonly aggregate: Aggregate;
  readonly level: StateLevel;
  readonly grade: KillGrade;
}

export const BREAKER_KINDS = {
  /** Loss of the day, in money. */
  Loss: { aggregate: 'Last', level: 'client', grade: 'REDUCING' },
  /** Share of the peak. */
  Drawdown: { aggregate: 'Last', level: 'client', grade: 'CANCEL_ALL' },
  /** Orders refused by the venue, each reading so many more. */
  RejectBurst: { aggregate: 'Sum', level: 'venueKey', grade: 'HALT_NEW' },
  /** Milliseconds since the last price. */
  StaleData: { aggregate: 'Least', level: 'venueKey', grade: 'HALT_NEW' },
  /** How many orders have no proven outcome. */
  UnconfirmedOrders: { aggregate: 'Last', level: 'venueKey', grade: 'HALT_NEW' },
  /** The largest difference of any asset, in money. */
  LedgerImbalance: { aggregate: 'Last', level: 'firm', grade: 'CANCEL_ALL' },
  /** Places where the sealed trail was found broken, each reading so many more. */
  AuditFailure: { aggregate: 'Sum', level: 'firm', grade: 'HALT_NEW' },
  /** Milliseconds from decision to the venue's acknowledgement. */
  Latency: { aggregate: 'Least', level: 'venueKey', grade: 'REDUCING' },
} as const satisfies Readonly<Record<string, BreakerKindRule>>;
export type BreakerKind = keyof typeof BREAKER_KINDS;

interface BreakerSettings {
  readonly kind: BreakerKind;
  /** Over this it trips; at it, not yet. */
  readonly tripOver: Decimal;
  /** At most this counts as calm. Below `tripOver`, or nothing lies between trip and trip. */
  readonly calmAt: Decimal;
  readonly windowMs: number;
  /** So long it has to stay calm before it is armed again. */
  readonly calmMs: number;
  /** Longest silence; after it nobody knows, and that is a trip. */
  readonly silenceMs: number;
  /**
   * Of `Least`: how long before its window a reading may be that speaks for its beginning. Absent: however
   * long, as of what is read all the time.
   */
  readonly standsMs?: number;
}

declare const checked: unique symbol;
/** Settings that make sense: only `breakerRule` makes them. */
export type BreakerRule = BreakerSettings & { readonly [checked]: true };

export type BreakerRuleRefusal = { readonly code: 'NoHysteresis' | 'NotADuration' };

const isDuration = (ms: number) => Number.isSafeInteger(ms) && ms > 0;

export function breakerRule(settings: BreakerSettings): Result<BreakerRule, BreakerRuleRefusal> {
  if (!lessThan(settings.calmAt, settings.tripOver)) return err({ code: 'NoHysteresis' });
  const { windowMs, calmMs, silenceMs } = settings;
  if (![windowMs, calmMs, silenceMs].every(isDuration)) return err({ code: 'NotADuration' });
  return ok(settings as BreakerRule);
}

/** `value` null: it was asked for and could not be read. */
export interface Reading {
  readonly atMs: number;
  readonly value: Decimal | null;
}

interface KeptReading {
  readonly atMs: number;
  readonly value: Decimal;
}

export interface BreakerState {
  readonly isArmed: boolean;
  /** The time it has got to; an earlier reading counts as of this moment. */
  readonly nowMs: number;
  /** Of the last reading that told something; until there is one, of the start. */
  readonly heardMs: number;
  readonly calmSinceMs: number | null;
  readonly window: readonly KeptReading[];
}

export interface Trip {
  readonly kind: BreakerKind;
  readonly why: 'Over' | 'Silent';
  readonly level: StateLevel;
  readonly grade: KillGrade;
  readonly limit: Decimal;
  /** Null when it was silent. */
  readonly actual: Decimal | null;
  readonly atMs: number;
}

export interface Watched {
  readonly state: BreakerState;
  readonly trip: Trip | null;
}

/** More readings in a window than this are merged, oldest first. */
const MOST_KEPT = 256;

export function armedBreaker(atMs: number): BreakerState {
  return { isArmed: true, nowMs: atMs, heardMs: atMs, calmSinceMs: null, window: [] };
}

function merged(aggregate: Aggregate, window: readonly KeptReading[]): readonly KeptReading[] {
  const [first, second, ...rest] = window;
  if (window.length <= MOST_KEPT || first === undefined || second === undefined) return window;
  const value =
    aggregate === 'Sum' ? add(first.value, second.value) : least(first.value, second.value);
  // A sum keeps the later time, so that nothing is forgotten early; a stretch keeps where it began.
  return [{ atMs: aggregate === 'Sum' ? second.atMs : first.atMs, value }, ...rest];
}

/** Readings of the window; for `Least` also the one that stood when it began. */
function within(
  { kind, standsMs = Number.POSITIVE_INFINITY }: BreakerRule,
  window: readonly KeptReading[],
  fromMs: number,
): readonly KeptReading[] {
  const first = window.findIndex(({ atMs }) => atMs > fromMs);
  const start = first < 0 ? window.length : first;
  const before = BREAKER_KINDS[kind].aggregate === 'Least' ? window[start - 1] : undefined;
  const stood = before !== undefined && before.atMs >= fromMs - standsMs;
  return window.slice(stood ? start - 1 : start);
}

/** Null: the window has nothing to say yet. */
function aggregated(
  aggregate: Aggregate,
  window: readonly KeptReading[],
  fromMs: number,
): Decimal | null {
  const [first] = window;
  if (aggregate === 'Sum') return window.reduce((total, { value }) => add(total, value), ZERO);
  if (first === undefined) return null;
  if (aggregate === 'Last') return window.at(-1)?.value ?? null;
  if (first.atMs > fromMs) return null;
  return window.reduce((lowest, { value }) => least(lowest, value), first.value);
}

function keptOf(rule: BreakerRule, state: BreakerState, nowMs: number, value: Decimal | null) {
  const { aggregate } = BREAKER_KINDS[rule.kind];
  const before = aggregate === 'Last' && value !== null ? [] : state.window;
  const all = value === null ? before : [...before, { atMs: nowMs, value }];
  const kept =
    aggregate === 'Last' ? all : within(rule, merged(aggregate, all), nowMs - rule.windowMs);
  return { kept, actual: aggregated(aggregate, kept, nowMs - rule.windowMs) };
}

/** What stands now is calm: the newest reading, and of a burst the whole window. */
function isCalm(rule: BreakerRule, actual: Decimal | null, latest: Decimal | null): boolean {
  const judged = BREAKER_KINDS[rule.kind].aggregate === 'Sum' ? actual : latest;
  return judged !== null && !greaterThan(judged, rule.calmAt);
}

/**
 * One reading in; at most one trip out. The shell also calls it with a null value on a timer, so that
 * silence is noticed.
 */
export function observe(rule: BreakerRule, state: BreakerState, reading: Reading): Watched {
  invariant(Number.isSafeInteger(reading.atMs), 'A reading has a time in whole milliseconds.');
  const nowMs = Math.max(state.nowMs, reading.atMs);
  const { kept, actual } = keptOf(rule, state, nowMs, reading.value);
  const heardMs = reading.value === null ? state.heardMs : nowMs;
  const isSilent = nowMs - heardMs > rule.silenceMs;
  const isOver = actual !== null && greaterThan(actual, rule.tripOver);
  const latest = kept.at(-1)?.value ?? null;
  const calm = !isSilent && !isOver && isCalm(rule, actual, latest);
  const calmSinceMs = calm ? (state.calmSinceMs ?? nowMs) : null;
  const rearmed = calmSinceMs !== null && nowMs - calmSinceMs >= rule.calmMs;
  const trips = state.isArmed && (isOver || isSilent);
  const isArmed = trips ? false : state.isArmed || rearmed;
  return {
    state: { isArmed, nowMs, heardMs, calmSinceMs, window: kept },
    trip: trips ? tripOf(rule, isOver ? actual : null, nowMs) : null,
  };
}

/**
 * After two people let trading go on: armed at once, not first when it has been calm, so that what still is
 * over its line stops it again. A burst that is over is not counted twice.
 */
export function armedAgain(rule: BreakerRule, state: BreakerState): BreakerState {
  const forgets = BREAKER_KINDS[rule.kind].aggregate === 'Sum';
  return { ...state, isArmed: true, calmSinceMs: null, window: forgets ? [] : state.window };
}

function tripOf(rule: BreakerRule, actual: Decimal | null, atMs: number): Trip {
  const { level, grade } = BREAKER_KINDS[rule.kind];
  const why = actual === null ? 'Silent' : 'Over';
  return { kind: rule.kind, why, level, grade, limit: rule.tripOver, actual, atMs };
}
