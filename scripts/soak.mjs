/**
 * `npm run soak [-- --minutes 10]`: 10,000 updates a second from the venue simulator through the
 * adapters. The verdict is the exit code; figures are kept in bench/results. Nothing leaves the machine.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { foreground } from './lib/foreground.mjs';
import { ROOT } from './lib/paths.mjs';

await bootstrap(fileURLToPath(import.meta.url), () =>
  foreground([join(ROOT, 'bench/soak.ts'), ...process.argv.slice(2)], { cwd: ROOT }),
);
