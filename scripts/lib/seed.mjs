/** Fills a demo: `packages/demo` does it, in a process that gets what it needs and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { doneOnce } from './done-once.mjs';
import { Fault } from './fault.mjs';
import { filesIn, fingerprintOf } from './fingerprint.mjs';
import { sleep } from './identity.mjs';
import { ROOT } from './paths.mjs';
import { withClient } from './roles.mjs';
import { runNode } from './run.mjs';
import { doorOf, filesOf, passedOn } from './services.mjs';

/**
 * With months of trading where the demo is new: as many orders as DEMO_ORDERS says, none for 0.
 * Filling it again would change nothing, and take seconds to see that: it is done once for a database.
 * @param {{ urls: Record<string, string>, dataDir: string, ports: { PORT: number },
 *   env: NodeJS.ProcessEnv }} deployment
 * @param {(text: string) => void} [progress]
 * @returns {Promise<string>} what is there now, for the step list
 */
export async function seed(deployment, progress) {
  const onOutput = (text) => {
    const last = text.trimEnd().split('\n').at(-1);
    if (last) progress?.(last);
  };
  const place = join(deployment.dataDir, 'secrets/demo-filled');
  const { DEMO_PEOPLE_FILE } = filesOf(deployment.dataDir);
  return doneOnce(
    { place, beside: DEMO_PEOPLE_FILE, what: await whatIsFilled(deployment) },
    async () => {
      const { status, output } = await runDemo([], deployment, onOutput);
      if (status === 0) return output.trim().split('\n').at(-1);
      throw new Fault(
        `The first data could not be written.\n${output.trim()}`,
        'npm run demo:reset',
      );
    },
  );
}

/** A database that was removed and made again, or one of another server, is another one. */
async function whatIsFilled({ urls }) {
  const { rows } = await withClient(urls.migrator, (client) =>
    client.query(
      `select (select system_identifier from pg_control_system()) || '/' || oid as database
       from pg_database where datname = current_database()`,
    ),
  );
  return `${rows[0].database}/${fingerprintOf(filesIn(join(ROOT, 'packages/demo/src')))}`;
}

/**
 * While its processes run: lets people of the demo connect the simulated venues, which takes them some
 * seconds at the first start and nothing later. The demo is usable meanwhile.
 * It goes on from where it was, so that a database or an engine that was away for a moment leaves no
 * demo without venues.
 * @param {Parameters<typeof seed>[0]} deployment
 * @param {{ goesOn: () => boolean }} demo
 * @returns {Promise<string | undefined>} what went wrong the last time, for the terminal
 */
export function connectVenues(deployment, { goesOn }) {
  return untilDone(async () => {
    const { status, output } = await runDemo(['connect'], deployment);
    return status === 0 ? undefined : output.trim();
  }, goesOn);
}

const MOST_TRIES = 12;
const AGAIN_MS = 5_000;

/** Again after a while for as long as something is wrong and it makes sense; what was wrong the last time. */
export async function untilDone(work, goesOn, pause = () => sleep(AGAIN_MS)) {
  for (let tries = 1; ; tries += 1) {
    const fault = await work();
    if (fault === undefined || tries >= MOST_TRIES || !goesOn()) return fault;
    await pause();
    if (!goesOn()) return fault;
  }
}

function runDemo(args, { urls, dataDir, ports, env }, onOutput) {
  const { PEOPLE_KEY_FILE, DEMO_PEOPLE_FILE } = filesOf(dataDir);
  return runNode([join(ROOT, 'packages/demo/src/main.ts'), ...args], {
    onOutput,
    env: {
      ...passedOn(env),
      ...(env.DEMO_ORDERS === undefined ? {} : { DEMO_ORDERS: env.DEMO_ORDERS }),
      DEPLOYMENT: 'DEMO',
      APP_ORIGIN: `http://localhost:${ports.PORT}`,
      DATABASE_URL_CLIENT: urls.app_client,
      DATABASE_URL_STAFF: urls.app_staff,
      DATABASE_URL_IDENTITY: urls.app_identity,
      // Its past is written as the engine writes, and opened by the owner of the schema.
      DATABASE_URL_ENGINE: urls.engine,
      DATABASE_URL_MIGRATOR: urls.migrator,
      SIMULATOR_FILE: join(dataDir, 'simulator/simulator.json'),
      ENGINE_DOOR: doorOf(dataDir),
      PEOPLE_KEY_FILE,
      DEMO_PEOPLE_FILE,
    },
  });
}

/** Who can sign in to a demo that was filled; nobody before. */
export function logInsOf(dataDir) {
  try {
    return JSON.parse(readFileSync(filesOf(dataDir).DEMO_PEOPLE_FILE, 'utf8')).people;
  } catch {
    return [];
  }
}
