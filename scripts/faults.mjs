/**
 * `npm run faults`: a platform of its own, whose processes are killed for real. Each either comes
 * back by itself or with the next start, nothing that was committed is lost, and no order reaches a
 * venue twice. Takes about seven minutes; uses free ports and folders under the system's temporary one.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';

async function main({ steps }) {
  const { CASES } = await import('./lib/fault-cases.mjs');
  const { newDataDir } = await import('./lib/trial.mjs');
  const { reset } = await import('./lib/reset.mjs');
  const dataDir = newDataDir();
  const state = { dataDir, marks: 0, folders: [dataDir], demo: undefined };
  let passed = 0;
  let broken;
  for (const { name, run } of CASES) {
    try {
      await steps.run('fault', name, async () => `${name}: ${await run(state)}`);
      passed += 1;
    } catch (error) {
      // The next case builds on this one, so there is nothing to learn from it.
      broken = error;
      break;
    }
  }
  state.demo?.child.kill('SIGTERM');
  await state.demo?.ended;
  for (const folder of state.folders) {
    await reset({ dataDir: folder, env: {} });
    rmSync(folder, { recursive: true, force: true });
  }
  if (broken !== undefined) process.stdout.write(`\n${broken.stack}\n`);
  process.stdout.write(`\n${passed} passed, ${CASES.length - passed} failed\n`);
  return broken === undefined ? 0 : 1;
}

await bootstrap(fileURLToPath(import.meta.url), main);
