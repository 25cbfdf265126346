/**
 * `npm run pictures`: takes the README's pictures of the running platform into docs/pictures, so
 * that they show what is there and not what once was.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { foreground } from './lib/foreground.mjs';
import { binOf, ROOT } from './lib/paths.mjs';

await bootstrap(fileURLToPath(import.meta.url), () =>
  foreground([binOf('@playwright/test', 'playwright'), 'test', '--reporter=list'], {
    cwd: join(ROOT, 'e2e'),
    env: { ...process.env, PICTURES: '1' },
  }),
);
