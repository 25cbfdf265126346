/**
 * `npm run conformance [-- binance]`: the numbered suite of every venue, or of those named: on the
 * simulator always, and at the venue's own test network where the environment holds keys for it
 * (`.env.example` has their names). What needs a fault to be switched on is skipped there, and says so.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';
import { Fault } from './lib/fault.mjs';
import { foreground } from './lib/foreground.mjs';
import { binOf, ROOT } from './lib/paths.mjs';

const fileOf = (venue) => `packages/venues/src/${venue}/${venue}.conformance.test.ts`;

await bootstrap(fileURLToPath(import.meta.url), () => {
  const venues = process.argv.slice(2);
  const unknown = venues.filter((venue) => !existsSync(join(ROOT, fileOf(venue))));
  if (unknown.length > 0) {
    throw new Fault(
      `There is no suite of ${unknown.join(', ')}.`,
      'Name venues as their folders in packages/venues/src are named, or none for all.',
    );
  }
  const files = venues.length === 0 ? ['.conformance.test.ts'] : venues.map(fileOf);
  const args = [binOf('vitest'), 'run', '--project', 'unit', '--reporter=verbose', ...files];
  return foreground(args, { cwd: ROOT, env: { ...process.env, CONFORMANCE: 'network' } });
});
