/** Load from another process, open loop: each arrival is told with the moment it was due. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Latencies, type LatencySummary } from './latencies.ts';

export interface Arrivals {
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly seed: number;
}

/** The machine's clock that never goes back, which all processes share. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1_000_000;

const PROCESS = fileURLToPath(new URL('./arrivals-process.ts', import.meta.url));
const BYTES = 16;

/** Resolves after the last one with how late the generator itself was. */
export async function tellArrivals(
  { ratePerSecond, durationMs, seed }: Arrivals,
  tell: (dueMs: number) => void,
): Promise<{ readonly count: number; readonly lag: LatencySummary }> {
  const args = [PROCESS, ratePerSecond, durationMs, seed].map(String);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lag = new Latencies();
  let count = 0;
  let rest: Buffer = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % BYTES);
    for (let at = 0; at < whole; at += BYTES) {
      const dueMs = bytes.readDoubleLE(at);
      lag.recordMs(bytes.readDoubleLE(at + BYTES / 2) - dueMs);
      count += 1;
      tell(dueMs);
    }
    rest = bytes.subarray(whole);
  });
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`The generator ended with ${code}.`);
  return { count, lag: lag.summary() };
}
