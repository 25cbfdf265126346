/**
 * Loaded into a process that is measured: says over the channel to its parent what it keeps once
 * everything that is garbage was collected, so that a collector that takes its time looks like no leak.
 */
import { keptMb } from './kept-mb.ts';

export interface KeptMemory {
  readonly kind: 'KeptMemory';
  readonly keptMb: number;
}

process.on('message', (message: unknown) => {
  if (message !== 'memory') return;
  process.send?.({ kind: 'KeptMemory', keptMb: keptMb() } satisfies KeptMemory);
});
// The channel alone keeps nobody alive.
process.channel?.unref();
