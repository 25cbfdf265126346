/**
 * Load. The open loop fixes the moment of every request beforehand and measures from it, so a slow
 * answer cannot hide the wait of the requests behind it (no coordinated omission). The closed loop
 * sends one request after another; it shows the least a request can take.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { nextGapMs, seededChance } from './chance.ts';
import { Latencies, type LatencySummary } from './latencies.ts';

export interface OpenLoop {
  readonly ratePerSecond: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly seed: number;
  /** Requests under way at once; one that would be more is counted as refused and not sent. */
  readonly maxInFlight: number;
}

export interface LoadResult extends LatencySummary {
  readonly failed: number;
  /** Not sent, because too many were under way. Above zero, the rate was not held. */
  readonly refused: number;
  /** How late the generator itself was; a part of every latency above. */
  readonly generatorLagP99Us: number;
}

/** A timer may come a millisecond late; the last stretch is waited for turn by turn. */
const TIMER_SLACK_MS = 2;

async function waitUntil(dueMs: number): Promise<void> {
  const left = dueMs - performance.now();
  if (left > TIMER_SLACK_MS) await sleep(left - TIMER_SLACK_MS);
  while (performance.now() < dueMs) await new Promise<void>((go) => setImmediate(go));
}

export async function openLoop(plan: OpenLoop, request: () => Promise<void>): Promise<LoadResult> {
  const chance = seededChance(plan.seed);
  const latencies = new Latencies();
  const lag = new Latencies();
  const underWay = new Set<Promise<void>>();
  const counts = { failed: 0, refused: 0 };
  const startMs = performance.now();
  const measuredFromMs = startMs + plan.warmUpMs;
  const endMs = measuredFromMs + plan.durationMs;

  const send = async (dueMs: number): Promise<void> => {
    const measured = dueMs >= measuredFromMs;
    if (measured) lag.recordMs(performance.now() - dueMs);
    try {
      await request();
      if (measured) latencies.recordMs(performance.now() - dueMs);
    } catch {
      counts.failed += 1;
    }
  };

  let dueMs = startMs + nextGapMs(plan.ratePerSecond, chance);
  while (dueMs < endMs) {
    await waitUntil(dueMs);
    if (underWay.size >= plan.maxInFlight) {
      counts.refused += 1;
    } else {
      const sent = send(dueMs).finally(() => underWay.delete(sent));
      underWay.add(sent);
    }
    dueMs += nextGapMs(plan.ratePerSecond, chance);
  }
  await Promise.all(underWay);
  return { ...latencies.summary(), ...counts, generatorLagP99Us: lag.summary().p99Us };
}

export interface ClosedLoop {
  readonly warmUp: number;
  readonly count: number;
}

/** One after another; a failure ends the bar, because it would measure something else. */
export async function closedLoop(
  plan: ClosedLoop,
  request: (turn: number) => Promise<void>,
): Promise<LatencySummary> {
  const latencies = new Latencies();
  for (let turn = 0; turn < plan.warmUp + plan.count; turn += 1) {
    const startMs = performance.now();
    await request(turn);
    if (turn >= plan.warmUp) latencies.recordMs(performance.now() - startMs);
  }
  return latencies.summary();
}
