import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, unwrap } from '../kernel/index.ts';
import {
  armedAgain,
  armedBreaker,
  BREAKER_KINDS,
  type BreakerKind,
  type BreakerRule,
  type BreakerState,
  breakerRule,
  observe,
  type Trip,
} from './breakers.ts';

const settings = (kind: BreakerKind) => ({
  kind,
  tripOver: decimal('10'),
  calmAt: decimal('5'),
  windowMs: 1000,
  calmMs: 2000,
  silenceMs: 5000,
});
const rule = (kind: BreakerKind): BreakerRule => unwrap(breakerRule(settings(kind)));
type Step = readonly [atMs: number, value: string | null];

function run(kind: BreakerKind, steps: readonly Step[], start: BreakerState = armedBreaker(0)) {
  let state = start;
  const trips: Trip[] = [];
  for (const [atMs, value] of steps) {
    const reading = { atMs, value: value === null ? null : decimal(value) };
    const seen = observe(rule(kind), state, reading);
    state = seen.state;
    if (seen.trip !== null) trips.push(seen.trip);
  }
  return { state, trips, times: trips.map((trip) => trip.atMs) };
}

const KINDS = Object.keys(BREAKER_KINDS) as BreakerKind[];

describe('a breaker', () => {
  it.each([
    ['Loss', 'client', 'REDUCING'],
    ['Drawdown', 'client', 'CANCEL_ALL'],
    ['RejectBurst', 'venueKey', 'HALT_NEW'],
    ['StaleData', 'venueKey', 'HALT_NEW'],
    ['UnconfirmedOrders', 'venueKey', 'HALT_NEW'],
    ['LedgerImbalance', 'firm', 'CANCEL_ALL'],
    ['AuditFailure', 'firm', 'HALT_NEW'],
    ['Latency', 'venueKey', 'REDUCING'],
  ] as const)('%s stops the %s with %s', (kind, level, grade) => {
    const { trips } = run(kind, [
      [1, '11'],
      [500, '11'],
      [1001, '11'],
    ]);
    expect(trips).toMatchObject([{ kind, level, grade, why: 'Over' }]);
  });

  it.each(KINDS)('%s does not trip at its line', (kind) => {
    expect(
      run(kind, [
        [1, '10'],
        [1001, '10'],
        [2001, '10'],
      ]).trips,
    ).toEqual([]);
  });

  it('asks for a calm line beneath the other, and for durations', () => {
    const refused = (change: object) => breakerRule({ ...settings('Loss'), ...change }).ok;
    expect(refused({ calmAt: decimal('10') })).toBe(false);
    expect(refused({ windowMs: 0 })).toBe(false);
    expect(refused({ calmMs: -1 })).toBe(false);
    expect(refused({ silenceMs: Number.NaN })).toBe(false);
  });

  it('counts a burst within its window alone', () => {
    expect(
      run('RejectBurst', [
        [0, '6'],
        [999, '5'],
      ]).times,
    ).toEqual([999]);
    expect(
      run('RejectBurst', [
        [0, '6'],
        [1000, '5'],
      ]).times,
    ).toEqual([]);
  });

  it('takes one slow answer for nothing, and slowness through the whole window for slow', () => {
    expect(
      run('Latency', [
        [0, '1'],
        [100, '999'],
        [600, '1'],
        [1200, '1'],
      ]).times,
    ).toEqual([]);
    expect(
      run('Latency', [
        [0, '11'],
        [500, '11'],
        [999, '11'],
      ]).times,
    ).toEqual([]);
    expect(
      run('Latency', [
        [0, '11'],
        [500, '11'],
        [1000, '11'],
      ]).times,
    ).toEqual([1000]);
  });

  it('does not flap: it is armed again after calm that lasts, and by nothing between the lines', () => {
    const first: readonly Step[] = [
      [0, '11'],
      [100, '9'],
      [200, '11'],
      [300, '4'],
      [2200, '6'],
    ];
    expect(run('Loss', [...first, [2300, '11']]).times).toEqual([0]);
    const calm: readonly Step[] = [
      [2300, '5'],
      [3300, '4'],
      [4300, '4'],
      [4301, '11'],
    ];
    expect(run('Loss', [...first, ...calm]).times).toEqual([0, 4301]);
  });

  it('trips on silence, once, whatever is asked for and not read', () => {
    const silent: readonly Step[] = [
      [0, '1'],
      [2000, null],
      [5000, null],
      [5001, null],
      [9000, null],
    ];
    const { trips } = run('Loss', silent);
    expect(trips).toMatchObject([{ why: 'Silent', actual: null, atMs: 5001 }]);
  });

  it('stops again at once after a resumption, where what tripped it still stands', () => {
    const { state } = run('Loss', [[0, '11']]);
    expect(run('Loss', [[1, '11']], state).trips).toEqual([]);
    expect(run('Loss', [[1, '11']], armedAgain(rule('Loss'), state)).times).toEqual([1]);
    const burst = run('RejectBurst', [[0, '11']]).state;
    expect(run('RejectBurst', [[1, '0']], armedAgain(rule('RejectBurst'), burst)).times).toEqual(
      [],
    );
  });
});

