/**
 * `npm run replay -- ORDER`: decides everything that was decided about one order again, from the journal,
 * and compares it with what was recorded. It reads and changes nothing.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { foreground } from './lib/foreground.mjs';
import { dataDirOf, ROOT } from './lib/paths.mjs';

await bootstrap(fileURLToPath(import.meta.url), async () => {
  const { openDatabase } = await import('./lib/platform-database.mjs');
  const { urls, adopted, stop } = await openDatabase({ dataDir: dataDirOf() });
  try {
    const env = { ...process.env, DATABASE_URL: urls.engine };
    const args = [join(ROOT, 'packages/worker/src/replay.ts'), ...process.argv.slice(2)];
    return await foreground(args, { cwd: ROOT, env });
  } finally {
    if (!adopted) await stop();
  }
});
