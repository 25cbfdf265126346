/**
 * `npm run bench [-- B1 B3]`: runs the bars named, or all of them, one after another. A bar that
 * misses its goal is printed as it is and does not fail the run; a bar that could not be measured
 * does.
 */
import { performance } from 'node:perf_hooks';
import type { Bar } from './lib/bar.ts';
import { startHiccupMeter } from './lib/hiccups.ts';
import { describeMachine } from './lib/machine.ts';
import { stopPlatform } from './lib/platform.ts';
import { keepReport, printReport } from './lib/report.ts';

/** Loaded when asked for: a bar of the database needs no browser. */
const BARS: Readonly<Record<string, () => Promise<Bar>>> = {
  B1: async () => (await import('./b1-test-database.ts')).bar,
  B2: async () => (await import('./b2-query.ts')).bar,
  B3: async () => (await import('./b3-table.ts')).bar,
  B4: async () => (await import('./b4-javascript.ts')).bar,
  B5: async () => (await import('./b5-lighthouse.ts')).bar,
  B6: async () => (await import('./b6-door.ts')).bar,
  PERMISSION: async () => (await import('./permission.ts')).bar,
  'SIGN-IN': async () => (await import('./sign-in.ts')).bar,
  P1: async () => (await import('./p1-order.ts')).bar,
  P2: async () => (await import('./p2-end-to-end.ts')).bar,
  P3: async () => (await import('./p3-click.ts')).bar,
  P4: async () => (await import('./p4-step.ts')).bar,
  JOURNAL: async () => (await import('./journal.ts')).bar,
  P5: async () => (await import('./p5-ticks.ts')).bar,
  WATCH: async () => (await import('./p5-watch.ts')).bar,
  P6: async () => (await import('./p6-seal.ts')).bar,
  P7: async () => (await import('./p7-verify.ts')).bar,

  P8: async () => (await import('./p8-growth.ts')).bar,
  P9: async () => (await import('./p9-restart.ts')).bar,
  P12: async () => (await import('./p12-memory.ts')).bar,
  STOP: async () => (await import('./stop.ts')).bar,
  ADAPTER: async () => (await import('./adapter.ts')).bar,
  MEMORY: async () => (await import('./memory.ts')).bar,
  PROOF: async () => (await import('./proof-10m.ts')).bar,
};

async function measure(bar: Bar): Promise<void> {
  const machine = describeMachine();
  const startedAt = new Date().toISOString();
  const startMs = performance.now();
  const meter = startHiccupMeter();
  const result = await bar.run();
  const hiccups = await meter.stop();
  const seconds = (performance.now() - startMs) / 1000;
  const report = { bar, result, hiccups, machine, startedAt, seconds };
  printReport(report);
  keepReport(report);
}

const asked = process.argv.slice(2).map((name) => name.toUpperCase());
const unknown = asked.filter((name) => !(name in BARS));
if (unknown.length > 0) {
  console.error(
    `No bar is called ${unknown.join(', ')}. There are ${Object.keys(BARS).join(', ')}.`,
  );
  process.exit(1);
}
const { cpu, cores, memoryGb, system, node, commit } = describeMachine();
console.log(`${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, commit ${commit}`);

let unmeasured = 0;
for (const [name, load] of Object.entries(BARS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    await measure(await load());
  } catch (error) {
    unmeasured += 1;
    console.error(
      `\n${name} could not be measured: ${error instanceof Error ? error.stack : error}`,
    );
  }
}
await stopPlatform();
// The hiccup thread of a bar that failed may still run.
process.exit(unmeasured === 0 ? 0 : 1);
