/** Prometheus metrics of one process: Node's own, and what the process adds. */
import type { ProcessKind } from '@ultrathink/domain/operations';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Every name of ours begins so, which keeps them apart from Node's in a shared Prometheus. */
export const METRIC_PREFIX = 'ultrathink_';

/** Seconds; from a tenth of a millisecond, because the door answers in that time. */
export const LATENCY_BUCKETS_SECONDS = [
  0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

export function createRegistry(kind: ProcessKind): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: kind });
  collectDefaultMetrics({ register: registry });
  return registry;
}
