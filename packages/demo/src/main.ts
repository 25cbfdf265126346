/** `node packages/demo/src/main.ts`: fills a demo that has its schema and nothing else. */
import { openServices } from '@ultrathink/api/demo';
import { EXIT, StartRefusal } from '@ultrathink/runtime';
import { readEnv } from './env.ts';
import { fillDemo } from './fill.ts';

async function main(): Promise<number> {
  const env = readEnv();
  if (env.DEPLOYMENT !== 'DEMO') {
    throw new StartRefusal('Invented people are for DEPLOYMENT=DEMO alone. Nothing was done.');
  }
  const services = openServices({ ...env, LOG_LEVEL: 'silent' });
  try {
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
