/**
 * `npm run bench [-- B1 B3]`: the performance bars, one after another, on this machine. Figures are
 * printed and kept in bench/results. Nothing leaves the machine.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { foreground } from './lib/foreground.mjs';
import { ROOT } from './lib/paths.mjs';

await bootstrap(fileURLToPath(import.meta.url), () =>
  foreground([join(ROOT, 'bench/main.ts'), ...process.argv.slice(2)], { cwd: ROOT }),
);
