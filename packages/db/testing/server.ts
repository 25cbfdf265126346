/**
 * A real server for tests: the one of DATABASE_ADMIN_URL, or the embedded one in `.data/test`, which
 * is left running so that the next run starts at once. One template per state of the migrations is
 * migrated once; every test file gets a copy of it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { migrate } from '@ultrathink/prisma/migrate';
import { readMigrations } from '@ultrathink/prisma/schema-engine';
import { ROOT } from '@ultrathink/scripts/paths';
import { startPostgres } from '@ultrathink/scripts/postgres';
import { ensureRoles, roleUrls, withClient } from '@ultrathink/scripts/roles';

export interface TestServer {
  readonly adminUrl: string;
  /** Holds the roles' passwords. */
  readonly dataDir: string;
  readonly template: string;
}

/** The same number in every run: two runs must not make one template at the same time. */
const TEMPLATE_LOCK = 7_260_118;

export async function startTestServer(env: NodeJS.ProcessEnv): Promise<TestServer> {
  const dataDir = env['TEST_DATA_DIR'] ?? join(ROOT, '.data/test');
  const adminUrl = env['DATABASE_ADMIN_URL'] ?? (await startPostgres({ dataDir })).adminUrl;
  const template = `ultrathink_template_${fingerprint()}`;
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query(
      'select datallowconn as "isDraft" from pg_database where datname = $1',
      [template],
    );
    if (found.rows[0]?.isDraft === false) return;
    await client.query(`drop database if exists ${client.escapeIdentifier(template)} with (force)`);
    await ensureRoles({ adminUrl, dataDir, env, database: template });
    const urls = roleUrls({ base: adminUrl, dataDir, env, database: template });
    await migrate(urls['migrator'] ?? '');
    // Closed to everyone, it can't be changed by accident, and a copy never waits for a connection.
    await client.query(
      `alter database ${client.escapeIdentifier(template)} allow_connections false`,
    );
  });
  return { adminUrl, dataDir, template };
}

/** A template is right as long as the migrations are the same. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const { name, sql } of readMigrations()) hash.update(`${name}\n${sql}\n`);
  return hash.digest('hex').slice(0, 12);
}
