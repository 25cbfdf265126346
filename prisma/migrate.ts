/**
 * Brings a database to the state of this checkout: applies the migrations it lacks, makes the months
 * ahead and the tables of the job queue. Runs as `migrator` (DATABASE_URL) and changes nothing when
 * there is nothing to do.
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { databaseUrl } from './env.ts';
import {
  applyMigrations,
  diagnose,
  forgetFailed,
  type MigrationFolder,
  readMigrations,
  type SchemaEngine,
  ScriptFailed,
  withSchemaEngine,
} from './schema-engine.ts';

const MONTHS_AHEAD = 3;
const JOBS_SCHEMA = 'pgboss';
const MAIL_QUEUE = 'send-mail';
const OWNER = 'migrator';
const OLDEST_SERVER = 180_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** The same number everywhere; within one database. */
const MIGRATION_LOCK = 7_260_119;

/** A state of things that no machine should mend. The message says what to do. */
export class MigrationRefused extends Error {}

export interface Migrated {
  readonly applied: readonly string[];
  readonly monthsMade: number;
}

/**
 * @throws {MigrationRefused} when the server or the role is not the right one, an applied migration
 *   was edited, one fails, or another run holds the database.
 */
export async function migrate(
  databaseUrl: string,
  migrations: readonly MigrationFolder[] = readMigrations(),
): Promise<Migrated> {
  return withConnection(databaseUrl, async (client) => {
    await refuseWrongOwner(client);
    await beTheOnlyOne(client);
    const applied = await withSchemaEngine(
      databaseUrl,
      async (engine) => {
        await settleHistory(engine, client, migrations);
        return applyMigrations(engine, migrations);
      },
      migrations,
    );
    await makeJobTables(databaseUrl);
    return { applied, monthsMade: await finish(client) };
  });
}

/** What it makes belongs to the role it runs as: under another, grants and policies would be wrong. */
async function refuseWrongOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ role: string; isTooStrong: boolean; number: number }>(
    `select current_user::text as role, rolsuper or rolbypassrls as "isTooStrong",
       current_setting('server_version_num')::int as number
     from pg_roles where rolname = current_user`,
  );
  const [{ role, isTooStrong, number } = { role: '', isTooStrong: true, number: 0 }] = rows;
  if (number < OLDEST_SERVER) {
    throw new MigrationRefused(
      `The database server is PostgreSQL ${Math.trunc(number / 10_000)}; 18 or newer is needed. ` +
        'Nothing was changed.',
    );
  }
  if (role !== OWNER || isTooStrong) {
    throw new MigrationRefused(
      `The migrations run as the role ${OWNER}, which is no superuser and bypasses no row-level ` +
        `security; DATABASE_URL names ${role}. Nothing was changed.`,
    );
  }
}

/** The lock is held by the connection, so it is free as soon as its process is gone. */
async function beTheOnlyOne(client: pg.Client): Promise<void> {
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  } catch (error) {
    // 55P03: the role's lock timeout.
    if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error;
    throw new MigrationRefused(
      'Another migration of this database has been running for half a minute. This one changed ' +
        'nothing; run it again when the other has ended.',
    );
  }
}

async function settleHistory(
  engine: SchemaEngine,
  client: pg.Client,
  migrations: readonly MigrationFolder[],
): Promise<void> {
  const { edited, failed } = await diagnose(engine, migrations);
  // A migration and its end are one transaction: without an end it left nothing behind.
  for (const name of failed) await forgetFailed(engine, name);
  // The engine counts a try that was undone, too; only what is in the database can be edited after.
  const asApplied = edited.length === 0 ? new Map() : await checksumsInForce(client);
  const changed = migrations
    .filter(({ name, sql }) => edited.includes(name) && isChanged(asApplied.get(name), sql))
    .map(({ name }) => name);
  if (changed.length > 0) {
    throw new MigrationRefused(
      `The migration ${changed.join(', ')} was changed after it was applied here. Put the file back ` +
        'as it was and write what is new into a migration of its own.',
    );
  }
}

/** Checksums are the engine's: SHA-256 of the file, in hexadecimal. */
const isChanged = (inForce: string | undefined, sql: string) =>
  inForce !== undefined && inForce !== createHash('sha256').update(sql).digest('hex');

async function checksumsInForce(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `select migration_name as name, checksum from public._prisma_migrations
     where finished_at is not null and rolled_back_at is null`,
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** The queue's own tables: owned by the migrator, worked by `jobs`, written to by who sends. */
async function makeJobTables(connectionString: string): Promise<void> {
  const boss = new PgBoss({
    connectionString,
    schema: JOBS_SCHEMA,
    supervise: false,
    schedule: false,
    max: 1,
  });
  boss.on('error', () => undefined);
  await boss.start();
  // Asked for by pages: it must be there before the first worker, which sets how it is retried.
  await boss.createQueue(MAIL_QUEUE);
  await boss.stop({ graceful: false });
}

/**
 * Taken and given anew each time, so that this list is the whole truth. pg-boss writes jobs to
 * `job_common` and asks their id back; staff may not see what a job carries.
 */
const GRANTS = `
  revoke all on all tables in schema ${JOBS_SCHEMA} from jobs, app_staff, app_client, engine, auditor;
  revoke all on schema ${JOBS_SCHEMA} from jobs, app_staff, app_client, engine, auditor;
  grant usage on schema ${JOBS_SCHEMA} to jobs, app_staff, auditor;
  grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to jobs;
  grant usage on all sequences in schema ${JOBS_SCHEMA} to jobs;
  grant execute on all functions in schema ${JOBS_SCHEMA} to jobs;
  grant select on ${JOBS_SCHEMA}.queue, ${JOBS_SCHEMA}.version to app_staff;
  grant insert, select (id) on ${JOBS_SCHEMA}.job, ${JOBS_SCHEMA}.job_common to app_staff;
  grant select on ${JOBS_SCHEMA}.queue, ${JOBS_SCHEMA}.schedule to auditor;
`;

async function finish(client: pg.Client): Promise<number> {
  await client.query(GRANTS);
  const made = await client.query<{ made: number }>('select audit.make_months_ahead($1) as made', [
    MONTHS_AHEAD,
  ]);
  return made.rows[0]?.made ?? 0;
}

/** @throws {MigrationRefused} when the database does not answer. */
async function withConnection<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that ends between two questions is told of by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new MigrationRefused(
      `The database in DATABASE_URL does not answer or lets nobody in: ${said}. Nothing was changed.`,
    );
  }
  try {
    return await work(client);
  } catch (error) {
    throw error instanceof ScriptFailed ? new MigrationRefused(error.message) : error;
  } finally {
    await client.end();
  }
}

/** The command: prints what was done, one line each. */
async function main(url: string | undefined): Promise<number> {
  if (url === undefined) {
    process.stderr.write('DATABASE_URL is not set: name the database as the role migrator.\n');
    return 78;
  }
  try {
    const { applied, monthsMade } = await migrate(url);
    for (const name of applied) process.stdout.write(`Applied ${name}.\n`);
    if (applied.length === 0) process.stdout.write('Every migration is applied.\n');
    if (monthsMade > 0) process.stdout.write(`Made ${monthsMade} partitions.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // pg-boss keeps a timer of ten seconds after its stop; nothing of ours is left to wait for.
  process.exit(await main(databaseUrl));
}
