/**
 * The embedded PostgreSQL 18: real server binaries from npm, a cluster in the data folder, a unix
 * socket and no network (Windows: loopback). The server outlives the process that started it, so
 * that a killed demo leaves a whole server behind, which the next start adopts.
 *
 * PostgreSQL refuses to run as root. As root the cluster belongs to the user `postgres` and stands
 * under /var/lib, because that user may not be able to enter the checkout; a link in the data folder
 * points there.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Fault, noSpace } from './fault.mjs';
import { sleep, startMark } from './identity.mjs';
import { freeBytes } from './machine.mjs';
import { ROOT } from './paths.mjs';
import { freePort, pgBinaries, runAs, serverUser } from './postgres-programs.mjs';
import { secretOf } from './secrets.mjs';

const MIB = 1024 ** 2;
/** Unix socket paths end at 107 bytes on Linux and 103 on macOS; the file name takes 15. */
const SOCKET_DIR_MAX = 85;
const SHORT_SOCKET_PREFIX = '/tmp/ultrathink-';
/** Where every user can enter: what is kept, and what a machine may clear after weeks. */
const KEPT_BASE = '/var/lib';
const LOSABLE_BASE = '/var/tmp';
const START_TIMEOUT_S = 60;
const MAJOR = 18;

/**
 * Starts the server, or adopts the one that runs on this folder.
 * @param {{ dataDir: string, isLosable?: boolean, isForgetful?: boolean,
 *   log?: (sentence: string) => void }} options
 *   `isLosable`: nothing in it is worth keeping, as in tests; when its place was cleared, a new one
 *   is made without a word. `isForgetful`: it does not wait for the disk, so a machine that goes down
 *   may take what was committed with it; a killed server still loses nothing.
 * @returns {Promise<{ adminUrl: string, socketDir: string | undefined, port: number,
 *   alreadyRunning: boolean, stop: () => Promise<void> }>}
 * @throws {Fault} disk full, folder closed, another major version, programs that can't be run.
 */
export async function startPostgres({
  dataDir,
  isLosable = false,
  isForgetful = false,
  log = () => undefined,
}) {
  mkdirSync(dataDir, { recursive: true });
  const user = serverUser();
  const programs = await pgBinaries(user);
  const place = makePlace(dataDir, user, isLosable);
  const cluster = join(place, 'cluster');
  if (existsSync(cluster)) requirePassword(dataDir, cluster);
  const password = secretOf(dataDir, 'postgres');
  const server = { place, cluster, user, programs, password, isForgetful };
  removeDrafts(place);
  if (!existsSync(cluster)) await makeCluster(server, log);
  checkMajor(cluster);
  const running = readPidFile(cluster);
  const adopted = running?.isReady === true && isRunning(running.pid) && (await answers(running));
  if (!adopted) await launch(server, log);
  const { socketDir, port } = readPidFile(cluster) ?? {};
  return {
    adminUrl: adminUrl(server.password, socketDir, port),
    socketDir,
    port,
    alreadyRunning: adopted,
    stop: () => stop(server),
  };
}

/** Whether a server runs on this folder now: for the doctor and the reset. */
export function isPostgresRunning(dataDir) {
  const running = readPidFile(join(dataDir, 'postgres/cluster'));
  return running !== undefined && isRunning(running.pid);
}

/** Stops the server and removes its cluster, wherever it stands. Nothing else is touched. */
export async function removePostgres({ dataDir }) {
  const link = join(dataDir, 'postgres');
  if (!existsSync(link)) {
    rmSync(link, { force: true });
    return;
  }
  const place = realpathSync(link);
  const cluster = join(place, 'cluster');
  if (isPostgresRunning(dataDir)) {
    const user = serverUser();
    await stop({ place, cluster, user, programs: await pgBinaries(user) });
  }
  rmSync(place, { recursive: true, force: true });
  if (isLink(link)) unlinkSync(link);
}

function adminUrl(password, socketDir, port) {
  const url = new URL('postgresql://localhost/postgres');
  url.username = 'postgres';
  url.password = password;
  if (socketDir === undefined) {
    url.hostname = '127.0.0.1';
    url.port = String(port);
  } else {
    url.searchParams.set('host', socketDir);
    url.searchParams.set('port', String(port));
  }
  return url.href;
}

