import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { difference, install, isInstalled, npmFault } from './lib/install.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const entry = (version, more = {}) => ({ version, integrity: `sha512-${version}`, ...more });
const lock = (packages) => ({ name: 'x', lockfileVersion: 3, packages: { '': {}, ...packages } });

function write(path, value) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), typeof value === 'string' ? value : JSON.stringify(value));
}

it('finds a package that is missing, older, altered or left over', () => {
  const wanted = lock({
    'node_modules/a': entry('1.0.0'),
    'node_modules/b': entry('2.0.0'),
    'node_modules/c': entry('3.0.0'),
  });
  const has = lock({
    'node_modules/b': entry('1.9.0'),
    'node_modules/c': { version: '3.0.0', integrity: 'sha512-other' },
    'node_modules/d': entry('4.0.0'),
  });
  expect(difference(wanted, has)).toEqual([
    'node_modules/a',
    'node_modules/b',
    'node_modules/c',
    'node_modules/d',
  ]);
});

it('does not ask for packages that are for other machines', () => {
  const wanted = lock({ 'node_modules/for-windows': entry('1.0.0', { optional: true }) });
  expect(difference(wanted, lock({}))).toEqual([]);
});

it('takes a half-finished installation for none', () => {
  write('package-lock.json', lock({ 'node_modules/a': entry('1.0.0') }));
  write('node_modules/a/package.json', { name: 'a' });
  expect(isInstalled(root)).toBe(false);
  write('node_modules/.package-lock.json', '{"packages": {"node_mod');
  expect(isInstalled(root)).toBe(false);
  write('node_modules/.package-lock.json', lock({ 'node_modules/a': entry('1.0.0') }));
  expect(isInstalled(root)).toBe(true);
});

it('lets packages for this machine be there that the lockfile, made on another, does not name', () => {
  const has = lock({ 'node_modules/for-mac': entry('1.0.0', { optional: true }) });
  expect(difference(lock({}), has)).toEqual([]);
});

it('refuses a lockfile that is older than a package.json, and installs nothing', async () => {
  write('package.json', { name: 'x', version: '1.0.0', dependencies: { ms: '2.1.3' } });
  write('package-lock.json', lock({}));
  await expect(install({ root })).rejects.toThrow('name different packages. Nothing was installed');
});

it('says so when the registry can not be reached', async () => {
  write('package.json', { name: 'x', version: '1.0.0', dependencies: { ms: '2.1.3' } });
  write(
    'package-lock.json',
    lock({
      '': { name: 'x', version: '1.0.0', dependencies: { ms: '2.1.3' } },
      'node_modules/ms': { version: '2.1.3', integrity: `sha512-${'A'.repeat(86)}==` },
    }),
  );
  const { npm_execpath: _, ...env } = process.env;
  const closed = {
    ...env,
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_cache: join(root, 'cache'),
  };
  await expect(install({ root, env: closed })).rejects.toThrow("npm's registry can't be reached");
}, 30_000);

it.each([
  ['npm error code ENOSPC', 'No space is left'],
  ['npm error code EACCES', "can't be read or written"],
  ['npm error code EAI_AGAIN', "registry can't be reached"],
  ['npm error code EINTEGRITY', 'not what the lockfile says'],
  ['npm error something new', 'something new'],
])('puts "%s" into a sentence', (said, sentence) => {
  const fault = npmFault(said, root);
  expect(fault.message).toContain(sentence);
  expect(fault.remedy).not.toBe('');
});
