/**
 * A venue key: what of a venue's API key may be known, how it comes to be used and how it ends. The
 * secret itself is never here.
 *
 * - A key is used only while `Active`, and only other people than who proposed it make it so.
 * - What the venue says of it decides, not what was promised: a key that can withdraw, can't trade,
 *   has expired or is open to every address is refused, and one in use that becomes so is suspended.
 * - Not being told is neither: the venue is asked again, for a day, and then the key is refused as
 *   never proven.
 */
import { addMs, err, type Id, msBetween, ok, type Result, type UtcTime } from '../kernel/index.ts';

export type VenueAccountId = Id<'VenueAccountId'>;
export type VenueKeyId = Id<'VenueKeyId'>;
export type SealKeyId = Id<'SealKeyId'>;

/** Venues that ask for a key. */
export const KEYED_VENUES = ['binance', 'coinbase', 'kraken'] as const;
export type KeyedVenue = (typeof KEYED_VENUES)[number];

export const VENUE_KEY_STATUSES = [
  'Submitted',
  'Probing',
  'Ready',
  'Refused',
  'Proposed',
  'Active',
  'Suspended',
  'Draining',
  'Retired',
] as const;
export type VenueKeyStatus = (typeof VENUE_KEY_STATUSES)[number];

export type VenueKeyEvent =
  /** The worker begins to ask the venue. */
  | 'Probe'
  /** The venue said what it may do, and that is right. */
  | 'Pass'
  /** It said something that forbids its use, or said nothing for a day. */
  | 'Fail'
  | 'Propose'
  /** What was approved is carried out. */
  | 'Activate'
  /** Another takes its place, or it is to end: it cancels and asks, and sends nothing new. */
  | 'Drain'
  | 'Suspend'
  | 'Retire';

/** Every legal move. What is not here is refused, by the database too. */
export const VENUE_KEY_TRANSITIONS: Readonly<
  Record<VenueKeyStatus, Readonly<Partial<Record<VenueKeyEvent, VenueKeyStatus>>>>
> = {
  Submitted: { Probe: 'Probing', Retire: 'Retired' },
  Probing: { Probe: 'Probing', Pass: 'Ready', Fail: 'Refused', Retire: 'Retired' },
  Ready: { Pass: 'Ready', Fail: 'Refused', Propose: 'Proposed', Retire: 'Retired' },
  Refused: {},
  Proposed: {
    Pass: 'Proposed',
    Fail: 'Refused',
    Propose: 'Proposed',
    Activate: 'Active',
    Retire: 'Retired',
  },
  Active: { Pass: 'Active', Fail: 'Suspended', Drain: 'Draining', Suspend: 'Suspended' },
  Suspended: { Pass: 'Suspended', Fail: 'Suspended', Propose: 'Proposed', Retire: 'Retired' },
  Draining: { Pass: 'Draining', Fail: 'Suspended', Suspend: 'Suspended', Retire: 'Retired' },
  Retired: {},
};

/** What becomes of a key; undefined for what can't happen to it. */
export function afterEvent(
  status: VenueKeyStatus,
  event: VenueKeyEvent,
): VenueKeyStatus | undefined {
  return VENUE_KEY_TRANSITIONS[status][event];
}

/** Nothing can happen to it any more, and its secret is destroyed. */
export function isEnded(status: VenueKeyStatus): boolean {
  return Object.keys(VENUE_KEY_TRANSITIONS[status]).length === 0;
}

/** What the venue says a key may do. */
export interface ProbedPermissions {
  readonly mayRead: boolean;
  readonly mayTrade: boolean;
  readonly mayWithdraw: boolean;
  /** Null where the venue does not tell. */
  readonly isAddressBound: boolean | null;
  readonly expiresAt: UtcTime | null;
}

export interface Probe {
  readonly permissions: ProbedPermissions;
  /** Venue's clock minus ours; null where it was not measured. */
  readonly clockOffsetMs: number | null;
}

export type VenueKeyRefusal =
  | { readonly code: 'MayWithdraw' }
  | { readonly code: 'NotAddressBound' }
  | { readonly code: 'CannotTrade' }
  | { readonly code: 'CannotRead' }
  | { readonly code: 'Expired'; readonly limit: UtcTime; readonly actual: UtcTime }
  /** What was sealed does not open for this venue, account and label. */
  | { readonly code: 'NotOpened' }
  /** The key inside is not the one whose fingerprint people were shown. */
  | { readonly code: 'NotAsDescribed' }
  /** Why a key is still being asked about: no answer yet that proves anything. */
  | { readonly code: 'NotTold'; readonly detail: string }
  /** The venue told nothing for as long as it was asked. */
  | { readonly code: 'NotProven'; readonly limitMs: number; readonly actualMs: number };