/** The folder of the cluster: in the data folder, or where the server's user can enter. */
function makePlace(dataDir, user, isLosable) {
  const home = join(dataDir, 'postgres');
  if (user === undefined) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    return realpathSync(home);
  }
  if (isLink(home) && !existsSync(home)) {
    if (!isLosable) throw goneFault(dataDir, home);
    unlinkSync(home);
  }
  if (!existsSync(home)) {
    const base = isLosable ? LOSABLE_BASE : KEPT_BASE;
    const place = join(
      existsSync(base) ? base : tmpdir(),
      `ultrathink-${randomBytes(6).toString('hex')}`,
    );
    mkdirSync(place, { mode: 0o700 });
    chownSync(place, user.uid, user.gid);
    try {
      symlinkSync(place, home);
    } catch (error) {
      // Another start was faster: its place is taken.
      rmdirSync(place);
      if (error.code !== 'EEXIST') throw error;
    }
  }
  return realpathSync(home);
}

const goneFault = (dataDir, home) =>
  new Fault(
    `The database of ${dataDir} stood in ${readlinkSync(home)}, and that folder is gone.`,
    'Bring the folder back, or begin anew with `npm run demo:reset`.',
  );

/** Without it nobody could log in, and a new one would not be the cluster's. */
function requirePassword(dataDir, cluster) {
  if (existsSync(join(dataDir, 'secrets/postgres'))) return;
  throw new Fault(
    `The password of the database in ${cluster} is gone from ${join(dataDir, 'secrets')}. The data was left alone.`,
    'Bring the secrets folder back, or begin anew with `npm run demo:reset`.',
  );
}

