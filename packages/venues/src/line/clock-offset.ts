/**
 * The venue's clock as we know it, against a clock of ours that does not jump: setting the time of
 * day of this machine changes nothing of what is sent, and is noticed by itself.
 *
 * A sample says: the venue's clock showed this somewhere between two moments of ours. Its middle is
 * the guess, and half the round trip is how wrong it can be (RFC 5905, section 8, without the
 * server's own two stamps, which no venue gives). Of the newest samples the third with the shortest
 * round trips is kept, and of those the median: one queue on the way spoils neither.
 */
import { type Clock, fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';

export interface OffsetSample {
  /** What the venue said, epoch milliseconds. */
  readonly venueMs: number;
  /** Monotonic: just before the first byte out, just after the last byte in. */
  readonly sentMs: number;
  readonly receivedMs: number;
}

/** At `monotonicMs` of ours the venue's clock showed `venueMs`, give or take `uncertaintyMs`. */
export interface OffsetEstimate {
  readonly venueMs: number;
  readonly monotonicMs: number;
  readonly uncertaintyMs: number;
}

export interface OffsetReading {
  /** Venue's clock minus this machine's time of day. */
  readonly ms: number;
  readonly uncertaintyMs: number;
}

/** Samples kept: a burst at the start and the few last ones. */
const KEPT = 9;
/** An older sample says less than the drift of two clocks does. */
const OLDEST_MS = 15 * 60_000;
/** Two clocks of computers part by less than this per millisecond: 100 ppm. */
const DRIFT = 1e-4;
/** Wall and monotonic time that differ by more between two looks: somebody set the clock. */
const JUMP_MS = 250;

/**
 * Null without samples. `stepMs` is how coarse the venue's time is (1,000 where it tells seconds):
 * it is cut off, so the truth lies half a step later on average.
 */
export function estimateOffset(
  samples: readonly OffsetSample[],
  stepMs: number,
): OffsetEstimate | null {
  const byRoundTrip = [...samples].sort((a, b) => roundTrip(a) - roundTrip(b));
  const best = byRoundTrip.slice(0, Math.ceil(samples.length / 3));
  const byOffset = best.sort((a, b) => offsetOf(a) - offsetOf(b));
  const median = byOffset[Math.floor((byOffset.length - 1) / 2)];
  if (median === undefined) return null;
  return {
    venueMs: median.venueMs + (stepMs - 1) / 2,
    monotonicMs: (median.sentMs + median.receivedMs) / 2,
    uncertaintyMs: roundTrip(median) / 2 + (stepMs + 1) / 2,
  };
}

/** By how much the time of day was set between two looks; null when it was not. */
export function clockJumpMs(
  before: { readonly wallMs: number; readonly monotonicMs: number },
  after: { readonly wallMs: number; readonly monotonicMs: number },
): number | null {
  const byMs = after.wallMs - before.wallMs - (after.monotonicMs - before.monotonicMs);
  return Math.abs(byMs) > JUMP_MS ? byMs : null;
}

function roundTrip(sample: OffsetSample): number {
  return sample.receivedMs - sample.sentMs;
}

function offsetOf(sample: OffsetSample): number {
  return sample.venueMs - (sample.sentMs + sample.receivedMs) / 2;
}

export class ClockOffset {
  readonly #clock: Clock;
  readonly #stepMs: number;
  #samples: OffsetSample[] = [];
  #estimate: OffsetEstimate | null = null;
  #looked: { readonly wallMs: number; readonly monotonicMs: number };

  /** `stepMs`: how coarse the venue tells its time; 1 where it tells milliseconds. */
  constructor(clock: Clock, stepMs = 1) {
    this.#clock = clock;
    this.#stepMs = stepMs;
    this.#looked = look(clock);
  }

  measured(venue: UtcTime, sentMs: number, receivedMs: number): void {
    const isPossible = receivedMs >= sentMs && sentMs >= 0;
    if (!isPossible) return;
    const fresh = this.#samples.filter((sample) => receivedMs - sample.receivedMs < OLDEST_MS);
    this.#samples = [...fresh, { venueMs: toEpochMs(venue), sentMs, receivedMs }].slice(-KEPT);
    this.#estimate = estimateOffset(this.#samples, this.#stepMs);
  }

  /** The venue said that our time is wrong: what was measured so far counts no more. */
  doubt(): void {
    this.#samples = [];
  }

  /** The time at the venue; ours until it was measured. */
  now(): UtcTime {
    const estimate = this.#estimate;
    if (estimate === null) return this.#clock.now();
    const elapsedMs = this.#clock.monotonicMs() - estimate.monotonicMs;
    return fromEpochMs(Math.round(estimate.venueMs + elapsedMs));
  }

  /** Null until measured; the uncertainty grows with the age of the measurement. */
  offset(): OffsetReading | null {
    const estimate = this.#estimate;
    if (estimate === null) return null;
    const monotonicMs = this.#clock.monotonicMs();
    const elapsedMs = monotonicMs - estimate.monotonicMs;
    const venueMs = estimate.venueMs + elapsedMs;
    return {
      ms: Math.round(venueMs - toEpochMs(this.#clock.now())),
      uncertaintyMs: Math.ceil(estimate.uncertaintyMs + elapsedMs * DRIFT),
    };
  }

  /** By how much this machine's time of day was set since the last look; null when it was not. */
  noticeJump(): number | null {
    const now = look(this.#clock);
    const byMs = clockJumpMs(this.#looked, now);
    this.#looked = now;
    return byMs;
  }
}

function look(clock: Clock) {
  return { wallMs: toEpochMs(clock.now()), monotonicMs: clock.monotonicMs() };
}