export type ProbeVerdict =
  | { readonly kind: 'Fit' }
  /** Everything that is wrong with it, not the first alone. */
  | { readonly kind: 'Unfit'; readonly reasons: readonly VenueKeyRefusal[] }
  /** Our clock is wrong, or the venue's: an expiry read by it proves nothing. It is asked again. */
  | { readonly kind: 'Unproven'; readonly limitMs: number; readonly actualMs: number };

/** Binance takes no request of more than a second ahead of its own clock; the others more. */
export const CLOCK_OFFSET_MAX_MS = 1_000;

export function judgeProbe({ permissions, clockOffsetMs }: Probe, at: UtcTime): ProbeVerdict {
  const actualMs = Math.abs(clockOffsetMs ?? 0);
  const reasons = permissionRefusals(permissions, at);
  if (reasons.some(({ code }) => code !== 'Expired')) return { kind: 'Unfit', reasons };
  if (actualMs > CLOCK_OFFSET_MAX_MS) {
    return { kind: 'Unproven', limitMs: CLOCK_OFFSET_MAX_MS, actualMs };
  }
  return reasons.length > 0 ? { kind: 'Unfit', reasons } : { kind: 'Fit' };
}

export function permissionRefusals(
  { mayRead, mayTrade, mayWithdraw, isAddressBound, expiresAt }: ProbedPermissions,
  at: UtcTime,
): readonly VenueKeyRefusal[] {
  const refusals: VenueKeyRefusal[] = [];
  if (mayWithdraw) refusals.push({ code: 'MayWithdraw' });
  if (isAddressBound === false) refusals.push({ code: 'NotAddressBound' });
  if (!mayTrade) refusals.push({ code: 'CannotTrade' });
  if (!mayRead) refusals.push({ code: 'CannotRead' });
  if (expiresAt !== null && expiresAt <= at) {
    refusals.push({ code: 'Expired', limit: expiresAt, actual: at });
  }
  return refusals;
}

/** Asked again and again for so long; what is not proven by then is refused. */
export const PROBE_PATIENCE_MS = 24 * 60 * 60_000;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/**
 * What an attempt that told nothing leads to. `attempt` counts from 1.
 * @returns when to ask again, or the refusal once patience has ended.
 */
export function afterSilence(
  submittedAt: UtcTime,
  attempt: number,
  at: UtcTime,
): Result<UtcTime, VenueKeyRefusal> {
  const actualMs = msBetween(submittedAt, at);
  if (actualMs >= PROBE_PATIENCE_MS) {
    return err({ code: 'NotProven', limitMs: PROBE_PATIENCE_MS, actualMs });
  }
  const pauseMs = FIRST_PAUSE_MS * 2 ** Math.min(Math.max(attempt - 1, 0), 10);
  return ok(addMs(at, Math.min(pauseMs, LONGEST_PAUSE_MS)));
}

/** Keys that people rely on are looked at again so often. */
export const REPROBE_EVERY_MS = 24 * 60 * 60_000;

// ---------------------------------------------------------------- coming into use

export interface KeyToActivate {
  readonly id: VenueKeyId;
  readonly status: VenueKeyStatus;
  readonly permissions: ProbedPermissions | null;
  readonly probedAt: UtcTime | null;
}

export type ActivationRefusal =
  | { readonly code: 'NotProposable'; readonly status: VenueKeyStatus }
  | { readonly code: 'ProbeTooOld'; readonly limitMs: number; readonly actualMs: number | null }
  | { readonly code: 'Unfit'; readonly reasons: readonly VenueKeyRefusal[] }
  /** One account trades with one key: another replaces it, or waits for its end. */
  | { readonly code: 'AccountHasKey'; readonly active: VenueKeyId }
  /** What it would replace is not the key the account uses. */
  | { readonly code: 'ReplacesOther'; readonly active: VenueKeyId | null };

/** Two days: one daily look may be missed, a second may not. */
export const PROBE_FRESH_MS = 2 * REPROBE_EVERY_MS;

