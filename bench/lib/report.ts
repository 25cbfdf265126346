/** Prints a bar's table and keeps its JSON in `bench/results`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Bar, BarResult } from './bar.ts';
import { micros } from './bar.ts';
import type { LatencySummary } from './latencies.ts';
import type { Machine } from './machine.ts';

const RESULTS = new URL('../results/', import.meta.url);

export interface Report {
  readonly bar: Bar;
  readonly result: BarResult;
  readonly hiccups: LatencySummary;
  readonly machine: Machine;
  readonly startedAt: string;
  readonly seconds: number;
}

export function printReport({ bar, result, hiccups, machine, startedAt, seconds }: Report): void {
  const settings = Object.entries(result.settings).map(([key, value]) => `${key} ${value}`);
  const header = ['', ...result.columns];
  const lines = [header, ...result.rows.map((row) => [row.what, ...row.cells])];
  const widths = header.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  console.log(`\n${bar.name}  ${bar.title}`);
  for (const line of lines) {
    const cells = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join('  ')}`);
  }
  const mark = result.met === undefined ? 'measured' : result.met ? 'met' : 'NOT MET';
  console.log(`  ${mark}: ${result.verdict}`);
  console.log(`  ${settings.join(', ')}`);
  console.log(
    `  hiccups p99 ${micros(hiccups.p99Us)}, most ${micros(hiccups.maxUs)}; load before ` +
      `${machine.loadBefore}; ${startedAt}, ${seconds.toFixed(0)} s`,
  );
}

export function keepReport(report: Report): void {
  mkdirSync(RESULTS, { recursive: true });
  const { bar, ...rest } = report;
  const stamp = report.startedAt.replace(/[:.]/g, '-');
  const json = JSON.stringify({ name: bar.name, title: bar.title, ...rest }, null, 2);
  writeFileSync(new URL(`${bar.name}-${stamp}.json`, RESULTS), `${json}\n`);
}
