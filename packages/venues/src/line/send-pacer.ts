/** What we say on a stream, so many messages a second at most: venues cut off who says more. */
import type { Clock } from '@ultrathink/domain/kernel';
import type { Timers } from './timers.ts';

export interface SendPacer {
  /** False when too much waits already. */
  send(text: string): boolean;
  stop(): void;
}

const MOST_WAITING = 1_000;

export function createSendPacer(
  clock: Clock,
  timers: Timers,
  perSecond: number,
  write: (text: string) => void,
): SendPacer {
  const everyMs = 1000 / perSecond;
  const waiting: string[] = [];
  let nextMs = 0;
  let isStopped = false;
  let cancelTimer: (() => void) | null = null;
  const drain = () => {
    cancelTimer = null;
    for (let text = waiting[0]; text !== undefined && !isStopped; text = waiting[0]) {
      const nowMs = clock.monotonicMs();
      if (nowMs < nextMs) {
        cancelTimer = timers.after(Math.ceil(nextMs - nowMs), drain);
        return;
      }
      nextMs = nowMs + everyMs;
      waiting.shift();
      write(text);
    }
  };
  return {
    send(text) {
      if (isStopped || waiting.length >= MOST_WAITING) return false;
      waiting.push(text);
      if (cancelTimer === null) drain();
      return true;
    },
    stop() {
      isStopped = true;
      waiting.length = 0;
      cancelTimer?.();
    },
  };
}
