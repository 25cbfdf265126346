/**
 * What the machine itself does to a waiting thread: a thread of its own sleeps a millisecond at a
 * time and records by how much each sleep ran over. A bar's tail is read against it.
 */
import { Worker } from 'node:worker_threads';
import type { LatencySummary } from './latencies.ts';

export interface HiccupMeter {
  stop(): Promise<LatencySummary>;
}

export function startHiccupMeter(): HiccupMeter {
  const worker = new Worker(new URL('./hiccup-thread.ts', import.meta.url));
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        worker.once('message', (summary: LatencySummary) => resolve(summary));
        worker.once('error', reject);
        worker.postMessage('stop');
      }),
  };
}
