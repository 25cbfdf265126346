/** What is promised about the commands, in the places that promise it. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gitFiles } from './lib/git-files.mjs';
import { ROOT } from './lib/paths.mjs';

const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json'));

/** Lines of the README's shell blocks: what a newcomer types. */
const typed = [...read('README.md').matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
  block.trim().split('\n'),
);

describe('.ci/run', () => {
  const lines = read('.ci/run')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('calls the test command of the README, last and once', () => {
    expect(typed).toContain('npm test');
    expect(lines.at(-1)).toBe('exec npm test');
    expect(lines.filter((line) => /\b(npm|npx|node)\b/.test(line))).toHaveLength(1);
  });

  it.each([
    ['points tests at a sibling folder with reference data', true, ['..', 'shared'].join('/')],
    ['leaves the default alone when there is none', false, ''],
  ])('%s', (_, hasSibling, expected) => {
    const place = mkdtempSync(join(tmpdir(), 'ci-run-'));
    onTestFinished(() => rmSync(place, { recursive: true }));
    mkdirSync(join(place, 'clone/.ci'), { recursive: true });
    if (hasSibling) mkdirSync(join(place, 'shared'));
    copyFileSync(join(ROOT, '.ci/run'), join(place, 'clone/.ci/run'));
    // Stands in for npm on PATH: says how it was called.
    const npm = join(place, 'npm');
    writeFileSync(npm, '#!/bin/sh\necho "$@ [$REFERENCE_DATA] $(pwd)"\n', { mode: 0o755 });
    const { REFERENCE_DATA: _unset, ...env } = process.env;
    const { stdout } = spawnSync(join(place, 'clone/.ci/run'), {
      encoding: 'utf8',
      env: { ...env, PATH: `${place}:${env.PATH}` },
    });
    expect(stdout.trim()).toBe(`test [${expected}] ${join(realpathSync(place), 'clone')}`);
  });

  it('can be run as it stands', () => {
    expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).not.toBe(0);
    expect(spawnSync('bash', ['-n', join(ROOT, '.ci/run')]).status).toBe(0);
  });

  it('is the only place that knows of a sibling folder', async () => {
    const sibling = ['..', 'shared'].join('/');
    const text = (path) => /\.(ts|tsx|mjs|cjs|json|md|yml|css)$/.test(path);
    const knowing = (await gitFiles()).filter((path) => text(path) && read(path).includes(sibling));
    expect(knowing).toEqual([]);
  });
});

describe('GitHub Actions', () => {
  const workflow = read('.github/workflows/ci.yml');

  it('runs the same command, on Linux from an old Node and on macOS from a new one', () => {
    expect(workflow).toMatch(/^\s+- run: npm test$/m);
    expect(workflow).toContain('{ os: ubuntu-latest, node: 20 }');
    expect(workflow).toContain('{ os: macos-latest, node: 24 }');
  });

  it('asks for advisories in a job of its own, because that needs the internet', () => {
    expect(workflow).toMatch(/audit:[\s\S]*npm audit --audit-level/);
    expect(scripts.test).not.toContain('audit');
  });
});

describe('every command', () => {
  it.each(Object.entries(scripts))('%s has its file', (_, line) => {
    const file = /^node (scripts\/\S+)/.exec(line)?.[1];
    if (file !== undefined) expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it('that the README or CONTRIBUTING names is there', () => {
    const named = [
      ...`${read('README.md')}${read('CONTRIBUTING.md')}`.matchAll(/npm run ([a-z0-9:-]+)/g),
    ];
    for (const [, name] of named) expect(scripts).toHaveProperty(name);
  });

  it('of the first minute starts on Node 20 without a package installed', () => {
    // Only what node:* offers may stand at the top of what these files load before installing.
    const seen = new Set();
    const visit = (file) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, from] of read(file).matchAll(
        /^(?:import|export) [^;]*?from '([^']+)'|^import '([^']+)'/gm,
      )) {
        if (from?.startsWith('.')) visit(join(file, '..', from));
        else expect(`${file}: ${from}`).toMatch(/: node:/);
      }
    };
    for (const file of ['demo', 'test', 'lint', 'doctor', 'bench', 'pictures'])
      visit(`scripts/${file}.mjs`);
    expect(seen.size).toBeGreaterThan(5);
  });
});
