/** What `scripts/db.mjs` does, a command each. */
import { join } from 'node:path';
import { Fault } from './fault.mjs';
import { binOf, dataDirOf, ROOT } from './paths.mjs';
import { openDatabase, ownServer, removeDatabase } from './platform-database.mjs';
import { runNode } from './run.mjs';
import { runningDemo } from './run-files.mjs';
import { seed as fillDemo } from './seed.mjs';
import { portsOf } from './services.mjs';

const COMMANDS = { generate, migrate, seed, reset, new: newMigration };

/** @returns {Promise<number>} exit code */
export async function runDatabaseCommand([name, ...args], steps) {
  const command = COMMANDS[name];
  if (command === undefined) {
    throw new Fault(
      `There is no database command ${name ?? 'without a name'}. Nothing was done.`,
      `There is ${Object.keys(COMMANDS).join(', ')}: npm run db:migrate`,
    );
  }
  await steps.run(name, `the database`, () => command(args));
  return 0;
}

/**
 * The typed client. Prisma looks for a native engine first and would fetch it; generating needs none,
 * so it is shown a program that is there.
 */
async function generate() {
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env };
  const { status, output } = await runNode([binOf('prisma'), 'generate'], { env });
  if (status !== 0) throw new Error(output);
  return 'the client is generated';
}

async function migrate() {
  return withDatabase(async (urls) => {
    const said = await runAsMigrator('prisma/migrate.ts', urls);
    return said.split('\n').at(-1);
  });
}

/** A firm, its people and clients: invented, for a demo. What is there already stays. */
async function seed() {
  return withDatabase((urls) =>
    fillDemo({ urls, dataDir: dataDirOf(), ports: portsOf(), env: process.env }),
  );
}

/** Of the embedded server only: what belongs to somebody else is never emptied by us. */
async function reset() {
  if (!ownServer(process.env)) {
    throw new Fault(
      'DATABASE_URL or DATABASE_ADMIN_URL names a server of your own. It was left alone.',
      'Empty it yourself, or unset both to reset the embedded one.',
    );
  }
  const dataDir = dataDirOf();
  if (runningDemo(dataDir) !== undefined) {
    throw new Fault(
      'A demo runs on this database. It was left alone.',
      'Stop it with Ctrl-C first.',
    );
  }
  await removeDatabase({ dataDir });
  return `empty and anew: ${await migrate()}`;
}

async function withDatabase(work) {
  const { urls, adopted, stop } = await openDatabase({ dataDir: dataDirOf() });
  try {
    return await work(urls);
  } finally {
    if (!adopted) await stop();
  }
}

async function runAsMigrator(file, urls, args = []) {
  const { DATABASE_ADMIN_URL: _, ...env } = process.env;
  const options = { env: { ...env, DATABASE_URL: urls.migrator } };
  const { status, output } = await runNode([join(ROOT, file), ...args], options);
  if (status !== 0) throw new Fault(output.trim(), 'The data is as it was before.');
  return output.trim();
}

/** A migration from the schema files as last committed to those of today. */
async function newMigration([name]) {
  if (!/^[a-z]+(_[a-z0-9]+)+$/.test(name ?? '')) {
    throw new Fault(
      'A migration is named verb_object in lower case, as in add_trading_mode. Nothing was made.',
      'node scripts/db.mjs new add_trading_mode',
    );
  }
  return withDatabase((urls) => runAsMigrator('prisma/new-migration.ts', urls, [name]));
}
