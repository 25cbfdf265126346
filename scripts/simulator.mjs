/**
 * `npm run simulator`: the venue simulator alone, with its page, for whoever wants to point a program
 * at it. SIMULATOR_PORT (9500) and SIMULATOR_SEED choose the market; its state stands in DATA_DIR.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { foreground } from './lib/foreground.mjs';
import { ROOT } from './lib/paths.mjs';

await bootstrap(fileURLToPath(import.meta.url), () =>
  foreground([join(ROOT, 'packages/venue-simulator/src/main.ts')], { cwd: ROOT }),
);
