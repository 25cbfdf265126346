/** The thread of `hiccups.ts`. */
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { Latencies } from './latencies.ts';

const SLEEP_MS = 1;

if (parentPort) {
  const latencies = new Latencies();
  const neverWoken = new Int32Array(new SharedArrayBuffer(4));
  while (receiveMessageOnPort(parentPort) === undefined) {
    const startMs = performance.now();
    Atomics.wait(neverWoken, 0, 0, SLEEP_MS);
    latencies.recordMs(performance.now() - startMs - SLEEP_MS);
  }
  parentPort.postMessage(latencies.summary());
}
