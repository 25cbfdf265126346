/**
 * What a line keeps of itself for pages: counts, the last faults, and latencies by operation.
 *
 * Latencies are counted in bins that are 1/32 of an octave wide, from 1 us to 134 s, so a percentile
 * is told as the upper edge of its bin: never less than it was, and at most 3.2 % more. Two
 * histograms take turns every five minutes and are read together, so what is told is the last five
 * to ten minutes. 3.5 kB each, 28 octaves of 32 bins.
 */
import type { Clock, UtcTime } from '@ultrathink/domain/kernel';
import type { Operation } from '../contract/operations.ts';
import type { LatencySummary, LineHealth } from './health.ts';
import type { LineResult } from './line.ts';

const BINS_PER_OCTAVE = 32;
const OCTAVES = 28;
const TURN_MS = 5 * 60_000;
const FAULTS_KEPT = 20;

export interface Meter {
  latency(operation: Operation, durationMs: number): void;
  ended(result: LineResult): void;
  fault(text: string): void;
  read(): Pick<LineHealth, 'latencies' | 'counts' | 'lastFaults'>;
}

export function createMeter(clock: Clock): Meter {
  const histograms = new Map<Operation, LatencyHistogram>();
  const counts = { answered: 0, notSent: 0, noAnswer: 0 };
  const lastFaults: { at: UtcTime; text: string }[] = [];
  const fault = (text: string) => {
    lastFaults.unshift({ at: clock.now(), text });
    if (lastFaults.length > FAULTS_KEPT) lastFaults.pop();
  };
  return {
    fault,
    latency(operation, durationMs) {
      let histogram = histograms.get(operation);
      if (histogram === undefined) {
        histogram = new LatencyHistogram();
        histograms.set(operation, histogram);
      }
      histogram.record(durationMs, clock.monotonicMs());
    },
    ended(result) {
      if (result.kind === 'Answered') {
        counts.answered += 1;
        if (result.status >= 500) fault(`${result.evidence.operation}: status ${result.status}`);
      } else if (result.kind === 'NotSent') {
        counts.notSent += 1;
        if (result.why.code === 'ConnectFailed') fault(`no connection: ${result.why.detail}`);
      } else {
        counts.noAnswer += 1;
        fault(`${result.evidence.operation}: ${result.evidence.fault ?? result.fault}`);
      }
    },
    read() {
      const nowMs = clock.monotonicMs();
      const read = [...histograms].map(([operation, of]) => [operation, of.read(nowMs)] as const);
      return {
        latencies: Object.fromEntries(read.filter(([, summary]) => summary.count > 0)),
        counts: { ...counts },
        lastFaults: [...lastFaults],
      };
    },
  };
}

export class LatencyHistogram {
  #current = new Uint32Array(BINS_PER_OCTAVE * OCTAVES);
  #previous = new Uint32Array(BINS_PER_OCTAVE * OCTAVES);
  #turnedMs: number | null = null;

  record(durationMs: number, nowMs: number): void {
    this.#turn(nowMs);
    const bin = binOf(durationMs);
    this.#current[bin] = (this.#current[bin] ?? 0) + 1;
  }

  read(nowMs: number): LatencySummary {
    this.#turn(nowMs);
    const bins = this.#current.map((count, bin) => count + (this.#previous[bin] ?? 0));
    const count = bins.reduce((sum, each) => sum + each, 0);
    return {
      count,
      p50Ms: edgeAt(bins, count * 0.5),
      p90Ms: edgeAt(bins, count * 0.9),
      p99Ms: edgeAt(bins, count * 0.99),
      mostMs: edgeAt(bins, count),
    };
  }

  #turn(nowMs: number): void {
    this.#turnedMs ??= nowMs;
    const passedMs = nowMs - this.#turnedMs;
    if (passedMs < TURN_MS) return;
    [this.#current, this.#previous] = [this.#previous, this.#current];
    this.#current.fill(0);
    if (passedMs >= 2 * TURN_MS) this.#previous.fill(0);
    this.#turnedMs = nowMs;
  }
}

function binOf(durationMs: number): number {
  const us = Math.max(1, durationMs * 1000);
  const octave = Math.min(OCTAVES - 1, Math.floor(Math.log2(us)));
  const within = Math.floor((us / 2 ** octave - 1) * BINS_PER_OCTAVE);
  return octave * BINS_PER_OCTAVE + Math.min(BINS_PER_OCTAVE - 1, Math.max(0, within));
}

/** The upper edge of the bin in which the `rank`th smallest lies; 0 when there is none. */
function edgeAt(bins: Uint32Array, rank: number): number {
  let seen = 0;
  for (const [bin, count] of bins.entries()) {
    seen += count;
    if (count > 0 && seen >= rank) {
      const octave = Math.floor(bin / BINS_PER_OCTAVE);
      return (2 ** octave * (1 + ((bin % BINS_PER_OCTAVE) + 1) / BINS_PER_OCTAVE)) / 1000;
    }
  }
  return 0;
}