/** What starts that were killed in the middle of making a cluster left behind. */
function removeDrafts(place) {
  for (const name of readdirSync(place)) {
    const pid = /\.draft\.(\d+)\./.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    rmSync(join(place, name), { recursive: true, force: true });
  }
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Makes the cluster aside and moves it into place whole: half of one is never taken for one. */
async function makeCluster({ place, cluster, user, programs, password }, log) {
  log('Making a new database cluster.');
  const suffix = `draft.${process.pid}.${randomBytes(4).toString('hex')}`;
  const draft = join(place, `cluster.${suffix}`);
  const passwordFile = join(place, `password.${suffix}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const args = ['-D', draft, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const locale = [
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  try {
    const made = await runAs(user, programs.initdb, [...args, ...locale, '--no-instructions']);
    if (made.status !== 0) throw serverFault(made.output, place);
    renameSync(draft, cluster);
  } catch (error) {
    // Another start was faster and its cluster is whole: that one is taken.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function checkMajor(cluster) {
  const version = join(cluster, 'PG_VERSION');
  const major = existsSync(version) ? readFileSync(version, 'utf8').trim() : 'unknown';
  if (major === String(MAJOR)) return;
  throw new Fault(
    `The database in ${cluster} is of PostgreSQL ${major}; this is ${MAJOR}. It was left alone.`,
    'Dump it with its own version and load it into a new one, or begin anew with `npm run demo:reset`.',
  );
}

/** Settings for this machine, written anew at each start. */
function settings(socketDir, port, isForgetful) {
  const memory = totalmem() / MIB;
  const buffersMb = Math.round(Math.min(1024, Math.max(128, memory / 8)));
  const walMb = Math.round(
    Math.min(8192, Math.max(512, freeBytes(socketDir ?? tmpdir()) / MIB / 10)),
  );
  const values = {
    listen_addresses: socketDir === undefined ? '127.0.0.1' : '',
    unix_socket_directories: socketDir ?? '',
    port,
    // A platform has some forty; three test files at once, each with writers that race, have more.
    max_connections: 300,
    shared_buffers: `${buffersMb}MB`,
    // A checkpoint in the middle of a rush costs two orders of magnitude at the 99th percentile.
    max_wal_size: `${walMb}MB`,
    min_wal_size: `${Math.round(walMb / 2)}MB`,
    fsync: isForgetful ? 'off' : 'on',
    // Only a torn page needs it, and a server alone tears none.
    full_page_writes: isForgetful ? 'off' : 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    jit: 'off',
    cluster_name: 'ultrathink',
  };
  return Object.entries(values)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('');
}

async function launch({ place, cluster, user, programs, isForgetful }, log) {
  const isWindows = process.platform === 'win32';
  const socketDir = isWindows ? undefined : makeSocketDir(place, user);
  const port = isWindows ? await freePort() : 5432;
  const conf = join(cluster, 'ultrathink.conf');
  writeFileSync(conf, settings(socketDir, port, isForgetful));
  const main = join(cluster, 'postgresql.conf');
  const include = "include = 'ultrathink.conf'";
  const text = readFileSync(main, 'utf8');
  if (!text.includes(include)) writeFileSync(main, `${text}\n${include}\n`);
  if (user !== undefined) for (const file of [conf, main]) chownSync(file, user.uid, user.gid);
  const logFile = join(place, 'server.log');
  const args = ['start', '-D', cluster, '-l', logFile, '-w', '-t', String(START_TIMEOUT_S)];
  // After a kill -9 of the server its children need a moment to notice; until then it refuses.
  for (let attempt = 0; ; attempt += 1) {
    const size = existsSync(logFile) ? readFileSync(logFile).length : 0;
    const started = await runAs(user, programs.pgCtl, args);
    if (started.status === 0) return;
    const said = existsSync(logFile) ? readFileSync(logFile).subarray(size).toString() : '';
    const isHeld = /shared memory block .* still in use|lock file .* already exists/.test(said);
    const other = readPidFile(cluster);
    if (isHeld && other?.isReady === true && (await answers(other))) return;
    if (!isHeld || attempt === 20) throw serverFault(`${started.output}\n${said}`, place);
    if (attempt === 0) log('Waiting for the last of a killed server to leave.');
    await sleep(250);
  }
}

function makeSocketDir(place, user) {
  const near = join(place, 'socket');
  const dir = Buffer.byteLength(near) <= SOCKET_DIR_MAX ? near : mkdtempSync(SHORT_SOCKET_PREFIX);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  if (user !== undefined) chownSync(dir, user.uid, user.gid);
  return dir;
}

async function stop({ place, cluster, user, programs }) {
  const running = readPidFile(cluster);
  if (running === undefined || !isRunning(running.pid)) return;
  const args = ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'];
  const stopped = await runAs(user, programs.pgCtl, args);
  if (stopped.status !== 0 && isRunning(running.pid)) throw serverFault(stopped.output, place);
  // One outside the cluster's folder was made for this run of the server alone.
  const { socketDir } = running;
  if (socketDir?.startsWith(SHORT_SOCKET_PREFIX))
    rmSync(socketDir, { recursive: true, force: true });
}

/** postmaster.pid, line by line: pid, folder, start time, port, socket folder, address, memory, state. */
function readPidFile(cluster) {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const [pid, , , port, socketDir, , , state] = lines.map((line) => line.trim());
  if (!pid) return undefined;
  const socket = socketDir === '' ? undefined : socketDir;
  return { pid: Number(pid), port: Number(port), socketDir: socket, isReady: state === 'ready' };
}

/** PostgreSQL's question whether the server speaks TLS: any server answers it with one letter. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const ANSWER_TIMEOUT_MS = 5000;

/**
 * Whether a server answers there. A connection alone proves nothing: the kernel accepts for a server
 * that is just being killed, and after a restart of the machine the number may be another's.
 */
function answers({ socketDir, port }) {
  const at =
    socketDir === undefined
      ? { host: '127.0.0.1', port }
      : { path: `${socketDir}/.s.PGSQL.${port}` };
  return new Promise((resolve) => {
    const socket = connect(at, () => socket.write(SSL_REQUEST));
    const end = (isAnswered) => {
      socket.destroy();
      resolve(isAnswered);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => end(false));
    socket.once('data', ([letter]) => end(letter === 0x4e || letter === 0x53));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

/** A killed server that nobody has collected yet has a number still, and no life. */
const isRunning = (pid) => startMark(pid) !== undefined;

function serverFault(output, place) {
  const said = output.trim().slice(-1500);
  if (/No space left|ENOSPC/.test(said)) return noSpace(place);
  if (/Permission denied|EACCES/.test(said)) {
    return new Fault(
      `PostgreSQL may not use ${place}. What it said:\n${said}`,
      `Let its user enter that folder, the folders above it and ${join(ROOT, 'node_modules')}.`,
    );
  }
  return new Fault(
    `PostgreSQL did not do as asked. What it said:\n${said}`,
    `Its log stands in ${join(place, 'server.log')}. \`npm run demo:reset\` begins anew.`,
  );
}
