/** Time that a test moves: nothing fires but by `pass`, in order of its time. */
import { type Clock, fromEpochMs } from '@ultrathink/domain/kernel';
import type { Timers } from './timers.ts';

export interface VirtualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Lets so much time pass and fires what falls due. */
  pass(ms: number): void;
  /** Sets the time of day alone, as an operator would. */
  setWall(byMs: number): void;
  /** Timers that wait. */
  waiting(): number;
}

export function virtualTime(startMs = Date.UTC(2026, 0, 1)): VirtualTime {
  let nowMs = 0;
  let wallMs = startMs;
  let last = 0;
  const due = new Map<number, { readonly atMs: number; readonly run: () => void }>();
  const next = (untilMs: number) =>
    [...due]
      .filter(([, timer]) => timer.atMs <= untilMs)
      .sort(([a, x], [b, y]) => x.atMs - y.atMs || a - b)[0];
  return {
    clock: { now: () => fromEpochMs(wallMs + nowMs), monotonicMs: () => nowMs },
    timers: {
      after(ms, run) {
        last += 1;
        const id = last;
        due.set(id, { atMs: nowMs + Math.max(0, ms), run });
        return () => due.delete(id);
      },
    },
    pass(ms) {
      const untilMs = nowMs + ms;
      for (let timer = next(untilMs); timer !== undefined; timer = next(untilMs)) {
        const [id, { atMs, run }] = timer;
        due.delete(id);
        nowMs = atMs;
        run();
      }
      nowMs = untilMs;
    },
    setWall(byMs) {
      wallMs += byMs;
    },
    waiting: () => due.size,
  };
}
