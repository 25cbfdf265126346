/**
 * Plants what the conventions forbid in a small tree and sees the linter refuse it: with the real
 * settings, and only where they are meant to hold.
 */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { binOf, ROOT } from './lib/paths.mjs';
import { runNode } from './lib/run.mjs';

let root;
let diagnostics;

const CLOCKS = [
  'export const a = () => Date.now();',
  'export const a = Date.now;',
  'export const a = () => new Date();',
  'export const a = () => Math.random();',
  'export const a = () => performance.now();',
  'export const a = () => crypto.randomUUID();',
  'export const a = () => globalThis.Date.now();',
  'export const a = () => setTimeout(() => undefined, 5);',
  "export const a = () => fetch('http://localhost');",
];
const longFunction = `export function long() {\n${"  Object.keys('a');\n".repeat(71)}}\n`;
const longFile = Array.from({ length: 401 }, (_, i) => `export const a${i} = ${i};\n`).join('');

const TREE = {
  ...Object.fromEntries(
    CLOCKS.map((text, i) => [`packages/domain/src/kernel/clock-${i}.ts`, text]),
  ),
  'packages/domain/src/kernel/clock.test.ts': CLOCKS[0],
  'packages/domain/src/kernel/given.ts': "export const a = () => new Date('2026-01-01T00:00:00Z');",
  'packages/worker/src/clock.ts': CLOCKS[0],
  'packages/api/src/any.ts': 'export const a = (b: any) => b;',
  'packages/api/src/bang.ts': 'export const a = (b: string | null) => b!.length;',
  'packages/api/src/default.ts': 'export default function a() {}',
  'apps/web/src/app/page.tsx': 'export default function Page() {\n  return null;\n}',
  'packages/api/src/environment.ts': 'export const a = process.env.PATH;',
  'packages/api/src/env.ts': 'export const a = process.env;',
  'packages/api/src/console.ts': "console.log('a');",
  'packages/api/src/long-function.ts': longFunction,
  'packages/api/src/long-file.ts': longFile,
  'packages/api/src/CamelName.ts': 'export const a = 1;',
  'packages/api/src/no-extension.ts': "import { a } from './env';\nexport const b = a;",
  'packages/api/src/wide.ts': `export const a = [${"'a word', ".repeat(20)}];`,
};

const REFUSED = [
  ...CLOCKS.map((_, i) => ['plugin', `packages/domain/src/kernel/clock-${i}.ts`]),
  ['noExplicitAny', 'packages/api/src/any.ts'],
  ['noNonNullAssertion', 'packages/api/src/bang.ts'],
  ['noDefaultExport', 'packages/api/src/default.ts'],
  ['noProcessEnv', 'packages/api/src/environment.ts'],
  ['noConsole', 'packages/api/src/console.ts'],
  ['noExcessiveLinesPerFunction', 'packages/api/src/long-function.ts'],
  ['noExcessiveLinesPerFile', 'packages/api/src/long-file.ts'],
  ['useFilenamingConvention', 'packages/api/src/CamelName.ts'],
  ['useImportExtensions', 'packages/api/src/no-extension.ts'],
  ['format', 'packages/api/src/wide.ts'],
];

const ALLOWED = [
  ['plugin', 'packages/domain/src/kernel/clock.test.ts'],
  ['plugin', 'packages/domain/src/kernel/given.ts'],
  ['plugin', 'packages/worker/src/clock.ts'],
  ['noDefaultExport', 'apps/web/src/app/page.tsx'],
  ['noProcessEnv', 'packages/api/src/env.ts'],
];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lint-rules-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(ROOT, name), join(root, name));
  cpSync(join(ROOT, 'scripts/lint'), join(root, 'scripts/lint'), { recursive: true });
  for (const [path, text] of Object.entries(TREE)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text.trimEnd()}\n`);
  }
  const args = [
    binOf('@biomejs/biome', 'biome'),
    'ci',
    '--colors=off',
    '--reporter=json',
    '--max-diagnostics=none',
  ];
  const { stdout } = await runNode(args, { cwd: root });
  diagnostics = JSON.parse(stdout.split('\n')[0]).diagnostics;
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const rulesAt = (path) =>
  diagnostics
    .filter(({ location }) => (location.path.file ?? location.path).endsWith(path))
    .map(({ category }) => category.split('/').at(-1));

it.each(REFUSED)('%s is refused in %s', (rule, path) => {
  expect(rulesAt(path)).toContain(rule);
});

it.each(ALLOWED)('%s is no matter in %s', (rule, path) => {
  expect(rulesAt(path)).not.toContain(rule);
});
