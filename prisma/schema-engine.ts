/// <reference lib="dom" />
// For the types of WebAssembly, which Node has and its type package leaves to the DOM.
/**
 * Prisma's own schema engine, from its WebAssembly build: `prisma migrate` would fetch a native
 * engine, and a platform that installs offline cannot. Files and bookkeeping are the same, so
 * `prisma migrate deploy` remains a choice.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import * as background from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export type SchemaEngine = background.SchemaEngine;

const PRISMA = import.meta.dirname;
const FILTERS = { externalTables: [], externalEnums: [] };

/** A migration that PostgreSQL refused: what it said, and where in the file. */
export class ScriptFailed extends Error {}

export interface MigrationFolder {
  readonly name: string;
  readonly sql: string;
}

/** The migrations on disk, oldest first: their names begin with the time they were made. */
export function readMigrations(folder = join(PRISMA, 'migrations')): MigrationFolder[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The schema files, as the engine takes them. */
export function readSchema(folder = join(PRISMA, 'schema')) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.prisma'));
  return files.map((path) => ({ path, content: readFileSync(join(folder, path), 'utf8') }));
}

/**
 * One engine for one piece of work. Its connection holds a lock, so it is closed whatever happens.
 * @param migrations those that may be applied.
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<T>,
  migrations: readonly MigrationFolder[] = [],
): Promise<T> {
  await instantiate();
  const scripts: Scripts = { connectionString, opened: [], migrations, failure: undefined };
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(scripts));
  const datamodels: [string, string][] = readSchema().map(({ path, content }) => [path, content]);
  try {
    const engine = await background.SchemaEngine.new({ datamodels }, () => undefined, factory);
    return await work(engine);
  } catch (error) {
    // The engine words known errors anew and loses where they stand.
    throw scripts.failure === undefined
      ? error
      : new ScriptFailed(scripts.failure, { cause: error });
  } finally {
    await Promise.all(scripts.opened.map((adapter) => adapter.dispose()));
  }
}

interface Scripts {
  readonly connectionString: string;
  readonly opened: SqlDriverAdapter[];
  readonly migrations: readonly MigrationFolder[];
  /** What PostgreSQL said of the script that failed, and the line. */
  failure: string | undefined;
}

/**
 * Prisma's adapter cuts a script at every semicolon, which breaks the body of each function. Sent
 * whole, PostgreSQL reads it itself, and runs it as one transaction: a migration that fails leaves
 * nothing behind.
 */
function wholeScripts(scripts: Scripts): PrismaPg {
  const factory = new PrismaPg({ connectionString: scripts.connectionString, max: 1 });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    scripts.opened.push(adapter);
    adapter.executeScript = (script) => runScript(scripts, script);
    return adapter;
  };
  return factory;
}

/**
 * Appended to a migration, so that it and the record of its end are one transaction: whatever is
 * killed when, a migration without an end in the record left nothing behind. Refuses when another
 * start has meanwhile taken it for abandoned.
 */
const markEnded = (name: string) => `
;do $end$ begin
  update public._prisma_migrations set finished_at = now()
  where migration_name = ${pg.escapeLiteral(name)} and finished_at is null and rolled_back_at is null;
  if not found then raise exception 'another start has taken over this migration'; end if;
end $end$`;

async function runScript(scripts: Scripts, text: string): Promise<void> {
  const migration = scripts.migrations.find(({ sql }) => sql === text);
  const script = migration === undefined ? text : `${text}${markEnded(migration.name)}`;
  const client = new pg.Client({ connectionString: scripts.connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(script);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code = 'XX000', severity = 'ERROR', message, detail, hint, column } = error;
    scripts.failure = `The migration failed and was undone: ${message}${lineOf(script, error.position)}.`;
    throw new DriverAdapterError({
      kind: 'postgres',
      code,
      severity,
      message,
      detail,
      hint,
      column,
    });
  } finally {
    await client.end();
  }
}

/** Where in the script, as a person counts; the server counts characters. */
function lineOf(script: string, position: string | undefined): string {
  if (position === undefined) return '';
  return ` (line ${script.slice(0, Number(position)).split('\n').length})`;
}

let instance: Promise<void> | undefined;

/** Once per process: the module keeps one memory. */
function instantiate(): Promise<void> {
  instance ??= (async () => {
    const require = createRequire(import.meta.url);
    const home = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
    const module = await WebAssembly.compile(readFileSync(join(home, 'schema_engine_bg.wasm')));
    const made = await WebAssembly.instantiate(module, {
      './schema_engine_bg.js': background as unknown as WebAssembly.ModuleImports,
    });
    background.__wbg_set_wasm(made.exports);
    const start = made.exports['__wbindgen_start'];
    if (typeof start === 'function') start();
  })();
  return instance;
}

/** Applies what is not applied yet. Answers the names, oldest first. */
export async function applyMigrations(
  engine: SchemaEngine,
  migrations: readonly MigrationFolder[],
): Promise<readonly string[]> {
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: listOf(migrations),
    filters: FILTERS,
  });
  return appliedMigrationNames;
}

/** Records that a migration left nothing behind, so that it is applied from its start. */
export async function forgetFailed(engine: SchemaEngine, migrationName: string): Promise<void> {
  await engine.markMigrationRolledBack({ migrationName });
}

/** Names of migrations that were changed after they were applied, and of those without an end. */
export async function diagnose(engine: SchemaEngine, migrations: readonly MigrationFolder[]) {
  const { editedMigrationNames, failedMigrationNames } = await engine.diagnoseMigrationHistory({
    migrationsList: listOf(migrations),
    optInToShadowDatabase: false,
    filters: FILTERS,
  });
  return { edited: editedMigrationNames, failed: failedMigrationNames };
}

/** The SQL from one state of the schema files to another; `undefined` is the empty database. */
export async function diffSchemas(
  engine: SchemaEngine,
  from: ReturnType<typeof readSchema> | undefined,
  to: ReturnType<typeof readSchema>,
): Promise<string> {
  const target = (files: ReturnType<typeof readSchema>) =>
    ({ tag: 'schemaDatamodel', files }) as const;
  const { stdout } = await engine.diff({
    from: from === undefined ? { tag: 'empty' } : target(from),
    to: target(to),
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: FILTERS,
  } as Parameters<SchemaEngine['diff']>[0]);
  return stdout ?? '';
}

function listOf(migrations: readonly MigrationFolder[]) {
  return {
    baseDir: join(PRISMA, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } as const },
    })),
  };
}
