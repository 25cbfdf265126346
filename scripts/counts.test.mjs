import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addCounts, countPlaywright, countVitest, timesPlaywright } from './lib/counts.mjs';
import { writeReport } from './lib/report-page.mjs';
import { chosenStages, STAGES } from './lib/stages.mjs';

const vitest = (more) => ({
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  ...more,
});

describe('what vitest reports', () => {
  it('is counted as it is', () => {
    expect(countVitest(vitest({}))).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const broken = { success: false, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(countVitest(vitest(broken)).failed).toBe(1);
  });

  it('counts an error outside every test as a failure', () => {
    expect(countVitest(vitest({ success: false })).failed).toBe(1);
  });
});

describe('what Playwright reports', () => {
  const report = (stats, errors = []) => ({
    stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    errors,
  });

  it('counts a test that passed at the second attempt as a failure', () => {
    expect(countPlaywright(report({ flaky: 1 }))).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it('counts a server that did not start as a failure', () => {
    const nothing = report({ expected: 0 }, [{ message: 'Timed out waiting for webServer' }]);
    expect(countPlaywright(nothing).failed).toBe(1);
  });
});

it('says how long each project of a browser run took, beside the others of its time', () => {
  const test = (projectName, second, duration) => ({
    projectName,
    results: [{ startTime: `2026-11-21T10:00:${second}.000Z`, duration }],
  });
  const faults = { specs: [{ tests: [test('faults', '40', 9_600)] }] };
  const pages = {
    specs: [{ tests: [test('pages', '10', 4_000)] }],
    suites: [{ specs: [{ tests: [test('pages', '12', 20_000), test('pages', '11', 1_000)] }] }],
  };
  expect(timesPlaywright({ suites: [faults, pages] })).toBe('pages 22 s, faults 10 s');
});

it('adds up everything that was counted', () => {
  const all = [
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 512, failed: 2, skipped: 3 },
  ];
  expect(addCounts(all)).toEqual({ passed: 513, failed: 2, skipped: 3 });
});

describe('stages', () => {
  it('are all run when none is named', () => {
    expect(chosenStages([]).stages).toEqual(STAGES);
  });

  it('are run in their own order, however they are named', () => {
    const { stages, unknown } = chosenStages(['e2e', 'unit', 'checks', 'moon']);
    const names = stages.map(({ name }) => name);
    expect(names.at(-2)).toBe('unit');
    expect(names.at(-1)).toBe('browser');
    expect(names).toContain('secrets');
    expect(unknown).toEqual(['moon']);
  });
});

describe('the report', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('shows what failed first, with its output, screenshots and traces, and runs none of it', () => {
    mkdirSync(join(folder, 'browser-traces/a test'), { recursive: true });
    writeFileSync(join(folder, 'browser-traces/a test/shot.png'), '');
    writeFileSync(join(folder, 'browser-traces/a test/trace.zip'), '');
    const well = {
      name: 'unit',
      about: 'unit',
      counts: { passed: 9, failed: 0, skipped: 0 },
      ms: 5,
    };
    const output = '\u001b[31m<script>alert(1)</script>\u001b[39m';
    const ill = {
      name: 'db',
      about: 'db',
      counts: { passed: 1, failed: 1, skipped: 0 },
      ms: 5,
      output,
    };
    const html = readFileSync(writeReport(folder, [well, ill], '10 passed, 1 failed'), 'utf8');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.indexOf('>db ')).toBeLessThan(html.indexOf('>unit '));
    expect(html).toContain('src="browser-traces/a test/shot.png"');
    expect(html).toContain('show-trace');
  });
});
