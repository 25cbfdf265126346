/**
 * How long a session lives, and which second factor is strong enough.
 *
 * Client people: an hour without use, a day in all (NIST SP 800-63B-4, AAL2). Staff: 15 minutes and
 * 12 hours (AAL3). Use is what a person does; streams and polling are none.
 */
import { addMs, type UtcTime } from '../kernel/index.ts';
import { type Audience, ROLE_SPECS, type Role } from './roles.ts';
import type { StepUpFactor } from './step-up.ts';

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CLIENT: SessionLimits = { idleMs: 60 * MINUTE_MS, absoluteMs: 24 * HOUR_MS };
const STAFF: SessionLimits = { idleMs: 15 * MINUTE_MS, absoluteMs: 12 * HOUR_MS };

/** Between the password and the second factor there is time to find the authenticator. */
export const SIGNING_IN_MS = 10 * MINUTE_MS;

/** Enrolling takes longer: an app may have to be installed first. */
export const ENROLLING_MS = 30 * MINUTE_MS;

export function sessionLimits(audience: Audience): SessionLimits {
  return audience === 'client' ? CLIENT : STAFF;
}

/** Until when a session that is used now may rest; never beyond its end. */
export function idleUntil(audience: Audience, usedAt: UtcTime, absoluteUntil: UtcTime): UtcTime {
  const idle = addMs(usedAt, sessionLimits(audience).idleMs);
  return idle < absoluteUntil ? idle : absoluteUntil;
}

/** Where somebody with several roles starts: controls first, because theirs is the stricter work. */
const PRECEDENCE: readonly Audience[] = ['compliance', 'operations', 'desk', 'client'];

/** Undefined for somebody without a role: there is nowhere to start. */
export function audienceOf(roles: readonly Role[]): Audience | undefined {
  return PRECEDENCE.find((audience) =>
    roles.some((role) => ROLE_SPECS[role].audience === audience),
  );
}

export type TradingMode = 'PAPER' | 'LIVE';

const PASSKEY_IN_LIVE: ReadonlySet<Role> = new Set<Role>([
  'Administrator',
  'ComplianceAnalyst',
  'HeadOfCompliance',
  'BreakGlass',
]);

/** Where real money moves, administrators and compliance prove themselves by a passkey alone. */
export function acceptedFactors(
  roles: readonly Role[],
  mode: TradingMode,
): readonly [StepUpFactor, ...StepUpFactor[]] {
  const isStrict = mode === 'LIVE' && roles.some((role) => PASSKEY_IN_LIVE.has(role));
  return isStrict ? ['Passkey'] : ['Totp', 'Passkey'];
}
