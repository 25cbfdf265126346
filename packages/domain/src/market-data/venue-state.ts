/**
 * How far one connection to a venue can be trusted now, and why: a pure function of what was seen of
 * its line, its streams, the venue's own words and our reconciliation.
 *
 * - Every reason that holds is kept; the strictest decides the state.
 * - Nothing heard is DOWN, at the start too. Silence is never taken for health.
 * - Who was DOWN or in MAINTENANCE, or lost the stream of reports, has missed something: it goes
 *   through RECONCILING, until a reconciliation that began after the loss has ended.
 * - Cancels and questions are let through in every state; the line below knows bans.
 */
import { compareTimes, msBetween, type UtcTime } from '../kernel/index.ts';

/** From the least strict to the strictest. */
export const VENUE_STATES = ['UP', 'DEGRADED', 'RECONCILING', 'MAINTENANCE', 'DOWN'] as const;
export type VenueState = (typeof VENUE_STATES)[number];

/** Every legal change. What was down comes back by way of RECONCILING alone. */
export const VENUE_STATE_TRANSITIONS: Readonly<Record<VenueState, readonly VenueState[]>> = {
  UP: ['DEGRADED', 'RECONCILING', 'MAINTENANCE', 'DOWN'],
  DEGRADED: ['UP', 'RECONCILING', 'MAINTENANCE', 'DOWN'],
  RECONCILING: ['UP', 'DEGRADED', 'MAINTENANCE', 'DOWN'],
  MAINTENANCE: ['RECONCILING', 'DOWN'],
  DOWN: ['RECONCILING', 'MAINTENANCE'],
};

export interface VenuePermits {
  readonly newOrders: boolean;
  readonly cancels: boolean;
  readonly questions: boolean;
  /** Its books count in the consolidated book, each as far as it is good itself. */
  readonly marketData: boolean;
}

export const VENUE_PERMITS: Readonly<Record<VenueState, VenuePermits>> = {
  UP: { newOrders: true, cancels: true, questions: true, marketData: true },
  DEGRADED: { newOrders: true, cancels: true, questions: true, marketData: true },
  RECONCILING: { newOrders: false, cancels: true, questions: true, marketData: true },
  MAINTENANCE: { newOrders: false, cancels: true, questions: true, marketData: false },
  DOWN: { newOrders: false, cancels: true, questions: true, marketData: false },
};

export type VenueReason =
  /** No answer and no message for so long; null when there never was one. */
  | { readonly code: 'NotHeard'; readonly silentMs: number | null; readonly limitMs: number }
  | { readonly code: 'LineFailing' }
  | { readonly code: 'Banned' }
  | { readonly code: 'SaysMaintenance' }
  | { readonly code: 'CancelOnly' }
  | { readonly code: 'ReportsDown'; readonly stream: string }
  | { readonly code: 'ReconcileSince'; readonly since: UtcTime }
  | { readonly code: 'RateLimited' }
  | { readonly code: 'PostOnly' }
  | { readonly code: 'MarketDataDown'; readonly stream: string }
  | { readonly code: 'Slow'; readonly p99Ms: number; readonly limitMs: number }
  | { readonly code: 'ClockDiffers'; readonly offsetMs: number; readonly limitMs: number }
  /** This machine's time of day was set, by so much: what was kept by it before may be wrong. */
  | { readonly code: 'ClockSet'; readonly byMs: number }
  | {
      readonly code: 'HeadroomLow';
      readonly budget: string;
      readonly left: number;
      readonly capacity: number;
    };

/** What each reason makes of the connection. */
const STATE_OF: Readonly<Record<VenueReason['code'], Exclude<VenueState, 'UP'>>> = {
  NotHeard: 'DOWN',
  LineFailing: 'DOWN',
  Banned: 'DOWN',
  SaysMaintenance: 'MAINTENANCE',
  CancelOnly: 'MAINTENANCE',
  ReportsDown: 'RECONCILING',
  ReconcileSince: 'RECONCILING',
  RateLimited: 'DEGRADED',
  PostOnly: 'DEGRADED',
  MarketDataDown: 'DEGRADED',
  Slow: 'DEGRADED',
  ClockDiffers: 'DEGRADED',
  ClockSet: 'DEGRADED',
  HeadroomLow: 'DEGRADED',
};

