/**
 * A real server for tests: the one of DATABASE_ADMIN_URL, or an embedded one that is left running, so
 * that the next run starts at once. That of test files, in `.data/test`, is forgetful: it waits for no
 * disk, by which no answer of a server changes. That of measurements, in `.data/test-durable`, is as a
 * firm would run it. One template per state of what makes it is
 * migrated once; every test file gets a copy of it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@ultrathink/prisma/migrate';
import { readMigrations } from '@ultrathink/prisma/schema-engine';
import { dataDirOf, ROOT } from '@ultrathink/scripts/paths';
import { startPostgres } from '@ultrathink/scripts/postgres';
import { ensureRoles, roleUrls, withClient } from '@ultrathink/scripts/roles';
import type { Client } from 'pg';
import { dropLeftovers, TEMPLATE_PREFIX } from './leftovers.ts';

export interface TestServer {
  readonly adminUrl: string;
  /** Holds the roles' passwords. */
  readonly dataDir: string;
  readonly template: string;
}

/** The same number in every run: two runs must not make one template at the same time. */
const TEMPLATE_LOCK = 7_260_118;

export async function startTestServer(
  env: NodeJS.ProcessEnv,
  { isForgetful = false }: { readonly isForgetful?: boolean } = {},
): Promise<TestServer> {
  const named = env['DATABASE_ADMIN_URL'];
  const dataDir = env['TEST_DATA_DIR'] ?? secretsHome(named, isForgetful);
  const started = { dataDir, isLosable: true, isForgetful };
  const adminUrl = named ?? (await startPostgres(started)).adminUrl;
  const template = `${TEMPLATE_PREFIX}${fingerprint(new Date())}`;
  await withClient(adminUrl, async (client) => {
    if (!isForgetful) await requireDurable(client);
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await dropLeftovers(client, Date.now());
    const found = await client.query(
      'select datallowconn as "isDraft" from pg_database where datname = $1',
      [template],
    );
    if (found.rows[0]?.isDraft === false) return;
    const name = client.escapeIdentifier(template);
    await client.query(`drop database if exists ${name} with (force)`);
    await ensureRoles({ adminUrl, dataDir, env, database: template });
    const urls = roleUrls({ base: adminUrl, dataDir, env, database: template });
    await migrate(urls['migrator'] ?? '');
    // Closed to everyone, it can't be changed by accident, and a copy never waits for a connection.
    await client.query(`alter database ${name} allow_connections false`);
  });
  return { adminUrl, dataDir, template };
}

/**
 * Roles belong to a whole server. On one that is not ours alone the platform may run beside the
 * tests, so they use its passwords instead of setting others.
 */
function secretsHome(named: string | undefined, isForgetful: boolean): string {
  if (named !== undefined) return dataDirOf();
  return join(ROOT, isForgetful ? '.data/test' : '.data/test-durable');
}

/** What is measured on a server that does not wait for its disk is not what a firm would see. */
async function requireDurable(client: Client): Promise<void> {
  const { rows } = await client.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync !== 'on') {
    throw new Error('This server does not wait for its disk: name another by TEST_DATA_DIR.');
  }
}

/** A template is right as long as everything that makes it is the same, and its months still reach. */
function fingerprint(today: Date): string {
  const hash = createHash('sha256').update(today.toISOString().slice(0, 7));
  for (const { name, sql } of readMigrations()) hash.update(`${name}\n${sql}\n`);
  // The last names the version of the job queue, whose tables are in the template.
  for (const file of ['prisma/migrate.ts', 'scripts/lib/roles.mjs', 'prisma/package.json']) {
    hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
