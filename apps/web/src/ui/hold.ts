/** How long a finger stays down before the act is meant, in milliseconds. */
export const HOLD_MS = 1_500;

/** A press that began at `startedMs`, on the clock of `performance.now()`; `null` while up. */
export type Hold = { readonly startedMs: number } | null;

/** Share of the hold that is done, 0 to 1. A clock that steps back counts as no time passed. */
export function holdProgress(hold: Hold, nowMs: number, holdMs: number = HOLD_MS): number {
  if (hold === null) return 0;
  return Math.min(1, Math.max(0, (nowMs - hold.startedMs) / holdMs));
}

/** What is left, said in tenths of a second: "0.6 s". */
export function holdLeft(progress: number, holdMs: number = HOLD_MS): string {
  return `${(((1 - progress) * holdMs) / 1_000).toFixed(1)} s`;
}

/** Whether what was typed is the word asked for. Blanks around it are forgiven, nothing else. */
export function typedMatches(typed: string, word: string): boolean {
  return word !== '' && typed.trim() === word;
}
