/** Latencies in microseconds, kept in an HdrHistogram: three significant digits up to a minute. */
import { build, type Histogram } from 'hdr-histogram-js';

const HIGHEST_US = 60_000_000;

export interface LatencySummary {
  readonly count: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
  });

  recordMs(ms: number): void {
    this.#histogram.recordValue(Math.min(HIGHEST_US, Math.max(1, Math.round(ms * 1000))));
  }

  summary(): LatencySummary {
    const at = (percentile: number) => this.#histogram.getValueAtPercentile(percentile);
    return {
      count: this.#histogram.totalCount,
      p50Us: at(50),
      p90Us: at(90),
      p99Us: at(99),
      maxUs: this.#histogram.maxValue,
    };
  }
}
