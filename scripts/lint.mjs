/** `npm run lint [-- check...]`: every check that needs no database and no browser. */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';

async function main({ steps }) {
  const { CHECKS } = await import('./lib/checks.mjs');
  const { generateClient } = await import('./lib/generate.mjs');
  const asked = process.argv.slice(2);
  const chosen = CHECKS.filter(({ name }) => asked.length === 0 || asked.includes(name));
  await steps.run('generate', 'the database client', () => generateClient());
  let failed = 0;
  for (const { name, about, check } of chosen) {
    const { ok, output } = await runCheck(steps, name, about, check);
    if (ok) continue;
    failed += 1;
    steps.tell(`${output.trim()}\n`);
  }
  process.stdout.write(`\n${chosen.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runCheck(steps, name, about, check) {
  let result;
  try {
    await steps.run(name, about, async () => {
      result = await check();
      if (!result.ok) throw new Error('not well');
      return result.detail ?? about;
    });
  } catch (error) {
    result ??= { ok: false, output: error.stack };
  }
  return result;
}

await bootstrap(fileURLToPath(import.meta.url), main);
