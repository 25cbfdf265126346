/** Waiting as a port, so that a test may drive it: the real one is Node's. */
export interface Timers {
  /** Runs once after that many milliseconds; what comes back cancels it, and may be called twice. */
  after(ms: number, run: () => void): () => void;
}

/** Longer waits overflow Node's timers, which then fire at once. */
const LONGEST_MS = 2_147_483_647;

export const realTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
