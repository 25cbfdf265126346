/** Reads a state as a start does, with the shell loaded, and says what memory that takes. */
import { readFileSync } from 'node:fs';
import { type EngineState, readSnapshot } from '@ultrathink/domain/engine/core';
import { isPersistentMap, mapEach } from '@ultrathink/domain/kernel';
import '@ultrathink/db/engine';
import '@ultrathink/venues';
import '@ultrathink/worker/engine';

const MB = 1e6;
const LENGTH_BYTES = 4;
const [path = ''] = process.argv.slice(2);

const heapMb = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MB;
};

function* partsOf(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    at += LENGTH_BYTES;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

function read(): EngineState {
  const folded = readSnapshot(partsOf(readFileSync(path)));
  if (!folded.ok) throw new Error(JSON.stringify(folded.error));
  return folded.value.state;
}

/** Text of each large map, as a measure of its share; what is shared in memory is counted again. */
function textOf(state: EngineState): (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  const add = (name: string, value: unknown) => {
    if (!isPersistentMap(value)) return;
    let bytes = 0;
    mapEach(value, (item, key) => {
      bytes += String(key).length + JSON.stringify(item).length;
    });
    found.push([`${name}, ${value.size} entries (as text)`, bytes / 1_000]);
  };
  for (const [name, value] of Object.entries(state)) {
    add(name, value);
    if (isPersistentMap(value) || typeof value !== 'object' || value === null) continue;
    for (const [inner, item] of Object.entries(value)) add(`${name}.${inner}`, item);
  }
  return found.sort(([, a], [, b]) => b - a).slice(0, 8);
}

const baseMb = heapMb();
const baseRssMb = process.memoryUsage.rss() / MB;
const startMs = performance.now();
const state = read();
const readMs = performance.now() - startMs;
const heap = heapMb();
const rssMb = process.memoryUsage.rss() / MB;
const mostRssMb = process.resourceUsage().maxRSS / 1_000;
const shares = textOf(state);
process.send?.({ baseMb, baseRssMb, heapMb: heap, rssMb, mostRssMb, readMs, shares });
