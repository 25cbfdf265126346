import { addMs } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NotSentReason } from '../contract/answer.ts';
import type { Lane } from '../contract/operations.ts';
import { createBudgets } from './budget.ts';
import { createPacer, type PacerSetup, type Turn } from './pacer.ts';
import { virtualTime } from './virtual-time.ts';

interface Entry extends Turn {
  readonly enteredMs: number;
  startedMs: number | null;
  readonly refusals: NotSentReason[];
}

/** A pacer on virtual time, with a budget of 10 that refills by 10 a second and keeps 2. */
function rig(more: Partial<PacerSetup> = {}) {
  const time = virtualTime();
  const started: Entry[] = [];
  const bucket = { kind: 'Bucket', capacity: 10, refillPerSecond: 10 } as const;
  const pacer = createPacer({
    clock: time.clock,
    timers: time.timers,
    budgets: [
      createBudgets({
        weight: { ...bucket, keptForCancels: 2 },
        orders: { ...bucket, capacity: 2, refillPerSecond: 1, keptForCancels: 0 },
      }),
    ],
    mostInFlight: 100,
    queued: 100,
    waitMs: 5_000,
    overtakeAfterMs: 1_000,
    closed: () => null,
    ...more,
  });
  const enter = (lane: Lane, cost: Turn['cost'] = { weight: 1 }, mayWaitMs = 60_000) => {
    const entry: Entry = {
      lane,
      cost,
      notAfter: addMs(time.clock.now(), mayWaitMs),
      enteredMs: time.clock.monotonicMs(),
      startedMs: null,
      refusals: [],
      start: () => {
        entry.startedMs = time.clock.monotonicMs();
        started.push(entry);
        return true;
      },
      refuse: (why) => entry.refusals.push(why),
    };
    pacer.enter(entry);
    return entry;
  };
  return { ...time, pacer, enter, started };
}

