import type { GlyphShape, Tone } from './glyph.tsx';

/** How one state of one lifecycle is shown: a shape, a tone and the word of the glossary. */
export type StatusLook = {
  readonly shape: GlyphShape;
  readonly tone: Tone;
  readonly word: string;
};

const look = (shape: GlyphShape, tone: Tone, word: string): StatusLook => ({ shape, tone, word });

/** OrdStatus, FIX tag 39, in FIX spelling. */
export const ORD_STATUS = {
  PendingNew: look('ring-dashed', 'ink-3', 'PendingNew'),
  New: look('ring', 'ink-2', 'New'),
  PartiallyFilled: look('half', 'accent', 'PartiallyFilled'),
  Filled: look('disc', 'accent', 'Filled'),
  PendingReplace: look('ring-dashed-bar', 'ink-3', 'PendingReplace'),
  PendingCancel: look('ring-dashed-bar', 'ink-3', 'PendingCancel'),
  Canceled: look('ring-struck', 'ink-3', 'Canceled'),
  Rejected: look('cross', 'danger', 'Rejected'),
  Expired: look('clock', 'ink-3', 'Expired'),
} as const satisfies Record<string, StatusLook>;
export type OrdStatusName = keyof typeof ORD_STATUS;

export const TRADING_STATE = {
  Active: look('dot', 'accent', 'Active'),
  Reducing: look('diamond', 'warn', 'Reducing'),
  Halted: look('square', 'danger', 'Halted'),
} as const satisfies Record<string, StatusLook>;
export type TradingStateName = keyof typeof TRADING_STATE;

export const VENUE_STATE = {
  Up: look('dot', 'accent', 'Up'),
  Degraded: look('diamond', 'warn', 'Degraded'),
  Reconciling: look('ring-dashed', 'ink-3', 'Reconciling'),
  Maintenance: look('ring', 'ink-3', 'Maintenance'),
  Down: look('square', 'danger', 'Down'),
} as const satisfies Record<string, StatusLook>;
export type VenueStateName = keyof typeof VENUE_STATE;

export const FRESHNESS = {
  live: look('dot', 'accent', 'Live'),
  slow: look('ring', 'ink-3', 'Slow'),
  stale: look('diamond', 'warn', 'Stale'),
  reconnecting: look('ring-dashed', 'ink-3', 'Reconnecting'),
  offline: look('ring-dashed', 'ink-3', 'Offline'),
  'no-data': look('dash', 'ink-3', 'No data'),
} as const satisfies Record<string, StatusLook>;
export type FreshnessName = keyof typeof FRESHNESS;

export const PROOF = {
  sealed: look('square', 'ink', 'Sealed'),
  verified: look('check', 'accent', 'Verified'),
  pending: look('ring-dashed', 'ink-3', 'Pending'),
  broken: look('cross', 'danger', 'Broken'),
} as const satisfies Record<string, StatusLook>;
export type ProofName = keyof typeof PROOF;

export const CHECK = {
  pass: look('check', 'accent', 'Passes'),
  near: look('check', 'warn', 'Near its limit'),
  refused: look('cross', 'danger', 'Refused'),
} as const satisfies Record<string, StatusLook>;
export type CheckName = keyof typeof CHECK;

/** From this share of a limit on, a check that passes is shown as near. */
export const NEAR_RATIO = 0.8;

const LIVE_BELOW_MS = 1_000;
const SLOW_UP_TO_MS = 5_000;

/** Freshness of data whose last message is `ageMs` old; `null` when none has ever come. */
export function freshnessOf(ageMs: number | null): 'live' | 'slow' | 'stale' | 'no-data' {
  if (ageMs === null) return 'no-data';
  if (ageMs < LIVE_BELOW_MS) return 'live';
  return ageMs <= SLOW_UP_TO_MS ? 'slow' : 'stale';
}

/** Verdict of a check that has used `ratio` of its limit (1 is the limit itself, still allowed). */
export function checkOf(ratio: number): CheckName {
  if (ratio > 1) return 'refused';
  return ratio >= NEAR_RATIO ? 'near' : 'pass';
}
