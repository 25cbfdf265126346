/**
 * The stages of `npm test`, in the order in which a fault is cheapest to find. Each answers its
 * counts, and the output a person needs when something failed.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS, turbo } from './checks.mjs';
import { findChromium } from './chromium.mjs';
import { countPlaywright, countVitest, NOTHING_RAN, timesPlaywright } from './counts.mjs';
import { explain } from './fault.mjs';
import { binOf, ROOT } from './paths.mjs';
import { referenceFolder } from './reference-data.mjs';
import { runNode } from './run.mjs';

export const REPORT = join(ROOT, 'report');

/** What every test is started with: no colours in reports, and where reference data lies. */
const testEnv = (env) => ({ ...env, REFERENCE_DATA: referenceFolder(env), NO_COLOR: '1' });

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

function stageOfCheck({ name, about, check }) {
  return {
    name,
    about,
    run: async () => {
      const { ok, output, detail } = await check();
      return { counts: one(ok), output, detail };
    },
  };
}

function vitestStage(name, about, projects) {
  return {
    name,
    about,
    run: async (env) => {
      const file = join(REPORT, `${name}.json`);
      rmSync(file, { force: true });
      mkdirSync(REPORT, { recursive: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const chosen = projects.map((project) => `--project=${project}`);
      const args = [binOf('vitest'), 'run', ...chosen, ...reporters];
      const { output, status } = await runNode(args, { env: testEnv(env) });
      return { counts: read(file, countVitest, status), output };
    },
  };
}

async function build() {
  const { status, output } = await turbo(['run', 'build', '--output-logs=new-only']);
  return { counts: one(status === 0), output, detail: 'web' };
}

async function browser(env) {
  const file = join(REPORT, 'browser.json');
  rmSync(file, { force: true });
  let path;
  try {
    path = await findChromium(env);
  } catch (error) {
    return { counts: NOTHING_RAN, output: explain(error) };
  }
  const args = [
    binOf('@playwright/test', 'playwright'),
    'test',
    '--config',
    'e2e/playwright.config.ts',
  ];
  const { output, status } = await runNode(args, { env: { ...testEnv(env), CHROMIUM_PATH: path } });
  return { counts: read(file, countPlaywright, status), output, detail: timesOf(file) ?? path };
}

/** Pages and what stops processes have budgets of their own. */
function timesOf(file) {
  try {
    return timesPlaywright(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A report that says all is well from a run that ended badly is not believed. */
function read(file, count, status) {
  try {
    const counts = count(JSON.parse(readFileSync(file, 'utf8')));
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return NOTHING_RAN;
  }
}

const CHECK_STAGES = CHECKS.map(stageOfCheck);

export const STAGES = [
  ...CHECK_STAGES,
  vitestStage('unit', 'unit and property tests', ['unit']),
  vitestStage('db', 'database tests', ['db', 'alone']),
  { name: 'build', about: 'production build', run: build },
  { name: 'browser', about: 'journeys in a browser', run: browser },
];

const GROUPS = { checks: CHECK_STAGES.map(({ name }) => name), e2e: ['browser'] };

/** The stages that were asked for by name, in their own order; all of them when none was. */
export function chosenStages(names) {
  if (names.length === 0) return { stages: STAGES, unknown: [] };
  const wanted = new Set(names.flatMap((name) => GROUPS[name] ?? [name]));
  const known = new Set(STAGES.map(({ name }) => name));
  return {
    stages: STAGES.filter(({ name }) => wanted.has(name)),
    unknown: [...wanted].filter((name) => !known.has(name)),
  };
}
