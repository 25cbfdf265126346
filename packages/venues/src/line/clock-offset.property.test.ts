import { type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockOffset, clockJumpMs, estimateOffset } from './clock-offset.ts';

const DELAYS = fc.array(
  fc.record({
    gapMs: fc.integer({ min: 0, max: 5_000 }),
    outMs: fc.integer({ min: 0, max: 3_000 }),
    backMs: fc.integer({ min: 0, max: 3_000 }),
  }),
  { minLength: 1, maxLength: 9 },
);

describe('The offset of the venue clock', () => {
  it('is never further from the truth than its uncertainty says, however lopsided the way is', () => {
    fc.assert(
      fc.property(
        DELAYS,
        fc.integer({ min: -600_000, max: 600_000 }),
        fc.constantFrom(1, 1_000),
        (delays, truth, stepMs) => {
          let at = 1_000_000;
          const samples = delays.map(({ gapMs, outMs, backMs }) => {
            const sentMs = at + gapMs;
            const atVenue = sentMs + outMs + truth;
            at = sentMs + outMs + backMs;
            const venueMs = Math.floor(atVenue / stepMs) * stepMs;
            return { venueMs, sentMs, receivedMs: at };
          });
          const estimate = estimateOffset(samples, stepMs);
          if (estimate === null) throw new Error('there were samples');
          const found = estimate.venueMs - estimate.monotonicMs;
          expect(Math.abs(found - truth)).toBeLessThanOrEqual(estimate.uncertaintyMs);
        },
      ),
    );
  });

  it('comes from a third of the samples: the slow ones never decide', () => {
    const quick = { venueMs: 5_010, sentMs: 0, receivedMs: 20 };
    const slow = [1, 2].map((n) => ({ venueMs: 9_000, sentMs: n * 100, receivedMs: n * 100 + 90 }));
    expect(estimateOffset([...slow, quick], 1)).toEqual({
      venueMs: 5_010,
      monotonicMs: 10,
      uncertaintyMs: 11,
    });
  });

  it('A7-21 the local clock set to any time: the time at the venue does not move with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600_000, max: 600_000 }), (jumpMs) => {
        let [wallMs, monotonicMs] = [1_700_000_000_000, 50];
        const clock: Clock = { now: () => fromEpochMs(wallMs), monotonicMs: () => monotonicMs };
        const offset = new ClockOffset(clock);
        offset.measured(fromEpochMs(wallMs + 300), 40, 60);
        const before = offset.now();
        wallMs += jumpMs;
        expect(offset.now()).toBe(before);
        expect(offset.offset()?.ms).toBe(300 - jumpMs);
        expect(offset.noticeJump()).toBe(Math.abs(jumpMs) > 250 ? jumpMs : null);
        expect(offset.noticeJump()).toBeNull();
        monotonicMs += 1_000;
        wallMs += 1_000;
        expect(offset.noticeJump()).toBeNull();
      }),
    );
  });

  it('a refusal for time makes the next sample count alone; until then the old one serves', () => {
    let monotonicMs = 1_000;
    const clock: Clock = {
      now: () => fromEpochMs(1_700_000_000_000),
      monotonicMs: () => monotonicMs,
    };
    const offset = new ClockOffset(clock);
    for (const ms of [900, 950, 990]) offset.measured(fromEpochMs(1_700_000_000_000), ms, ms);
    const known = offset.now();
    offset.doubt();
    expect(offset.now()).toBe(known);
    monotonicMs = 2_000;
    offset.measured(fromEpochMs(1_700_000_090_000), 1_000, 2_000);
    expect(offset.now()).toBe(fromEpochMs(1_700_000_090_500));
  });

  it('passes over a sample that cannot be, and forgets one of a quarter of an hour ago', () => {
    let monotonicMs = 1_000;
    const wallMs = 1_700_000_000_000;
    const clock: Clock = { now: () => fromEpochMs(wallMs), monotonicMs: () => monotonicMs };
    const offset = new ClockOffset(clock);
    offset.measured(fromEpochMs(wallMs), 1_000, 990);
    expect(offset.offset()).toBeNull();
    offset.measured(fromEpochMs(wallMs), 1_000, 1_000);
    monotonicMs += 15 * 60_000;
    offset.measured(fromEpochMs(wallMs + 7_000), monotonicMs - 400, monotonicMs);
    expect(offset.now()).toBe(fromEpochMs(wallMs + 7_200));
  });

  it('an ordinary pause is no jump', () => {
    const before = { wallMs: 1_000, monotonicMs: 10 };
    expect(clockJumpMs(before, { wallMs: 61_000, monotonicMs: 60_010 })).toBeNull();
  });
});
