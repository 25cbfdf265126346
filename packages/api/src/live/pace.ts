/**
 * How often a stream is written. What comes after a silence goes out at once, and so do the next few,
 * so that an order with its fill is not held up; what goes on comes several at once at a steady beat,
 * because a message costs about as much as fifty notices do.
 */

/** As often as a stream is written while more comes all the time. */
export const WRITE_EVERY_MS = 50;

/** Messages that go out at once after a silence of as many beats. */
export const WRITES_AT_ONCE = 4;

export class Pace {
  /** When what was written would be written at the steady beat alone. */
  #dueMs = 0;

  /** Something was written now; how long the next waits, in ms. */
  wroteAt(nowMs: number): number {
    this.#dueMs = Math.max(this.#dueMs, nowMs) + WRITE_EVERY_MS;
    return Math.max(0, this.#dueMs - (WRITES_AT_ONCE - 1) * WRITE_EVERY_MS - nowMs);
  }
}
