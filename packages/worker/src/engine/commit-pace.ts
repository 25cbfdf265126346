/**
 * Whose time it is that passes. What waits for a slow commit has not left, and what has just left has no
 * answer yet: that is the journal's time and not the venue's, so no venue is asked what became of it and
 * nobody is called. Commits that stay slow hold back what is due for half a minute at most.
 */

/** A commit that takes longer delays what leaves, and so its answers. */
const SLOW_MS = 1_000;
/** So long a venue's answer may take until it is asked for. */
const ANSWERS_MS = 5_000;
/** Orders expire and questions are asked, however slow the journal is. */
const LONGEST_MS = 30_000;

export class CommitPace {
  #beganMs: number | null = null;
  #answersUntilMs = Number.NEGATIVE_INFINITY;
  #heldSinceMs: number | null = null;

  begin(nowMs: number): void {
    this.#beganMs = nowMs;
  }

  /** @returns how many seconds it took. */
  end(nowMs: number): number {
    const tookMs = nowMs - (this.#beganMs ?? nowMs);
    this.#beganMs = null;
    if (tookMs > SLOW_MS) this.#answersUntilMs = nowMs + Math.min(tookMs, ANSWERS_MS);
    return tookMs / 1_000;
  }

  /** Asked some times a second, before what is due is looked at. */
  isJournals(nowMs: number): boolean {
    const isSlow = this.#beganMs !== null && nowMs - this.#beganMs > SLOW_MS;
    if (!isSlow && nowMs >= this.#answersUntilMs) {
      this.#heldSinceMs = null;
      return false;
    }
    this.#heldSinceMs ??= nowMs;
    if (nowMs - this.#heldSinceMs < LONGEST_MS) return true;
    this.#heldSinceMs = nowMs;
    return false;
  }
}
