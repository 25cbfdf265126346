/**
 * Generates what is not committed: the database client. Nothing is done when the schema, the
 * generator and its settings are those it was last generated from.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { runNode } from './run.mjs';

const OUTPUT = join(ROOT, 'packages/db/src/generated');
const STAMP = join(OUTPUT, '.made-from');

function fingerprint() {
  const hash = createHash('sha256');
  const schema = join(ROOT, 'prisma/schema');
  const files = existsSync(schema)
    ? readdirSync(schema)
        .sort()
        .map((name) => join(schema, name))
    : [];
  const settings = [join(ROOT, 'prisma.config.ts'), join(ROOT, 'node_modules/prisma/package.json')];
  for (const file of [...files, ...settings.filter(existsSync)]) {
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @returns {Promise<string>} what was done, for the step list. */
export async function generateClient() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return 'is up to date';
  const { status, output } = await runNode([join(ROOT, 'scripts/db.mjs'), 'generate']);
  if (status !== 0) throw new Error(`The database client could not be generated.\n${output}`);
  writeFileSync(STAMP, wanted);
  return 'generated from the schema';
}