/** Whether it may come into use, instead of `replaces` where that is not null. */
export function checkActivation(
  key: KeyToActivate,
  account: { readonly active: VenueKeyId | null; readonly replaces: VenueKeyId | null },
  at: UtcTime,
): Result<ProbedPermissions, ActivationRefusal> {
  const { active, replaces } = account;
  if (afterEvent(key.status, 'Propose') === undefined) {
    return err({ code: 'NotProposable', status: key.status });
  }
  const actualMs = key.probedAt === null ? null : msBetween(key.probedAt, at);
  if (key.permissions === null || actualMs === null || actualMs > PROBE_FRESH_MS) {
    return err({ code: 'ProbeTooOld', limitMs: PROBE_FRESH_MS, actualMs });
  }
  const reasons = permissionRefusals(key.permissions, at);
  if (reasons.length > 0) return err({ code: 'Unfit', reasons });
  if (replaces === null && active !== null) return err({ code: 'AccountHasKey', active });
  if (replaces !== null && replaces !== active) return err({ code: 'ReplacesOther', active });
  return ok(key.permissions);
}

// ---------------------------------------------------------------- going out of use

/** A key that was replaced ends at the latest then, whatever is still open. */
export const DRAIN_MAX_SECONDS = 7 * 24 * 60 * 60;

export type DrainEnd = 'NothingOpen' | 'TimeOver';

/**
 * Whether a draining key ends now. `hasOpen` is null where the venue did not tell: that is no proof
 * that nothing is open, so only time ends it then.
 */
export function drainEnd(
  { drainUntil, hasOpen }: { readonly drainUntil: UtcTime; readonly hasOpen: boolean | null },
  at: UtcTime,
): DrainEnd | undefined {
  if (hasOpen === false) return 'NothingOpen';
  return drainUntil <= at ? 'TimeOver' : undefined;
}

// ---------------------------------------------------------------- growing old

const DAY_MS = 24 * 60 * 60_000;
/** Ours: a quarter, then it is time for another. */
export const KEY_AGE_WARNING_DAYS = 90;
/** Ours: two weeks are enough to make, approve and drain. */
export const KEY_EXPIRY_WARNING_DAYS = 14;
/** Ours: what nobody uses is a risk without a use. */
export const KEY_UNUSED_WARNING_DAYS = 30;

export type VenueKeyWarning =
  | { readonly code: 'Old'; readonly limitDays: number; readonly actualDays: number }
  | { readonly code: 'ExpiresSoon'; readonly limitDays: number; readonly actualDays: number }
  | { readonly code: 'Unused'; readonly limitDays: number; readonly actualDays: number }
  | { readonly code: 'ProbeTooOld'; readonly limitDays: number; readonly actualDays: number }
  | { readonly code: 'AddressBindingUnknown' };

export interface KeyAges {
  readonly status: VenueKeyStatus;
  readonly submittedAt: UtcTime;
  readonly activatedAt: UtcTime | null;
  readonly lastUsedAt: UtcTime | null;
  readonly probedAt: UtcTime | null;
  readonly permissions: ProbedPermissions | null;
}

/** What people should know of a key that they rely on or are about to; none of one that has ended. */
export function warningsOf(key: KeyAges, at: UtcTime): readonly VenueKeyWarning[] {
  if (isEnded(key.status)) return [];
  const daysSince = (from: UtcTime) => Math.floor(msBetween(from, at) / DAY_MS);
  const warnings: VenueKeyWarning[] = [];
  const over = (code: 'Old' | 'Unused' | 'ProbeTooOld', limitDays: number, from: UtcTime) => {
    const actualDays = daysSince(from);
    if (actualDays >= limitDays) warnings.push({ code, limitDays, actualDays });
  };
  over('Old', KEY_AGE_WARNING_DAYS, key.submittedAt);
  if (key.status === 'Active' && key.activatedAt !== null) {
    over('Unused', KEY_UNUSED_WARNING_DAYS, key.lastUsedAt ?? key.activatedAt);
  }
  if (key.probedAt !== null) over('ProbeTooOld', PROBE_FRESH_MS / DAY_MS, key.probedAt);
  const { expiresAt = null, isAddressBound = true } = key.permissions ?? {};
  const daysLeft = expiresAt === null ? null : Math.floor(msBetween(at, expiresAt) / DAY_MS);
  if (daysLeft !== null && daysLeft < KEY_EXPIRY_WARNING_DAYS) {
    const limitDays = KEY_EXPIRY_WARNING_DAYS;
    warnings.push({ code: 'ExpiresSoon', limitDays, actualDays: daysLeft });
  }
  if (isAddressBound === null) warnings.push({ code: 'AddressBindingUnknown' });
  return warnings;
}
