/** The built platform, started as `npm run demo` starts it, on ports and data of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATA_DIR, FIRST_PORT, GIVEN_ORIGIN, ROOT } from './env.ts';

export interface Platform {
  readonly origin: string;
  /** Folder with the sockets, secrets and logs of what runs. */
  readonly dataDir: string;
  /** Started here, so its data is ours to fill. Somebody else's platform is only measured. */
  readonly isOurs: boolean;
}

export const SIMULATOR_PORT = FIRST_PORT + 3;

/** Ends the platform when this process is gone, however it ended. */
const LEASH = new URL('../../scripts/lib/leash.mjs', import.meta.url).href;

/** The first start builds. */
const READY_WITHIN_MS = 300_000;
const STOP_WITHIN_MS = 20_000;
const POLL_MS = 250;
const LAST_WORDS = 4000;

let running: Promise<{ platform: Platform; stop: () => Promise<void> }> | undefined;

/** Starts the platform once for all bars that ask. */
export async function startPlatform(): Promise<Platform> {
  running ??= start();
  return (await running).platform;
}

/** Stops what was started here; a platform that was given is left alone. */
export async function stopPlatform(): Promise<void> {
  const started = await running?.catch(() => undefined);
  running = undefined;
  await started?.stop();
}

async function start(): Promise<{ platform: Platform; stop: () => Promise<void> }> {
  if (GIVEN_ORIGIN !== undefined) {
    return {
      platform: { origin: GIVEN_ORIGIN, dataDir: DATA_DIR, isOurs: false },
      stop: async () => undefined,
    };
  }
  const child = spawn(process.execPath, ['--import', LEASH, 'scripts/demo.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      DATA_DIR,
      // What is measured fills it.
      DEMO_ORDERS: '0',
      PORT: String(FIRST_PORT),
      ENGINE_METRICS_PORT: String(FIRST_PORT + 1),
      JOBS_METRICS_PORT: String(FIRST_PORT + 2),
      SIMULATOR_PORT: String(SIMULATOR_PORT),
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      said = `${said}${bytes.toString()}`.slice(-LAST_WORDS);
    });
  }
  const origin = `http://localhost:${FIRST_PORT}`;
  const stop = () => stopChild(child);
  try {
    await ready(child, origin, () => said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { platform: { origin, dataDir: DATA_DIR, isOurs: true }, stop };
}

async function ready(child: ChildProcess, origin: string, said: () => string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`The platform did not start:\n${said()}`);
    const answer = await fetch(`${origin}/api/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(POLL_MS);
  }
  throw new Error(`The platform was not ready within ${READY_WITHIN_MS / 1000} s:\n${said()}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const late = new AbortController();
  const insist = sleep(STOP_WITHIN_MS, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  late.abort();
  await insist;
}
