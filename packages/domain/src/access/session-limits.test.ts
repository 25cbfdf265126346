import { expect, test } from 'vitest';
import { fromEpochMs, msBetween } from '../kernel/index.ts';
import { ROLES } from './roles.ts';
import { acceptedFactors, audienceOf, idleUntil, sessionLimits } from './session-limits.ts';

const NOON = fromEpochMs(Date.UTC(2026, 10, 21, 12));

test('ASVS 7.3.1 7.3.2 clients rest an hour and stay a day, staff 15 minutes and 12 hours', () => {
  expect(sessionLimits('client')).toEqual({ idleMs: 3_600_000, absoluteMs: 86_400_000 });
  for (const audience of ['desk', 'compliance', 'operations'] as const) {
    expect(sessionLimits(audience)).toEqual({ idleMs: 900_000, absoluteMs: 43_200_000 });
  }
});

test('use never carries a session beyond its end', () => {
  const soon = fromEpochMs(Date.UTC(2026, 10, 21, 12, 5));
  expect(idleUntil('desk', NOON, soon)).toBe(soon);
  const late = fromEpochMs(Date.UTC(2026, 10, 22));
  expect(msBetween(NOON, idleUntil('desk', NOON, late))).toBe(900_000);
});

test('who has a role has a place to start, and who has none has none', () => {
  for (const role of ROLES) expect(audienceOf([role])).toBeDefined();
  expect(audienceOf([])).toBeUndefined();
  expect(audienceOf(['Trader', 'RiskOfficer'])).toBe('compliance');
});

test('ASVS 6.3.3 in LIVE, administrators and compliance prove themselves by a passkey alone', () => {
  expect(acceptedFactors(['Trader', 'Administrator'], 'LIVE')).toEqual(['Passkey']);
  expect(acceptedFactors(['HeadOfCompliance'], 'LIVE')).toEqual(['Passkey']);
  expect(acceptedFactors(['Administrator'], 'PAPER')).toEqual(['Totp', 'Passkey']);
  expect(acceptedFactors(['Trader'], 'LIVE')).toEqual(['Totp', 'Passkey']);
});
