import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, fromEpochMs, type UtcTime } from '../kernel/index.ts';
import {
  observeVenue,
  stateOf,
  unheardVenue,
  VENUE_PERMITS,
  VENUE_STATE_TRANSITIONS,
  VENUE_STATES,
  type VenueLimits,
  type VenueSignals,
  type VenueStanding,
} from './venue-state.ts';

const START = fromEpochMs(Date.UTC(2026, 0, 1));
const LIMITS: VenueLimits = { silentMs: 10_000, p99Ms: 500, clockMs: 1_000, headroomShare: 0.1 };

/** All is well, and was reconciled from that moment on. */
function well(at: UtcTime, reconciledFrom: UtcTime = at): VenueSignals {
  return {
    heardAt: at,
    breaker: null,
    says: 'Open',
    streams: [
      { name: 'user', carries: 'Reports', isOpen: true },
      { name: 'books', carries: 'MarketData', isOpen: true },
    ],
    p99Ms: 20,
    clock: { ms: 3, uncertaintyMs: 10 },
    clockSetByMs: null,
    budgets: { weight: { left: 900, capacity: 1_000 } },
    reconciledFrom,
  };
}

const STEP = fc.record({
  afterMs: fc.integer({ min: 1, max: 20_000 }),
  silentMs: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 20_000 })),
  breaker: fc.constantFrom(null, null, null, 'RateLimited', 'Banned', 'Maintenance', 'Faults'),
  says: fc.constantFrom(null, 'Open', 'Open', 'PostOnly', 'CancelOnly', 'Closed'),
  isReportsOpen: fc.boolean(),
  isMarketOpen: fc.boolean(),
  p99Ms: fc.constantFrom(null, 20, 900),
  clockMs: fc.constantFrom(0, 5_000),
  clockSetByMs: fc.constantFrom(null, null, -600_000),
  left: fc.constantFrom(50, 900),
  reconciledMsAgo: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 20_000 })),
});
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

function signalsOf(step: Step, at: UtcTime): VenueSignals {
  return {
    heardAt: step.silentMs === null ? null : addMs(at, -step.silentMs),
    breaker: step.breaker as VenueSignals['breaker'],
    says: step.says as VenueSignals['says'],
    streams: [
      { name: 'user', carries: 'Reports', isOpen: step.isReportsOpen },
      { name: 'books', carries: 'MarketData', isOpen: step.isMarketOpen },
    ],
    p99Ms: step.p99Ms,
    clock: { ms: step.clockMs, uncertaintyMs: 10 },
    clockSetByMs: step.clockSetByMs,
    budgets: { weight: { left: step.left, capacity: 1_000 } },
    reconciledFrom: step.reconciledMsAgo === null ? null : addMs(at, -step.reconciledMsAgo),
  };
}

/** Every standing along the way, with what was seen. */
function walked(steps: readonly Step[]) {
  let standing = unheardVenue(START, LIMITS);
  let at = START;
  return steps.map((step) => {
    at = addMs(at, step.afterMs);
    const signals = signalsOf(step, at);
    const before = standing;
    standing = observeVenue(standing, signals, LIMITS, at);
    return { before, after: standing, signals, at };
  });
}

const WALK = fc.array(STEP, { minLength: 1, maxLength: 40 });

describe('The state of a venue connection', () => {
  it('changes by the table alone, and its history is a chain without holes', () => {
    fc.assert(
      fc.property(WALK, (steps) => {
        for (const { before, after, at } of walked(steps)) {
          const fresh = after.history.slice(before.history.length);
          if (after.state === before.state) {
            expect(fresh).toEqual([]);
            continue;
          }
          expect(VENUE_STATE_TRANSITIONS[before.state]).toContain(after.state);
          expect(fresh).toEqual([
            { at, from: before.state, to: after.state, reasons: after.reasons },
          ]);
        }
      }),
    );
  });

  it('is the strictest of its reasons, and UP has none', () => {
    fc.assert(
      fc.property(WALK, (steps) => {
        for (const { after } of walked(steps)) {
          const each = after.reasons.map((reason) => VENUE_STATES.indexOf(stateOf([reason])));
          expect(VENUE_STATES.indexOf(after.state)).toBe(Math.max(0, ...each));
          expect(each).toEqual([...each].sort((a, b) => b - a));
          expect(after.state === 'UP').toBe(after.reasons.length === 0);
        }
      }),
    );
  });

  it('lets a new order out when, and only when, all was reconciled from after the last loss', () => {
    fc.assert(
      fc.property(WALK, (steps) => {
        let lostAt = START;
        let isReconciled = false;
        for (const { before, after, signals, at } of walked(steps)) {
          const isLoss =
            signals.heardAt === null ||
            signals.heardAt < addMs(at, -LIMITS.silentMs) ||
            ['Banned', 'Maintenance', 'Faults'].includes(signals.breaker ?? '') ||
            ['CancelOnly', 'Closed'].includes(signals.says ?? '') ||
            signals.streams.some(({ carries, isOpen }) => carries === 'Reports' && !isOpen);
          if (isLoss) {
            lostAt = at;
            isReconciled = false;
          } else if (['DOWN', 'MAINTENANCE'].includes(before.state)) {
            // One look as RECONCILING at least.
          } else if (signals.reconciledFrom !== null && signals.reconciledFrom >= lostAt) {
            isReconciled = true;
          }
          expect(VENUE_PERMITS[after.state].newOrders).toBe(isReconciled);
        }
      }),
    );
  });

  it('heals: with all well and reconciled it is UP two looks later, wherever it came from', () => {
    fc.assert(
      fc.property(WALK, (steps) => {
        const last = walked(steps).at(-1);
        if (last === undefined) throw new Error('no steps');
        const [first, second] = [addMs(last.at, 1), addMs(last.at, 2)];
        const back = observeVenue(last.after, well(first), LIMITS, first);
        expect(observeVenue(back, well(second), LIMITS, second).state).toBe('UP');
      }),
    );
  });

  it('lets cancels and questions through in every state, and no order while it is not sure', () => {
    for (const state of VENUE_STATES) {
      expect(VENUE_PERMITS[state]).toMatchObject({ cancels: true, questions: true });
    }
    const trading = VENUE_STATES.filter((state) => VENUE_PERMITS[state].newOrders);
    expect(trading).toEqual(['UP', 'DEGRADED']);
  });

  it('every pair of states is either a legal change or is not made', () => {
    for (const from of VENUE_STATES) {
      expect(VENUE_STATE_TRANSITIONS[from]).not.toContain(from);
      expect(VENUE_STATE_TRANSITIONS[from]).toContain(
        from === 'RECONCILING' ? 'UP' : 'RECONCILING',
      );
    }
    expect(VENUE_STATE_TRANSITIONS.DOWN).not.toContain('UP');
    expect(VENUE_STATE_TRANSITIONS.MAINTENANCE).not.toContain('UP');
  });
});

