/**
 * `npm test [-- stage...]`: prepares the machine, runs every stage (or those named), and ends with
 * one line `N passed, N failed` over everything. What failed can be read in report/index.html.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { bootstrap } from './lib/bootstrap.mjs';

/** Enough of a long output to see the first fault; all of it stands in the report. */
const LINES_SHOWN = 60;

async function main({ steps }) {
  const { chosenStages, REPORT, STAGES } = await import('./lib/stages.mjs');
  const { Fault } = await import('./lib/fault.mjs');
  const asked = process.argv.slice(2);
  const { stages, unknown } = chosenStages(asked);
  if (unknown.length > 0) {
    throw new Fault(
      `There is no stage ${unknown.join(', ')}.`,
      `Choose from: checks, ${STAGES.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (asked.length === 0) rmSync(REPORT, { recursive: true, force: true });
  await generate(steps);
  const results = [];
  for (const stage of stages) results.push(await runStage(steps, stage));
  return conclude(results, REPORT);
}

async function generate(steps) {
  const { generateClient } = await import('./lib/generate.mjs');
  await steps.run('generate', 'the database client', () => generateClient());
}

async function runStage(steps, stage) {
  const since = performance.now();
  let result;
  await steps
    .run(stage.name, stage.about, async () => {
      result = await stage.run(process.env);
      if (result.counts.failed > 0) throw new StageFailed();
      return sentence(stage, result);
    })
    .catch((error) => {
      if (error instanceof StageFailed) return steps.tell(shorten(result.output));
      result = { counts: { passed: 0, failed: 1, skipped: 0 }, output: error.stack };
      steps.tell(result.output);
    });
  return { ...stage, ...result, ms: performance.now() - since };
}

/** Only says that the step did not go well; the counts say how. */
class StageFailed extends Error {}

function sentence({ about }, { counts, detail }) {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  const tests = counts.passed > 1 ? `: ${counts.passed} passed${skipped}` : '';
  return `${about}${tests}${detail === undefined ? '' : ` (${detail})`}`;
}

function shorten(output) {
  const lines = stripVTControlCharacters(output ?? '')
    .trim()
    .split('\n');
  const more = lines.length - LINES_SHOWN;
  if (more <= 0) return lines.join('\n');
  return [`(${more} lines before these are in the report)`, ...lines.slice(-LINES_SHOWN)].join(
    '\n',
  );
}

async function conclude(results, folder) {
  const { addCounts } = await import('./lib/counts.mjs');
  const { writeReport } = await import('./lib/report-page.mjs');
  const { passed, failed, skipped } = addCounts(results.map(({ counts }) => counts));
  const line = `${passed} passed, ${failed} failed`;
  const page = writeReport(folder, results, line);
  const also = skipped > 0 ? ` ${skipped} tests were skipped.` : '';
  process.stdout.write(`\nReport: ${page}.${also}\n${line}\n`);
  return failed === 0 ? 0 : 1;
}

await bootstrap(fileURLToPath(import.meta.url), main);