/** What was seen, all at one moment. */
export interface VenueSignals {
  /** The newest answer or message of any kind; null when there never was one. */
  readonly heardAt: UtcTime | null;
  /** Why the breaker of the key is open or half open; null when it is closed. */
  readonly breaker: 'RateLimited' | 'Banned' | 'Maintenance' | 'Faults' | null;
  /** The venue's own word about all of itself; null where it has none. */
  readonly says: 'Open' | 'PostOnly' | 'CancelOnly' | 'Closed' | null;
  readonly streams: readonly {
    readonly name: string;
    readonly carries: 'Reports' | 'MarketData';
    readonly isOpen: boolean;
  }[];
  /** Of acts, over the last minutes; null when there were none. */
  readonly p99Ms: number | null;
  readonly clock: { readonly ms: number; readonly uncertaintyMs: number } | null;
  /** By how much this machine's time of day was set of late; null when it was not. */
  readonly clockSetByMs: number | null;
  readonly budgets: Readonly<Record<string, { readonly left: number; readonly capacity: number }>>;
  /**
   * When the newest reconciliation that ended without a break had begun; null when none has. For a
   * connection that only listens: when the books that are good now were asked for.
   */
  readonly reconciledFrom: UtcTime | null;
}

export interface VenueLimits {
  readonly silentMs: number;
  readonly p99Ms: number;
  readonly clockMs: number;
  /** Of a budget's capacity. */
  readonly headroomShare: number;
}

export interface VenueChange {
  readonly at: UtcTime;
  readonly from: VenueState;
  readonly to: VenueState;
  readonly reasons: readonly VenueReason[];
}

export interface VenueStanding {
  readonly state: VenueState;
  /** In the order of their strictness; empty when it is UP. */
  readonly reasons: readonly VenueReason[];
  /** Of this state. */
  readonly since: UtcTime;
  /** A reconciliation that begins now or later has to end before orders leave; null when none does. */
  readonly owedSince: UtcTime | null;
  /** Changes of state, oldest first; the newest 200. */
  readonly history: readonly VenueChange[];
}

const CHANGES_KEPT = 200;

/** Nothing was heard yet: DOWN. */
export function unheardVenue(at: UtcTime, limits: VenueLimits): VenueStanding {
  const reasons: VenueReason[] = [{ code: 'NotHeard', silentMs: null, limitMs: limits.silentMs }];
  return { state: 'DOWN', reasons, since: at, owedSince: at, history: [] };
}

/**
 * Where the connection stands after this was seen. One change at most: what comes back from DOWN is
 * RECONCILING for one look at least, whatever was reconciled meanwhile.
 */
export function observeVenue(
  standing: VenueStanding,
  signals: VenueSignals,
  limits: VenueLimits,
  at: UtcTime,
): VenueStanding {
  const seen = reasonsOf(signals, limits, at);
  const hasMissed = seen.some(({ code }) => MISSES.includes(STATE_OF[code]));
  const comesBack = !hasMissed && !mayBecome(standing.state, stateOf(seen));
  const known = comesBack
    ? (standing.owedSince ?? at)
    : stillOwed(standing.owedSince, signals.reconciledFrom);
  const owedSince = hasMissed ? at : known;
  const owes: VenueReason[] =
    owedSince === null || hasMissed ? [] : [{ code: 'ReconcileSince', since: owedSince }];
  const reasons = strictestFirst([...seen, ...owes]);
  const to = stateOf(reasons);
  if (to === standing.state) return { ...standing, reasons, owedSince };
  const change = { at, from: standing.state, to, reasons };
  const history = [...standing.history, change].slice(-CHANGES_KEPT);
  return { state: to, reasons, since: at, owedSince, history };
}

