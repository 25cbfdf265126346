/**
 * Writes a migration from the schema files as last committed to those of today:
 * `node scripts/db.mjs new add_trading_mode`. What Prisma's language cannot say is added by hand.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrl } from './env.ts';
import { diffSchemas, readSchema, withSchemaEngine } from './schema-engine.ts';

const HERE = import.meta.dirname;
const NOTES = '\n\n**What.**\n\n**Why so.**\n\n**Before and after.**\n\n**Back.**\n';

function committed() {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: HERE, encoding: 'utf8' });
  const files = git('ls-tree', '--name-only', 'HEAD', 'schema/').trim().split('\n');
  return files.map((path) => ({ path, content: git('show', `HEAD:./${path}`) }));
}

const name = process.argv[2] ?? '';
const sql = await withSchemaEngine(databaseUrl ?? '', (engine) =>
  diffSchemas(engine, committed(), readSchema()),
);
const stamp = new Date().toISOString().slice(0, 19).replace(/\D/g, '');
const folder = join(HERE, 'migrations', `${stamp}_${name}`);
mkdirSync(folder);
writeFileSync(join(folder, 'migration.sql'), sql);
writeFileSync(join(folder, 'notes.md'), `# ${name.replaceAll('_', ' ')}${NOTES}`);
process.stdout.write(`prisma/migrations/${stamp}_${name}: complete the SQL and the notes\n`);
