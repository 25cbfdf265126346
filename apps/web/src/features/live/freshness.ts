import { type FreshnessName, freshnessOf } from '@/ui/status-words.ts';

/** How the one line to the platform is. */
export type LineState = 'Connecting' | 'Open' | 'Lost';

export type Freshness = {
  readonly state: FreshnessName;
  /** Since the last sign of life, in ms; null before the first. */
  readonly ageMs: number | null;
};

/**
 * How fresh what the line brings is. A line that is lost says so before any age does. Being offline
 * only explains silence: a platform on this very machine answers without a network.
 */
export function lineFreshness(line: {
  readonly state: LineState;
  readonly isOnline: boolean;
  readonly beatAgeMs: number | null;
}): Freshness {
  const { state, isOnline, beatAgeMs } = line;
  const byAge = freshnessOf(beatAgeMs);
  const isSilent = state !== 'Open' || byAge === 'stale' || byAge === 'no-data';
  if (isSilent && !isOnline) return { state: 'offline', ageMs: beatAgeMs };
  if (state === 'Lost') return { state: 'reconnecting', ageMs: beatAgeMs };
  return { state: byAge, ageMs: beatAgeMs };
}

/**
 * How fresh the figures of a topic are that speaks every `everyMs`: judged by how late the next one
 * is, so that a topic of one a second does not read Slow between two of them.
 */
export function topicFreshness(line: Freshness, ageMs: number | null, everyMs: number): Freshness {
  if (ageMs === null) return { ...line, state: line.state === 'live' ? 'no-data' : line.state };
  if (line.state === 'offline' || line.state === 'reconnecting') return { ...line, ageMs };
  return { state: freshnessOf(Math.max(0, ageMs - everyMs)), ageMs };
}
