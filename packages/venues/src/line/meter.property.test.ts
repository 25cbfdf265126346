import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './meter.ts';

describe('Latencies', () => {
  it('are told as they were or up to 3.2 % more, and never less', () => {
    const durations = fc.array(fc.double({ min: 0.001, max: 100_000, noNaN: true }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(durations, (all) => {
        const histogram = new LatencyHistogram();
        for (const durationMs of all) histogram.record(durationMs, 0);
        const sorted = [...all].sort((a, b) => a - b);
        const summary = histogram.read(0);
        expect(summary.count).toBe(all.length);
        for (const [told, share] of [
          [summary.p50Ms, 0.5],
          [summary.p90Ms, 0.9],
          [summary.p99Ms, 0.99],
          [summary.mostMs, 1],
        ] as const) {
          const was = sorted[Math.ceil(all.length * share) - 1] ?? 0;
          expect(told).toBeGreaterThanOrEqual(was * (1 - 1e-9));
          expect(told).toBeLessThanOrEqual(was * 1.032);
        }
      }),
    );
  });

  it('are of the last five to ten minutes', () => {
    const histogram = new LatencyHistogram();
    histogram.record(5, 0);
    histogram.record(7, 6 * 60_000);
    expect(histogram.read(6 * 60_000).count).toBe(2);
    expect(histogram.read(12 * 60_000).count).toBe(1);
    expect(histogram.read(60 * 60_000)).toMatchObject({ count: 0, p50Ms: 0 });
  });

  it('beyond what is counted stand in the last bin', () => {
    const histogram = new LatencyHistogram();
    histogram.record(10_000_000, 0);
    histogram.record(-1, 0);
    expect(histogram.read(0)).toMatchObject({ count: 2 });
  });
});
