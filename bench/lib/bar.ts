/** What a bar is and what it reports. */
import type { LatencySummary } from './latencies.ts';

export interface Row {
  readonly what: string;
  readonly cells: readonly string[];
}

export interface BarResult {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** One sentence: goal and what was measured. */
  readonly verdict: string;
  /** Undefined when the bar has figures but no goal. */
  readonly met: boolean | undefined;
  /** How it was run: rates, counts, rounds, sizes. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Whatever a later reader may want to recompute. */
  readonly raw: unknown;
}

export interface Bar {
  readonly name: string;
  readonly title: string;
  run(): Promise<BarResult>;
}

export const LATENCY_COLUMNS = ['p50', 'p90', 'p99', 'most', 'count'] as const;

export function latencyCells(summary: LatencySummary): string[] {
  const { p50Us, p90Us, p99Us, maxUs, count } = summary;
  return [...[p50Us, p90Us, p99Us, maxUs].map(micros), String(count)];
}

/** `81 us`, `1.24 ms`, `5.42 s`. */
export function micros(us: number): string {
  if (us < 1000) return `${Math.round(us)} us`;
  return us < 1_000_000 ? `${(us / 1000).toFixed(2)} ms` : `${(us / 1_000_000).toFixed(2)} s`;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`;
}
