/**
 * Loaded into a process that is measured: says over the channel to its parent what it keeps once
 * everything that is garbage was collected, so that a collector that takes its time looks like no leak.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface KeptMemory {
  readonly kind: 'KeptMemory';
  /** The heap after a collection, and what hangs on it outside. */
  readonly keptMb: number;
  readonly rssMb: number;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

process.on('message', (message: unknown) => {
  if (message !== 'memory') return;
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const told: KeptMemory = {
    kind: 'KeptMemory',
    keptMb: (heapUsed + external) / 1e6,
    rssMb: rss / 1e6,
  };
  process.send?.(told);
});
// The channel alone keeps nobody alive.
process.channel?.unref();
