/**
 * The checks that need no database and no browser. Each answers { ok, output, detail? }: `output`
 * is what a person needs to mend it, `detail` what the step list shows.
 */
import { join } from 'node:path';
import { checkAsvs } from './asvs.mjs';
import { checkBorders } from './borders.mjs';
import { gitFiles } from './git-files.mjs';
import { checkLockfile } from './lockfile.mjs';
import { binOf, ROOT } from './paths.mjs';
import { run, runNode } from './run.mjs';
import { uncoveredSources } from './typed-files.mjs';

const result = ({ status, output }, detail) => ({ ok: status === 0, output, detail });
/** turbo asks nothing of anybody's server, and speaks without colours into a report. */
export const TURBO_ENV = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NO_COLOR: '1',
};

export const turbo = (args, onOutput) =>
  runNode([binOf('turbo'), ...args], { env: TURBO_ENV, onOutput });

async function format() {
  const args = ['ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=100'];
  return result(await runNode([binOf('@biomejs/biome', 'biome'), ...args]), 'Biome');
}

async function types() {
  const typed = await turbo([
    ...['run', 'typecheck', '--concurrency=2', '--continue', '--output-logs=errors-only'],
    '--log-order=grouped',
  ]);
  const root = await runNode([binOf('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json']);
  const uncovered = await uncoveredSources();
  const sentences = uncovered.map(
    (file) => `${file} is in no tsconfig, so nothing checks its types.`,
  );
  const ill = [typed, root].filter(({ status }) => status !== 0).map(({ output }) => output);
  const output = [...ill, ...sentences].join('\n');
  return { ok: output === '', output, detail: 'TypeScript, every workspace' };
}

async function tags() {
  return result(await turbo(['boundaries']), 'turbo tags');
}

async function dead() {
  const args = [binOf('knip'), '--no-progress'];
  return result(await runNode(args, { env: TURBO_ENV }), 'knip: files, exports, dependencies');
}

/** Lists of files are handed over in parts: a command line has an end. */
const FILES_PER_RUN = 500;

export async function secrets(root = ROOT, files = undefined) {
  const listed = (files ?? (await gitFiles(root))).filter((file) => !isBinary(file));
  const config = join(ROOT, '.secretlintrc.json');
  const bin = [binOf('secretlint'), '--secretlintrc', config, '--no-glob', '--no-color'];
  const parts = [];
  for (let i = 0; i < listed.length; i += FILES_PER_RUN)
    parts.push(listed.slice(i, i + FILES_PER_RUN));
  const outputs = [];
  for (const part of parts) {
    const { status, output } = await run(process.execPath, [...bin, ...part], { cwd: root });
    if (status !== 0) outputs.push(output);
  }
  return { ok: outputs.length === 0, output: outputs.join('\n'), detail: `${listed.length} files` };
}

const isBinary = (file) => /\.(png|jpg|webp|ico|woff2?|pdf|zip|gz)$/.test(file);

/** In the order they are worth knowing about. */
export const CHECKS = [
  { name: 'format', about: 'format and lint', check: format },
  { name: 'types', about: 'types', check: types },
  { name: 'tags', about: 'borders between packages', check: tags },
  { name: 'borders', about: 'borders between contexts', check: () => checkBorders() },
  { name: 'dead-code', about: 'dead code', check: dead },
  { name: 'secrets', about: 'secrets', check: () => secrets() },
  { name: 'asvs', about: 'the table of ASVS', check: () => checkAsvs() },
  { name: 'lockfile', about: 'lockfile', check: () => checkLockfile() },
];
