import type { ChartUnit } from './chart-unit.ts';

export interface LineSeries {
  readonly id: string;
  readonly name: string;
  /** A benchmark is what the others are compared with: quieter, dashed. */
  readonly role?: 'own' | 'benchmark';
}

/** One instant and the figure of each series there, as decimal text; null where there is none. */
export interface LinePoint {
  readonly at: string;
  readonly values: Readonly<Record<string, string | null>>;
}

/** What is drawn of a chart over time. */
export interface LineChartData {
  readonly series: readonly LineSeries[];
  readonly points: readonly LinePoint[];
  readonly unit: ChartUnit;
  readonly label?: string;
  /** One series only: its area in at most 16 % of the accent. */
  readonly area?: boolean;
  /** Keeps zero on the axis and draws its line where figures fall below it. */
  readonly zero?: boolean;
  /** Limits and objectives, each as a line with words. */
  readonly thresholds?: readonly {
    readonly value: string;
    readonly words: string;
    readonly tone?: 'ink' | 'danger';
  }[];
  /** Events that explain a step: flows in and out. */
  readonly flags?: readonly {
    readonly at: string;
    readonly words: string;
    readonly side: 'in' | 'out';
  }[];
  /** The instant the axis reaches to when the figures end earlier. */
  readonly until?: string;
  readonly state?: 'ready' | 'stale' | 'offline';
  /** "last price 12 s ago", at the end of a line that has gone stale. */
  readonly staleWords?: string;
}
