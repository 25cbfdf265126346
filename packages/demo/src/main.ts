/**
 * `node packages/demo/src/main.ts` fills a demo that has its schema and nothing else; with `connect`,
 * while its processes run, it connects the simulated venues.
 */
import { openServices } from '@ultrathink/api/demo';
import { EXIT, StartRefusal } from '@ultrathink/runtime';
import { connectVenues } from './connect.ts';
import { type DemoEnv, readEnv } from './env.ts';
import { fillDemo } from './fill.ts';
import { readLogIns } from './log-ins.ts';
import type { PastPlan } from './months/past-months.ts';
import { unwaited } from './unwaited.ts';

/** The engine has to ask three venues, and one person's codes are half a minute apart. */
const LOOKS_MOST = 600;
const DAYS = 90;
const SEED = 'ultrathink';
const TOLD_TIMES = 40;

function planOf(env: DemoEnv): PastPlan | null {
  const { DEMO_ORDERS: orders, DATABASE_URL_ENGINE, DATABASE_URL_MIGRATOR, SIMULATOR_FILE } = env;
  if (orders === 0) return null;
  let told = 0;
  return {
    days: DAYS,
    orders,
    seed: SEED,
    engineUrl: DATABASE_URL_ENGINE,
    migratorUrl: DATABASE_URL_MIGRATOR,
    simulatorFile: SIMULATOR_FILE,
    onProgress(made) {
      if (made - told < orders / TOLD_TIMES) return;
      told = made;
      process.stdout.write(`${DAYS} days, ${made} of ${orders} orders\n`);
    },
  };
}

/** Months of acts of one person after the other: what ends them waits for the disk, for all of them. */
function beginning(env: DemoEnv): DemoEnv {
  if (process.argv[2] === 'connect' || env.DEMO_ORDERS === 0) return env;
  return {
    ...env,
    DATABASE_URL_CLIENT: unwaited(env.DATABASE_URL_CLIENT),
    DATABASE_URL_STAFF: unwaited(env.DATABASE_URL_STAFF),
    DATABASE_URL_IDENTITY: unwaited(env.DATABASE_URL_IDENTITY),
  };
}

async function main(): Promise<number> {
  const env = readEnv();
  if (env.DEPLOYMENT !== 'DEMO') {
    throw new StartRefusal('Invented people are for DEPLOYMENT=DEMO alone. Nothing was done.');
  }
  const services = openServices({ ...beginning(env), LOG_LEVEL: 'silent' });
  try {
    if (process.argv[2] === 'connect') {
      const people = [...(await readLogIns(env.DEMO_PEOPLE_FILE)).values()];
      const connected = await connectVenues(services, people, { looksMost: LOOKS_MOST });
      process.stdout.write(`${connected} venues are connected\n`);
      return 0;
    }
    const filled = await fillDemo(services, env.DEMO_PEOPLE_FILE, planOf(env));
    const { organisations, people, orders } = filled;
    const traded = orders === 0 ? '' : `, ${DAYS} days with ${orders} orders`;
    process.stdout.write(
      `${organisations} organisations, ${people} people who can sign in${traded}\n`,
    );
    return 0;
  } finally {
    await services.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof StartRefusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode ?? EXIT.config;
}
