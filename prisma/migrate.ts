/**
 * Brings a database to the state of this checkout: applies the migrations it lacks, makes the months
 * ahead and the tables of the job queue. Runs as `migrator` (DATABASE_URL) and changes nothing when
 * there is nothing to do.
 */
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { databaseUrl } from './env.ts';
import {
  applyMigrations,
  diagnose,
  type MigrationFolder,
  readMigrations,
  type SchemaEngine,
  withSchemaEngine,
} from './schema-engine.ts';

const MONTHS_AHEAD = 3;
const JOBS_SCHEMA = 'pgboss';

/** A migration history that no machine should mend. The message says what to do. */
export class MigrationRefused extends Error {}

export interface Migrated {
  readonly applied: readonly string[];
  readonly monthsMade: number;
}

/** @throws {MigrationRefused} when an applied migration was edited, or one failed half-way. */
export async function migrate(
  databaseUrl: string,
  migrations: readonly MigrationFolder[] = readMigrations(),
): Promise<Migrated> {
  const applied = await withSchemaEngine(databaseUrl, async (engine) => {
    await refuseBrokenHistory(engine, migrations);
    return applyMigrations(engine, migrations);
  });
  await makeJobTables(databaseUrl);
  return { applied, monthsMade: await finish(databaseUrl) };
}

async function refuseBrokenHistory(engine: SchemaEngine, migrations: readonly MigrationFolder[]) {
  const { edited, failed } = await diagnose(engine, migrations);
  if (failed.length > 0) {
    throw new MigrationRefused(
      `The migration ${failed.join(', ')} failed half-way on this database. Restore the backup taken ` +
        'before it, or repair by hand and settle it with `prisma migrate resolve`.',
    );
  }
  if (edited.length > 0) {
    throw new MigrationRefused(
      `The migration ${edited.join(', ')} was changed after it was applied here. Put the file back as ` +
        'it was and write what is new into a migration of its own.',
    );
  }
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
  await boss.stop({ graceful: false });
}

const GRANTS = `
  grant usage on schema ${JOBS_SCHEMA} to jobs, app_staff, app_client, auditor;
  grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to jobs;
  grant usage on all sequences in schema ${JOBS_SCHEMA} to jobs;
  grant execute on all functions in schema ${JOBS_SCHEMA} to jobs;
  grant select on ${JOBS_SCHEMA}.queue, ${JOBS_SCHEMA}.version to app_staff, app_client;
  grant insert on ${JOBS_SCHEMA}.job to app_staff, app_client;
  grant select on ${JOBS_SCHEMA}.queue, ${JOBS_SCHEMA}.schedule to auditor;
`;

async function finish(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(GRANTS);
    const made = await client.query<{ made: number }>(
      'select audit.make_months_ahead($1) as made',
      [MONTHS_AHEAD],
    );
    return made.rows[0]?.made ?? 0;
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
