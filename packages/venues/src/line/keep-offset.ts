/** Measures the venue's clock: a few times at the start, then again and again, and when told to. */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { ClockOffset } from './clock-offset.ts';
import type { Timers } from './timers.ts';

export interface OffsetKeeper {
  /** The venue refused a request for its time: measure now, unless it is being done. */
  refused(): void;
  close(): void;
}

export interface OffsetKeeping {
  readonly offset: ClockOffset;
  readonly clock: Clock;
  readonly timers: Timers;
  /**
   * One question for the time: what the venue said, and how long the exchange
   * took (`evidence.durationMs`, so that waiting for a turn does not count). Null for no answer.
   */
  readonly ask: () => Promise<{ readonly venue: UtcTime; readonly durationMs: number } | null>;
  readonly everyMs: number;
  /** This machine's time of day was set, by so much. */
  readonly onJump?: (byMs: number) => void;
}

/** Samples at the start and after a refusal, one after the other. */
const BURST = 5;
/** How often the time of day is compared with the one that does not jump. */
const LOOK_MS = 1_000;

export function keepOffset(keeping: OffsetKeeping): OffsetKeeper {
  const { offset, clock, timers, ask, everyMs, onJump } = keeping;
  let isClosed = false;
  let isMeasuring = false;
  let cancelMeasure: () => void = () => undefined;
  let cancelLook: () => void = () => undefined;

  const measure = async (times: number) => {
    if (isMeasuring || isClosed) return;
    isMeasuring = true;
    cancelMeasure();
    for (let nth = 0; nth < times && !isClosed; nth += 1) {
      const told = await ask().catch(() => null);
      const receivedMs = clock.monotonicMs();
      if (told === null) break;
      offset.measured(told.venue, receivedMs - told.durationMs, receivedMs);
    }
    isMeasuring = false;
    if (!isClosed) cancelMeasure = timers.after(everyMs, () => void measure(1));
  };
  const look = () => {
    const byMs = offset.noticeJump();
    if (byMs !== null) onJump?.(byMs);
    cancelLook = timers.after(LOOK_MS, look);
  };

  void measure(BURST);
  cancelLook = timers.after(LOOK_MS, look);
  return {
    refused() {
      offset.doubt();
      void measure(BURST);
    },
    close() {
      isClosed = true;
      cancelMeasure();
      cancelLook();
    },
  };
}
