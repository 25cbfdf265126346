/**
 * Arrivals of a Poisson stream, in a process of its own: two numbers each on its output, when it was due
 * and when it was said, by the machine's clock that never goes back. It sleeps to the moment instead of
 * turning in circles, so that the core it would burn is there for what is measured.
 */
import { writeSync } from 'node:fs';
import { nextGapMs, seededChance } from './chance.ts';

const [rate, durationMs, seed] = process.argv.slice(2).map(Number) as [number, number, number];
const STDOUT = 1;
const HEAD_START_MS = 20;

const machineMs = (): number => Number(process.hrtime.bigint()) / 1_000_000;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const said = new Float64Array(2);

const chance = seededChance(seed);
let dueMs = machineMs() + HEAD_START_MS;
const endMs = dueMs + durationMs;
while (dueMs < endMs) {
  const leftMs = dueMs - machineMs();
  if (leftMs > 0) Atomics.wait(sleeper, 0, 0, leftMs);
  said[0] = dueMs;
  said[1] = machineMs();
  writeSync(STDOUT, new Uint8Array(said.buffer));
  dueMs += nextGapMs(rate, chance);
}