const ENTRIES = fc.array(
  fc.record({
    lane: fc.constantFrom<Lane>('Cancel', 'New', 'Query'),
    weight: fc.integer({ min: 1, max: 9 }),
    afterMs: fc.integer({ min: 0, max: 400 }),
    mayWaitMs: fc.integer({ min: 0, max: 8_000 }),
    takesMs: fc.integer({ min: 0, max: 900 }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('Whose turn it is', () => {
  it('everybody is served or refused, once and in time, and nobody is left waiting', () => {
    fc.assert(
      fc.property(ENTRIES, fc.integer({ min: 1, max: 4 }), (entries, mostInFlight) => {
        const { enter, pass, pacer, timers, waiting } = rig({ mostInFlight });
        const all = entries.map(({ lane, weight, afterMs, mayWaitMs, takesMs }) => {
          pass(afterMs);
          const entry = enter(lane, { weight }, mayWaitMs);
          timers.after(takesMs, () => pacer.left(entry));
          return entry;
        });
        pass(20_000);
        for (const { startedMs, refusals, enteredMs } of all) {
          expect(refusals.length + (startedMs === null ? 0 : 1)).toBe(1);
          expect((startedMs ?? enteredMs) - enteredMs).toBeLessThanOrEqual(5_000);
        }
        expect(pacer.counts().waiting).toBe(0);
        expect(waiting()).toBe(0);
      }),
    );
  });

  it('when the budget is short, cancels leave first, then new orders, then questions', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Lane>('Cancel', 'New', 'Query')), (lanes) => {
        const { enter, pass, started } = rig({ waitMs: 60_000 });
        for (let n = 0; n < 5; n += 1) enter('Cancel', { weight: 2 });
        started.length = 0;
        for (const lane of lanes) enter(lane, { weight: 1 });
        pass(60_000);
        const order = ['Cancel', 'New', 'Query'];
        const ranks = started.map(({ lane }) => order.indexOf(lane));
        expect(ranks).toEqual([...ranks].sort());
        expect(started).toHaveLength(lanes.length);
      }),
    );
  });

  it('a cancel finds headroom at once when orders and questions have used theirs up', () => {
    const { enter } = rig();
    for (let n = 0; n < 20; n += 1) enter(n % 2 === 0 ? 'New' : 'Query');
    expect(enter('Cancel', { weight: 2 }).startedMs).toBe(0);
  });

  it('a question passes an order that waits for a budget which the question does not use', () => {
    const { enter, pass } = rig();
    enter('New', { weight: 1, orders: 1 });
    const stuck = enter('New', { weight: 1, orders: 2 });
    const question = enter('Query', { weight: 1 });
    const rival = enter('Query', { orders: 1 });
    expect([stuck.startedMs, question.startedMs, rival.startedMs]).toEqual([null, 0, null]);
    pass(1_000);
    expect([stuck.startedMs, rival.startedMs]).toEqual([1_000, null]);
  });

  it('one at a time: a cancel waits until what is before it has surely arrived, then goes beside', () => {
    const { enter, pass, pacer } = rig({ mostInFlight: 1 });
    const question = enter('Query');
    const cancel = enter('Cancel');
    const second = enter('Cancel');
    pass(999);
    expect(cancel.startedMs).toBeNull();
    pass(1);
    expect(cancel.startedMs).toBe(1_000);
    pass(2_000);
    expect(second.startedMs).toBeNull();
    pacer.left(question);
    pacer.left(cancel);
    expect(second.startedMs).toBe(3_000);
  });

  it('many at a time: one more goes for a cancel, and for nobody else', () => {
    const { enter } = rig({ mostInFlight: 2 });
    enter('Query');
    enter('Query');
    expect(enter('New').startedMs).toBeNull();
    expect(enter('Cancel').startedMs).toBe(0);
    expect(enter('Cancel').startedMs).toBeNull();
  });

  it('what cannot leave in time is refused at once, with the budget as its reason', () => {
    const { enter, pass } = rig();
    enter('Query', { weight: 8 });
    expect(enter('Query', { weight: 8 }, 700).refusals).toEqual([
      { code: 'NoHeadroom', waitedMs: 0 },
    ]);
    const late = enter('Query', { weight: 1 }, -1);
    expect(late.refusals).toEqual([{ code: 'TooLate', deadline: late.notAfter }]);
    const first = enter('Query', { weight: 8 }, 2_000);
    const second = enter('Query', { weight: 8 }, 850);
    pass(850);
    expect(first.startedMs).toBe(800);
    expect(second.refusals).toEqual([{ code: 'NoHeadroom', waitedMs: 850 }]);
  });

  it('who waits for those on their way and runs out of time is too late, not short of budget', () => {
    const { enter, pass } = rig({ mostInFlight: 1 });
    enter('New');
    const waiting = enter('New', { weight: 1 }, 300);
    pass(300);
    expect(waiting.refusals).toEqual([{ code: 'TooLate', deadline: waiting.notAfter }]);
  });

  it('A7-21 the clock set forward past its deadline: nothing is sent late', () => {
    const { enter, pass, setWall, pacer } = rig({ mostInFlight: 1 });
    const running = enter('New');
    const waiting = enter('New', { weight: 1 }, 3_000);
    setWall(600_000);
    pass(10);
    pacer.left(running);
    expect(waiting.startedMs).toBeNull();
    expect(waiting.refusals).toEqual([{ code: 'TooLate', deadline: waiting.notAfter }]);
  });

  it('a lane that closes refuses those who wait in it, and the queue has an end', () => {
    let why: NotSentReason | null = null;
    const { enter, pacer } = rig({ mostInFlight: 1, queued: 2, closed: () => why });
    const running = enter('New');
    const waiting = [enter('New'), enter('New')];
    expect(enter('New').refusals).toEqual([{ code: 'NoHeadroom', waitedMs: 0 }]);
    why = { code: 'VenueClosed', reason: 'maintenance' };
    pacer.left(running);
    for (const { refusals } of waiting) expect(refusals).toEqual([why]);
  });

  it('what could not be signed has cost nothing', () => {
    const { pacer, enter, clock } = rig();
    pacer.enter({
      lane: 'New',
      cost: { weight: 8 },
      notAfter: addMs(clock.now(), 1_000),
      start: () => false,
      refuse: () => undefined,
    });
    expect(pacer.counts()).toEqual({ waiting: 0, inFlight: 0 });
    expect(enter('New', { weight: 8 }).startedMs).toBe(0);
  });
});
