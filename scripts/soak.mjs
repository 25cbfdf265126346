/**
 * `npm run soak [-- --minutes 10]`: 10,000 updates a second from the venue simulator through the
 * adapters. `npm run soak -- --desk [--minutes 10] [--rate 1000]`: fifty live clients of one web process
 * under so many order events a second. The verdict is the exit code; figures are kept in bench/results.
 * Nothing leaves the machine.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { foreground } from './lib/foreground.mjs';
import { ROOT } from './lib/paths.mjs';

const asked = process.argv.slice(2);
const file = asked.includes('--desk') ? 'bench/soak-desk.ts' : 'bench/soak.ts';

await bootstrap(fileURLToPath(import.meta.url), () =>
  foreground([join(ROOT, file), ...asked], { cwd: ROOT }),
);
