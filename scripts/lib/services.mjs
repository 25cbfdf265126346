/**
 * The processes of a deployment on one machine, and exactly what each is given: only the database
 * URL of its own role, and nothing of the environment the demo was started in but what a process
 * needs to run at all.
 */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { portOf } from './machine.mjs';
import { binOf, COMPILED, ROOT } from './paths.mjs';
import { secretFile } from './secrets.mjs';

const LEASH = pathToFileURL(join(ROOT, 'scripts/lib/leash.mjs')).href;
const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'TMPDIR',
  'SystemRoot',
  'TEMP',
  'NODE_EXTRA_CA_CERTS',
];
/** Unix socket paths end at 107 bytes on Linux and 103 on macOS. */
const SOCKET_PATH_MAX = 103;
const READY_TIMEOUT_MS = 2000;
/** Venues of a demo: the simulator speaks for each of them. */
const SIMULATED = ['binance', 'kraken', 'coinbase'];
/** What the log of a demo calls itself in its checkpoints, whatever port it stands at. */
const AUDIT_ORIGIN = 'localhost/ultrathink';

/** The ports of a deployment, each to be chosen by the variable that names it. */
export function portsOf(env = process.env) {
  return {
    PORT: portOf(env, 'PORT', 3000),
    ENGINE_METRICS_PORT: portOf(env, 'ENGINE_METRICS_PORT', 9464),
    JOBS_METRICS_PORT: portOf(env, 'JOBS_METRICS_PORT', 9465),
    SIMULATOR_PORT: portOf(env, 'SIMULATOR_PORT', 9500),
  };
}

/**
 * The engine's socket: in the data folder; where that path is too long for a socket, in a folder of
 * this data folder alone beneath the system's temporary one; a named pipe on Windows.
 */
export function doorOf(dataDir, { platform = process.platform, shortDir = tmpdir() } = {}) {
  const own = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  if (platform === 'win32') return `\\\\.\\pipe\\ultrathink-${own}-engine-0`;
  const door = join(dataDir, 'run/engine-0.sock');
  if (Buffer.byteLength(door) <= SOCKET_PATH_MAX) return door;
  return join(shortDir, `ultrathink-${own}`, 'engine-0.sock');
}

/** Of the environment we were started in what a process needs to run at all, and where it finds itself compiled. */
export function passedOn(env) {
  const given = PASSED_ON.filter((key) => env[key]).map((key) => [key, env[key]]);
  return { ...Object.fromEntries(given), NODE_COMPILE_CACHE: COMPILED };
}

/** Where an installation keeps what its processes share, besides the database. Rings are made here. */
export function filesOf(dataDir) {
  return {
    PEOPLE_KEY_FILE: secretFile(dataDir, 'people-ring'),
    VENUE_KEY_FILE: secretFile(dataDir, 'venue-ring'),
    MAIL_SINK_DIR: join(dataDir, 'mail'),
    AUDIT_COPY_DIR: join(dataDir, 'checkpoints'),
    DEMO_PEOPLE_FILE: join(dataDir, 'secrets/demo-people'),
  };
}

/**
 * @param {{ ports: ReturnType<typeof portsOf>, urls: Record<string, string>, dataDir: string,
 *   door: string, dev?: boolean, env?: NodeJS.ProcessEnv }} deployment
 * @returns {import('./supervise.mjs').Service[]} in the order they start
 */
export function servicesOf({ ports, urls, dataDir, door, dev = false, env = process.env }) {
  const origin = `http://localhost:${ports.PORT}`;
  const base = {
    ...passedOn(env),
    NODE_ENV: 'production',
    DEPLOYMENT: 'DEMO',
    LOG_LEVEL: env.LOG_LEVEL ?? 'info',
  };
  const worker = (name, metricsPort, more) => ({
    name,
    ...node(['packages/worker/src/main.ts', name]),
    env: { ...base, METRICS_PORT: String(metricsPort), DATABASE_URL: urls[name], ...more },
    ready: () => answersReady(`http://127.0.0.1:${metricsPort}/health/ready`),
    stopMs: 10_000,
  });
  const { DEMO_PEOPLE_FILE, ...shared } = filesOf(dataDir);
  const { PEOPLE_KEY_FILE, VENUE_KEY_FILE, MAIL_SINK_DIR } = shared;
  const engine = {
    ENGINE_DOOR: door,
    DATA_DIR: dataDir,
    VENUE_KEY_FILE,
    SHARD: '0',
    STOP_DEADLINE_MS: '8000',
    VENUES: SIMULATED.join(','),
    VENUE_SIMULATOR: `http://127.0.0.1:${ports.SIMULATOR_PORT}`,
  };
  const jobs = { DATA_DIR: dataDir, APP_ORIGIN: origin, ...shared, AUDIT_ORIGIN };
  const files = {
    PEOPLE_KEY_FILE,
    MAIL_SINK_DIR,
    DEMO_PEOPLE_FILE,
    VENUE_SIMULATOR: engine.VENUE_SIMULATOR,
    DEMO_RUN_DIR: join(dataDir, 'run'),
  };
  return [
    simulator({ port: ports.SIMULATOR_PORT, dataDir, env }),
    worker('engine', ports.ENGINE_METRICS_PORT, engine),
    worker('jobs', ports.JOBS_METRICS_PORT, jobs),
    web({ ports, urls, door, dev, base, origin, files }),
  ];
}

/** Its venues come up after the engine has asked for them, which asks again: nothing waits for it. */
function simulator({ port, dataDir, env }) {
  return {
    name: 'simulator',
    ...node(['packages/venue-simulator/src/main.ts']),
    env: {
      ...passedOn(env),
      NODE_ENV: 'production',
      SIMULATOR_PORT: String(port),
      DATA_DIR: join(dataDir, 'simulator'),
    },
    stopMs: 5_000,
  };
}

/**
 * Longer than a proxy or a program keeps a connection that nothing goes over (60 s as a rule). Node's 5 s
 * close it while a request is on its way, which is told as a reset.
 */
const PATIENT = ['--keepAliveTimeout', '65000'];

function web({ ports, urls, door, dev, base, origin, files }) {
  const next = [binOf('next'), ...(dev ? ['dev'] : ['start', ...PATIENT]), 'apps/web'];
  return {
    name: 'web',
    ...node([...next, '--hostname', '127.0.0.1', '--port', String(ports.PORT)]),
    env: {
      ...base,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(ports.PORT),
      HOSTNAME: '127.0.0.1',
      APP_ORIGIN: origin,
      DATABASE_URL_CLIENT: urls.app_client,
      DATABASE_URL_STAFF: urls.app_staff,
      DATABASE_URL_IDENTITY: urls.app_identity,
      ENGINE_DOOR: door,
      ...files,
    },
    ready: () => answersReady(`http://127.0.0.1:${ports.PORT}/api/health/ready`),
    // From its sources the first page is compiled first.
    ...(dev && { readyMs: 240_000 }),
    stopMs: 10_000,
  };
}

const node = (args) => ({
  command: process.execPath,
  args: ['--import', LEASH, ...args],
  cwd: ROOT,
});

/** Whether a health address answers 200 in time. Not yet listening is simply not ready. */
async function answersReady(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(READY_TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
