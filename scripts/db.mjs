/**
 * The database by hand: `npm run db:generate`, `db:migrate`, `db:seed`, `db:reset`, and
 * `node scripts/db.mjs new <verb_object>`, which writes a migration from what changed in the schema
 * files. The server is that of DATABASE_URL / DATABASE_ADMIN_URL, or the embedded one.
 */
import { fileURLToPath } from 'node:url';
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(fileURLToPath(import.meta.url), async ({ steps }) => {
  const { runDatabaseCommand } = await import('./lib/database-commands.mjs');
  return runDatabaseCommand(process.argv.slice(2), steps);
});