describe('What a venue connection goes through', () => {
  const after = (ms: number) => addMs(START, ms);
  const see = (standing: VenueStanding, at: UtcTime, more: Partial<VenueSignals>, from = at) =>
    observeVenue(standing, { ...well(at, from), ...more }, LIMITS, at);

  it('comes up DOWN, then RECONCILING, then UP when a reconciliation of its own time has ended', () => {
    const start = unheardVenue(START, LIMITS);
    expect(start.state).toBe('DOWN');
    const heard = see(start, after(100), { reconciledFrom: null });
    expect(heard.state).toBe('RECONCILING');
    const old = see(heard, after(200), {}, after(-1));
    expect(old.state).toBe('RECONCILING');
    const done = see(old, after(300), {}, after(150));
    expect(done).toMatchObject({ state: 'UP', reasons: [], since: after(300), owedSince: null });
    expect(done.history.map(({ to }) => to)).toEqual(['RECONCILING', 'UP']);
  });

  it('A7-17 the venue says maintenance or cancel only: no new orders, and reconciled after it', () => {
    const up = see(see(unheardVenue(START, LIMITS), after(0), {}), after(1), {});
    for (const says of ['Closed', 'CancelOnly'] as const) {
      const closed = see(up, after(2), { says });
      expect(closed.state).toBe('MAINTENANCE');
      const back = see(closed, after(3), {}, after(1));
      expect(back.state).toBe('RECONCILING');
      expect(see(back, after(5), {}, after(2)).state).toBe('UP');
    }
  });

  it('A7-19 a stream of reports that is down stops new orders, one of market data does not', () => {
    const up = see(see(unheardVenue(START, LIMITS), after(0), {}), after(1), {});
    const stream = { name: 'x', isOpen: false };
    const reports = see(up, after(2), { streams: [{ ...stream, carries: 'Reports' }] });
    expect(reports).toMatchObject({
      state: 'RECONCILING',
      reasons: [{ code: 'ReportsDown', stream: 'x' }],
    });
    const books = see(up, after(2), { streams: [{ ...stream, carries: 'MarketData' }] });
    expect(books.state).toBe('DEGRADED');
  });

  it.each<[string, Partial<VenueSignals>, string, string[]]>([
    ['a ban', { breaker: 'Banned' }, 'DOWN', ['Banned']],
    ['faults in a row', { breaker: 'Faults' }, 'DOWN', ['LineFailing']],
    ['silence', { heardAt: addMs(START, -9_500) }, 'DOWN', ['NotHeard']],
    [
      'maintenance, said twice',
      { breaker: 'Maintenance', says: 'Closed' },
      'MAINTENANCE',
      ['SaysMaintenance'],
    ],
    ['a rate limit', { breaker: 'RateLimited' }, 'DEGRADED', ['RateLimited']],
    ['post only', { says: 'PostOnly' }, 'DEGRADED', ['PostOnly']],
    ['slow acts', { p99Ms: 501 }, 'DEGRADED', ['Slow']],
    ['acts just quick enough', { p99Ms: 500 }, 'UP', []],
    ['another time', { clock: { ms: -1_020, uncertaintyMs: 10 } }, 'DEGRADED', ['ClockDiffers']],
    ['a time of day that was set', { clockSetByMs: -600_000 }, 'DEGRADED', ['ClockSet']],
    ['a time that may be ours', { clock: { ms: 1_020, uncertaintyMs: 30 } }, 'UP', []],
    [
      'little headroom',
      { budgets: { weight: { left: 99, capacity: 1_000 }, orders: { left: 10, capacity: 100 } } },
      'DEGRADED',
      ['HeadroomLow'],
    ],
    [
      'several, the strictest first',
      { p99Ms: 900, breaker: 'Banned', says: 'CancelOnly' },
      'DOWN',
      ['Banned', 'CancelOnly', 'Slow'],
    ],
  ])('is by %s what the table says, with its reason', (_name, more, state, codes) => {
    const up = see(see(unheardVenue(START, LIMITS), after(0), {}), after(1), {});
    expect(up.state).toBe('UP');
    const seen = see(up, after(1_000), more);
    expect(seen.state).toBe(state);
    expect(seen.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('keeps the newest 200 changes', () => {
    let standing = unheardVenue(START, LIMITS);
    for (let nth = 1; nth <= 500; nth += 1) {
      standing = see(standing, after(nth), { p99Ms: nth % 2 === 0 ? 20 : 900 });
    }
    expect(standing.history).toHaveLength(200);
    expect(standing.history.at(-1)).toMatchObject({ to: 'UP', at: after(500) });
  });
});
