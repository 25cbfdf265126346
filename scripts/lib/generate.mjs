/**
 * Generates what is not committed: the database client. Nothing is done when the schema, the
 * generator and its settings are those it was last generated from.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, fingerprintOf } from './fingerprint.mjs';
import { ROOT } from './paths.mjs';
import { runNode } from './run.mjs';

const OUTPUT = join(ROOT, 'packages/db/src/generated');
const STAMP = join(OUTPUT, '.made-from');

function madeFrom() {
  const settings = [join(ROOT, 'prisma.config.ts'), join(ROOT, 'node_modules/prisma/package.json')];
  return fingerprintOf([...filesIn(join(ROOT, 'prisma/schema')), ...settings.filter(existsSync)]);
}

/** @returns {Promise<string>} what was done, for the step list. */
export async function generateClient() {
  const wanted = madeFrom();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return 'is up to date';
  const { status, output } = await runNode([join(ROOT, 'scripts/db.mjs'), 'generate']);
  if (status !== 0) throw new Error(`The database client could not be generated.\n${output}`);
  writeFileSync(STAMP, wanted);
  return 'generated from the schema';
}