const readings = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.option(fc.integer({ min: 0, max: 20 }))), {
    maxLength: 120,
  })
  .map((list) => {
    let atMs = 0;
    return list.map(([gap, value]): Step => {
      atMs += gap;
      return [atMs, value === null ? null : String(value)];
    });
  });
const kinds = fc.constantFrom(...KINDS);

/** The naive twin: what the whole history says at its last reading. */
function isOver(kind: BreakerKind, steps: readonly Step[]): boolean {
  const nowMs = steps.at(-1)?.[0] ?? 0;
  const heard = steps.filter((step): step is [number, string] => step[1] !== null);
  const inside = heard.filter(([atMs]) => atMs > nowMs - 1000);
  const before = heard.filter(([atMs]) => atMs <= nowMs - 1000).at(-1);
  const { aggregate } = BREAKER_KINDS[kind];
  if (aggregate === 'Last') return Number(heard.at(-1)?.[1] ?? 0) > 10;
  if (aggregate === 'Sum') return inside.reduce((sum, [, value]) => sum + Number(value), 0) > 10;
  return before !== undefined && [before, ...inside].every(([, value]) => Number(value) > 10);
}

describe('whatever the readings', () => {
  it('the first trip is where the whole history first says so, or where it was silent too long', () => {
    fc.assert(
      fc.property(kinds, readings, (kind, steps) => {
        const [first] = run(kind, steps).trips;
        const expected = steps.findIndex(([atMs], i) => {
          const upTo = steps.slice(0, i + 1);
          const heardMs = upTo.findLast(([, value]) => value !== null)?.[0] ?? 0;
          return isOver(kind, upTo) || atMs - heardMs > 5000;
        });
        expect(first?.atMs).toBe(steps[expected]?.[0]);
      }),
    );
  });

  it('two trips are never closer than the calm between them has to last', () => {
    fc.assert(
      fc.property(kinds, readings, (kind, steps) => {
        const { times } = run(kind, steps);
        for (const [i, atMs] of times.entries()) {
          const before = times[i - 1];
          if (before !== undefined) expect(atMs - before).toBeGreaterThanOrEqual(2000);
        }
      }),
    );
  });

  it('a clock that goes back changes no order, and the window stays bounded', () => {
    const back = run('RejectBurst', [
      [1000, '6'],
      [400, '6'],
    ]);
    expect(back.times).toEqual([1000]);
    const many = Array.from({ length: 2000 }, (_, i): Step => [Math.floor(i / 4), '0.001']);
    const { state, trips } = run('RejectBurst', many);
    expect(state.window.length).toBeLessThanOrEqual(256);
    expect(trips).toEqual([]);
    const flood = Array.from({ length: 2000 }, (_, i): Step => [Math.floor(i / 4), '0.006']);
    expect(run('RejectBurst', flood).trips.length).toBe(1);
  });
});
