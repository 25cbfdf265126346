/**
 * `node packages/demo/src/main.ts` fills a demo that has its schema and nothing else; with `connect`,
 * while its processes run, it connects the simulated venues.
 */
import { openServices } from '@ultrathink/api/demo';
import { EXIT, StartRefusal } from '@ultrathink/runtime';
import { connectVenues } from './connect.ts';
import { readEnv } from './env.ts';
import { fillDemo } from './fill.ts';
import { readLogIns } from './log-ins.ts';

/** The engine has to ask three venues, and one person's codes are half a minute apart. */
const LOOKS_MOST = 600;

async function main(): Promise<number> {
  const env = readEnv();
  if (env.DEPLOYMENT !== 'DEMO') {
    throw new StartRefusal('Invented people are for DEPLOYMENT=DEMO alone. Nothing was done.');
  }
  const services = openServices({ ...env, LOG_LEVEL: 'silent' });
  try {
    if (process.argv[2] === 'connect') {
      const people = [...(await readLogIns(env.DEMO_PEOPLE_FILE)).values()];
      const connected = await connectVenues(services, people, { looksMost: LOOKS_MOST });
      process.stdout.write(`${connected} venues are connected\n`);
      return 0;
    }
    const { organisations, people } = await fillDemo(services, env.DEMO_PEOPLE_FILE);
    process.stdout.write(`${organisations} organisations, ${people} people who can sign in\n`);
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
