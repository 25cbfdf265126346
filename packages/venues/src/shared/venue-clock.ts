/**
 * A venue's clock as we know it: measured against a clock of ours that does not jump, so that setting
 * the time of day of this machine changes nothing of what is sent.
 */
import { type Clock, fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';

interface Anchor {
  readonly venueMs: number;
  readonly monotonicMs: number;
  readonly uncertaintyMs: number;
}

/** A measurement that is so old may be replaced by one that is less sure. */
const TRUSTED_MS = 120_000;

export class VenueClock {
  readonly #clock: Clock;
  #anchor: Anchor | null = null;
  #isDoubted = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One exchange: the venue said `venue` somewhere between these two moments of ours. */
  measured(venue: UtcTime, sentMonotonicMs: number, receivedMonotonicMs: number): void {
    const uncertaintyMs = (receivedMonotonicMs - sentMonotonicMs) / 2;
    const monotonicMs = sentMonotonicMs + uncertaintyMs;
    const known = this.#anchor;
    const isBetter =
      known === null ||
      this.#isDoubted ||
      uncertaintyMs <= known.uncertaintyMs ||
      monotonicMs - known.monotonicMs > TRUSTED_MS;
    if (!isBetter) return;
    this.#anchor = { venueMs: toEpochMs(venue), monotonicMs, uncertaintyMs };
    this.#isDoubted = false;
  }

  /** The venue said that our time is wrong: the next measurement counts, however sure it is. */
  doubt(): void {
    this.#isDoubted = true;
  }

  /** The time at the venue; ours until it was measured. */
  now(): UtcTime {
    const anchor = this.#anchor;
    if (anchor === null) return this.#clock.now();
    const elapsedMs = this.#clock.monotonicMs() - anchor.monotonicMs;
    return fromEpochMs(Math.round(anchor.venueMs + elapsedMs));
  }

  offset(): { readonly ms: number; readonly uncertaintyMs: number } | null {
    if (this.#anchor === null) return null;
    const ms = toEpochMs(this.now()) - toEpochMs(this.#clock.now());
    return { ms, uncertaintyMs: this.#anchor.uncertaintyMs };
  }
}