function mayBecome(from: VenueState, to: VenueState): boolean {
  return from === to || VENUE_STATE_TRANSITIONS[from].includes(to);
}

/** In these something happens that we are not told. */
const MISSES: readonly VenueState[] = ['DOWN', 'MAINTENANCE', 'RECONCILING'];

function stillOwed(owedSince: UtcTime | null, reconciledFrom: UtcTime | null): UtcTime | null {
  if (owedSince === null || reconciledFrom === null) return owedSince;
  return compareTimes(reconciledFrom, owedSince) >= 0 ? null : owedSince;
}

/** The strictest state that any of them makes; UP without reasons. */
export function stateOf(reasons: readonly VenueReason[]): VenueState {
  return reasons.reduce<VenueState>((strictest, { code }) => {
    const state = STATE_OF[code];
    return rank(state) > rank(strictest) ? state : strictest;
  }, 'UP');
}

function rank(state: VenueState): number {
  return VENUE_STATES.indexOf(state);
}

function strictestFirst(reasons: readonly VenueReason[]): readonly VenueReason[] {
  return [...reasons].sort((a, b) => rank(STATE_OF[b.code]) - rank(STATE_OF[a.code]));
}

function reasonsOf(
  signals: VenueSignals,
  limits: VenueLimits,
  at: UtcTime,
): readonly VenueReason[] {
  return [
    ...silence(signals, limits, at),
    ...breaker(signals),
    ...words(signals),
    ...streams(signals),
    ...measures(signals, limits),
  ];
}

function silence({ heardAt }: VenueSignals, { silentMs: limitMs }: VenueLimits, at: UtcTime) {
  const silentMs = heardAt === null ? null : msBetween(heardAt, at);
  const isHeard = silentMs !== null && silentMs <= limitMs;
  return isHeard ? [] : [{ code: 'NotHeard', silentMs, limitMs } as const];
}

function breaker(signals: VenueSignals): readonly VenueReason[] {
  switch (signals.breaker) {
    case null:
      return [];
    case 'Faults':
      return [{ code: 'LineFailing' }];
    case 'Maintenance':
      return [{ code: 'SaysMaintenance' }];
    default:
      return [{ code: signals.breaker }];
  }
}

function words({ says, breaker: open }: VenueSignals): readonly VenueReason[] {
  if (says === 'CancelOnly' || says === 'PostOnly') return [{ code: says }];
  return says === 'Closed' && open !== 'Maintenance' ? [{ code: 'SaysMaintenance' }] : [];
}

function streams(signals: VenueSignals): readonly VenueReason[] {
  return signals.streams
    .filter(({ isOpen }) => !isOpen)
    .map(({ name, carries }) => ({
      code: carries === 'Reports' ? 'ReportsDown' : 'MarketDataDown',
      stream: name,
    }));
}

function measures(signals: VenueSignals, limits: VenueLimits): readonly VenueReason[] {
  const reasons: VenueReason[] = [];
  const { p99Ms, clock, clockSetByMs } = signals;
  if (p99Ms !== null && p99Ms > limits.p99Ms) {
    reasons.push({ code: 'Slow', p99Ms, limitMs: limits.p99Ms });
  }
  // It differs for sure: by more than the measurement can be wrong.
  if (clock !== null && Math.abs(clock.ms) - clock.uncertaintyMs > limits.clockMs) {
    reasons.push({ code: 'ClockDiffers', offsetMs: clock.ms, limitMs: limits.clockMs });
  }
  if (clockSetByMs !== null) reasons.push({ code: 'ClockSet', byMs: clockSetByMs });
  for (const [budget, { left, capacity }] of Object.entries(signals.budgets)) {
    if (left < capacity * limits.headroomShare) {
      reasons.push({ code: 'HeadroomLow', budget, left, capacity });
    }
  }
  return reasons;
}
