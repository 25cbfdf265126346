import type { Freshness } from '@/features/live/freshness.ts';

/** A line that is back within this was never worth a word. */
const GRACE_MS = 2_000;

/**
 * What is safe while there is no line to the platform; null while there is nothing to say.
 * @param openMs how long the page has been open
 */
export function lineWords({ state, ageMs }: Freshness, openMs: number): string | null {
  if (state === 'offline') {
    return 'What you see is from before. Nothing is sent until this browser is back on a network.';
  }
  if (state === 'live' || state === 'slow' || (ageMs ?? openMs) < GRACE_MS) return null;
  if (ageMs === null) return 'This page waits for its line to the platform. Nothing is sent.';
  return 'What you see is from before. This page comes back by itself.';
}
