import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Breaker, createBreaker, type PauseReason } from './breaker.ts';

const FAULTS = 3;
const OPEN_MS = 1_000;

function admitted(breaker: Breaker, lane: 'Cancel' | 'New' | 'Query', nowMs: number): boolean {
  return breaker.admit(lane, nowMs, false).kind === 'Go';
}

const STEPS = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('Pass' as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
    fc.record({
      kind: fc.constant('Pause' as const),
      reason: fc.constantFrom<PauseReason>('RateLimited', 'Banned', 'Maintenance'),
      ms: fc.integer({ min: 1, max: 5_000 }),
    }),
    fc.record({
      kind: fc.constant('Call' as const),
      lane: fc.constantFrom('Cancel' as const, 'New' as const, 'Query' as const),
      how: fc.constantFrom('Good' as const, 'Fault' as const, 'Neutral' as const),
    }),
  ),
  { maxLength: 60 },
);

describe('The breaker of a key', () => {
  it('A7-15 lets nothing out, cancels neither, until a ban or a rate limit has ended', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const breaker = createBreaker(FAULTS, OPEN_MS);
        let nowMs = 0;
        let shutUntilMs = 0;
        for (const step of steps) {
          if (step.kind === 'Pass') nowMs += step.ms;
          else if (step.kind === 'Pause') {
            breaker.pause(step.reason, nowMs + step.ms);
            if (step.reason !== 'Maintenance') {
              shutUntilMs = Math.max(shutUntilMs, nowMs + step.ms);
            }
          } else {
            const admission = breaker.admit(step.lane, nowMs, true);
            if (nowMs < shutUntilMs) expect(admission.kind).toBe('Refused');
            else if (step.lane === 'Cancel') expect(admission.kind).toBe('Go');
            if (admission.kind === 'Go') breaker.ended(step.how, admission.isProbe, nowMs);
          }
        }
      }),
    );
  });

  it('heals: whatever happened, a question that is answered after the last pause closes it', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const breaker = createBreaker(FAULTS, OPEN_MS);
        let nowMs = 0;
        for (const step of steps) {
          if (step.kind === 'Pass') nowMs += step.ms;
          else if (step.kind === 'Pause') breaker.pause(step.reason, nowMs + step.ms);
          else {
            const admission = breaker.admit(step.lane, nowMs, true);
            if (admission.kind === 'Go') breaker.ended(step.how, admission.isProbe, nowMs);
          }
        }
        nowMs += 5_000;
        const admission = breaker.admit('Query', nowMs, true);
        if (admission.kind === 'Refused') throw new Error('nothing probes');
        breaker.ended('Good', admission.isProbe, nowMs);
        expect(breaker.opening(nowMs)).toBeNull();
        expect(admitted(breaker, 'New', nowMs)).toBe(true);
      }),
    );
  });

  it('A7-16 opens by faults in a row, and one good answer between them starts the count anew', () => {
    const breaker = createBreaker(FAULTS, OPEN_MS);
    for (const how of ['Fault', 'Fault', 'Good', 'Fault', 'Fault'] as const) {
      breaker.ended(how, false, 0);
    }
    expect(admitted(breaker, 'New', 0)).toBe(true);
    breaker.ended('Fault', false, 0);
    expect(admitted(breaker, 'New', 0)).toBe(false);
    expect(admitted(breaker, 'Query', 0)).toBe(false);
    expect(admitted(breaker, 'Cancel', 0)).toBe(true);
  });

  it('half open: one question is the probe, no order is, and its end decides', () => {
    const breaker = createBreaker(1, OPEN_MS);
    breaker.ended('Fault', false, 0);
    expect(admitted(breaker, 'New', OPEN_MS)).toBe(false);
    expect(breaker.admit('Query', OPEN_MS, true)).toEqual({ kind: 'Go', isProbe: true });
    expect(admitted(breaker, 'Query', OPEN_MS)).toBe(false);
    breaker.ended('Fault', true, OPEN_MS);
    expect(breaker.opening(OPEN_MS)).toEqual({ reason: 'Faults', untilMs: 2 * OPEN_MS });
    breaker.admit('Query', 2 * OPEN_MS, true);
    breaker.ended('Good', true, 2 * OPEN_MS);
    expect(admitted(breaker, 'New', 2 * OPEN_MS)).toBe(true);
  });

  it('a probe that was never sent leaves its place to the next', () => {
    const breaker = createBreaker(1, OPEN_MS);
    breaker.ended('Fault', false, 0);
    breaker.admit('Query', OPEN_MS, true);
    breaker.ended('Neutral', true, OPEN_MS);
    expect(breaker.admit('Query', OPEN_MS, true)).toEqual({ kind: 'Go', isProbe: true });
  });

  it('a rate limit just ends; after a ban one question is asked first', () => {
    const limited = createBreaker(FAULTS, OPEN_MS);
    limited.pause('RateLimited', 500);
    expect(admitted(limited, 'New', 499)).toBe(false);
    expect(admitted(limited, 'New', 500)).toBe(true);
    const banned = createBreaker(FAULTS, OPEN_MS);
    banned.pause('Banned', 500);
    expect(admitted(banned, 'New', 500)).toBe(false);
    expect(banned.admit('Query', 500, true)).toEqual({ kind: 'Go', isProbe: true });
  });

  it('an answer that was on its way when the pause came does not end the pause', () => {
    const breaker = createBreaker(FAULTS, OPEN_MS);
    breaker.pause('Maintenance', 5_000);
    breaker.ended('Good', false, 100);
    expect(admitted(breaker, 'New', 100)).toBe(false);
  });
});
