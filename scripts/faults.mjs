/**
 * `npm run faults`: a platform of its own, whose processes are killed for real. Each either comes
 * back by itself or with the next start, nothing that was committed is lost, and no order reaches a
 * venue twice. Takes about ten minutes; uses free ports and folders under the system's temporary one.
 *
 *   npm run faults -- A7-5 A7-9    those alone, and what has to be there before them
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';

async function main({ steps }) {
  const { casesOf } = await import('./lib/fault-cases.mjs');
  const { faultTable } = await import('./lib/fault-table.mjs');
  const { newDataDir } = await import('./lib/trial.mjs');
  const { reset } = await import('./lib/reset.mjs');
  const dataDir = newDataDir();
  const state = { dataDir, marks: 0, folders: [dataDir], demo: undefined };
  const cases = casesOf(process.argv.slice(2));
  const rows = [];
  let broken;
  for (const { name, run } of cases) {
    const startedAt = performance.now();
    const row = { name, seconds: 0, became: 'not tried' };
    rows.push(row);
    if (broken !== undefined) continue;
    try {
      await steps.run('fault', name, async () => {
        row.became = await run(state);
        return `${name}: ${row.became}`;
      });
    } catch (error) {
      // The next case builds on this one, so there is nothing to learn from it.
      broken = error;
      row.became = `FAILED: ${String(error.message).split('\n')[0]}`;
    }
    row.seconds = (performance.now() - startedAt) / 1000;
  }
  state.demo?.child.kill('SIGTERM');
  await state.demo?.ended;
  for (const folder of state.folders) {
    await reset({ dataDir: folder, env: {} });
    rmSync(folder, { recursive: true, force: true });
  }
  if (broken !== undefined) process.stdout.write(`\n${broken.stack}\n`);
  process.stdout.write(`\n${faultTable(rows)}\n`);
  return broken === undefined ? 0 : 1;
}

await bootstrap(fileURLToPath(import.meta.url), main);
