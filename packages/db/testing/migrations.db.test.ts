/** The migrations and the schema files are two descriptions of one database; this holds them together. */

import { existsSync } from 'node:fs';
import { MigrationRefused, migrate } from '@ultrathink/prisma/migrate';
import {
  diffSchemas,
  readMigrations,
  readSchema,
  withSchemaEngine,
} from '@ultrathink/prisma/schema-engine';
import { ROOT } from '@ultrathink/scripts/paths';
import { withClient, withDatabase } from '@ultrathink/scripts/roles';
import { describe, expect, inject, it } from 'vitest';
import { copyTemplate, openTestDatabase } from './index.ts';

const database = await openTestDatabase();
const server = inject('testServer');

/** Columns, keys and indexes of the schemas Prisma describes; partitions and its own record apart. */
const CATALOG = `
  select 'column' as what, format('%s.%s.%s', table_schema, table_name, column_name) as name,
    concat_ws(' ', udt_name, character_maximum_length, numeric_precision, numeric_scale,
      datetime_precision, is_nullable, column_default) as value
  from information_schema.columns c
  where table_schema = any($1) and exists (select 1 from pg_class p join pg_namespace n on n.oid = p.relnamespace
    where n.nspname = c.table_schema and p.relname = c.table_name and not p.relispartition)
  union all
  select 'index', format('%s.%s', schemaname, indexname), replace(indexdef, ' ONLY ', ' ')
  from pg_indexes i
  -- An index over some rows only, or over what a function makes of them, the schema files can't say.
  where schemaname = any($1) and indexdef not like '% WHERE %' and indexdef not like '% USING gin (audit.%' and exists (select 1 from pg_class p join pg_namespace n on n.oid = p.relnamespace
    where n.nspname = i.schemaname and p.relname = i.tablename and not p.relispartition)
  union all
  select 'foreign key', conname, pg_get_constraintdef(oid) from pg_constraint
  where contype = 'f' and connamespace::regnamespace::text = any($1) and conparentid = 0
  order by 1, 2`;
/** Those that the schema files name; a new one is compared as soon as it is named. */
const SCHEMAS = readSchema()
  .flatMap(({ content }) => /^\s*schemas\s*=\s*\[(.*)\]/m.exec(content)?.[1]?.match(/\w+/g) ?? [])
  .sort();

/** A migration of this test only, after all others. */
const LAST = '29990101000000_try_again';

describe('the migrations', () => {
  it('lead exactly to the schema files', async () => {
    const fromSchema = `${database.name}_schema`;
    await withClient(server.adminUrl, (client) => client.query(`create database ${fromSchema}`));
    try {
      const url = withDatabase(server.adminUrl, fromSchema);
      const script = await withSchemaEngine(url, (engine) =>
        diffSchemas(engine, undefined, readSchema()),
      );
      const described = await withClient(url, async (client) => {
        await client.query(script);
        return (await client.query(CATALOG, [SCHEMAS])).rows;
      });
      expect(described.length).toBeGreaterThan(20);
      expect(await database.sql(CATALOG, [SCHEMAS])).toEqual(described);
    } finally {
      await withClient(server.adminUrl, (client) =>
        client.query(`drop database ${fromSchema} with (force)`),
      );
    }
  });

  it('change nothing when they are applied again', async () => {
    expect(await migrate(database.url('migrator'))).toEqual({ applied: [], monthsMade: 0 });
  });

  it('are refused when one was edited after it was applied', async () => {
    const edited = readMigrations().map((m) => ({ ...m, sql: `${m.sql}\n-- changed` }));
    const refused = migrate(database.url('migrator'), edited);
    await expect(refused).rejects.toThrow(MigrationRefused);
    await expect(refused).rejects.toThrow(/changed after it was applied/);
  });

  it('leave nothing behind when one fails, and go on once it is put right', async () => {
    const copy = await copyTemplate(server);
    const withLast = (sql: string) => [...readMigrations(), { name: LAST, sql }];
    const create = 'create table operations.half (id int);\n';
    const half = () => copy.sql("select to_regclass('operations.half')::text as half");
    try {
      for (const again of [1, 2]) {
        const failing = migrate(copy.url('migrator'), withLast(`${create}select nothing_here;`));
        await expect(failing, String(again)).rejects.toThrow(MigrationRefused);
        await expect(failing).rejects.toThrow(/nothing_here.*\(line 2\)/);
        expect(await half()).toEqual([{ half: null }]);
      }
      const { applied } = await migrate(copy.url('migrator'), withLast(`${create}-- put right`));
      expect(applied).toEqual([LAST]);
      expect(await half()).toEqual([{ half: 'operations.half' }]);
      expect(await migrate(copy.url('migrator'), withLast(`${create}-- put right`))).toEqual({
        applied: [],
        monthsMade: 0,
      });
    } finally {
      await copy.drop();
    }
  });

  it('are whole or not at all when they are killed, and the next start applies them', async () => {
    const copy = await copyTemplate(server);
    const wait = 'create table operations.half (id int);\nselect pg_advisory_xact_lock(1);';
    const migrations = [...readMigrations(), { name: LAST, sql: wait }];
    try {
      await withClient(copy.adminUrl, async (client) => {
        await client.query('select pg_advisory_lock(1)');
        const killed = migrate(copy.url('migrator'), migrations);
        killed.catch(() => undefined);
        const waiting = `select pid from pg_stat_activity where wait_event = 'advisory'
          and datname = $1 and query like 'create table operations.half%'`;
        await expect
          .poll(() => copy.sql(waiting, [copy.name]), { timeout: 15_000 })
          .toHaveLength(1);
        await copy.sql(
          'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and datname = $2',
          ['migrator', copy.name],
        );
        await expect(killed).rejects.toThrow();
      });
      expect(await copy.sql("select to_regclass('operations.half') as half")).toEqual([
        { half: null },
      ]);
      expect(await migrate(copy.url('migrator'), migrations)).toMatchObject({ applied: [LAST] });
    } finally {
      await copy.drop();
    }
  });

  it('are known to be applied, even when their process is gone before it could write that down', async () => {
    const copy = await copyTemplate(server);
    // Ends every other connection and lets none in: the script is the last that can be done.
    const cutOff = `create table operations.half (id int);
      alter database ${copy.name} connection limit 0;
      select pg_terminate_backend(pid) from pg_stat_activity
      where usename = current_user and datname = current_database() and pid <> pg_backend_pid();`;
    const migrations = [...readMigrations(), { name: LAST, sql: cutOff }];
    try {
      await expect(migrate(copy.url('migrator'), migrations)).rejects.toThrow();
      await copy.sql(`alter database ${copy.name} connection limit -1`);
      expect(await copy.sql("select to_regclass('operations.half')::text as half")).toEqual([
        { half: 'operations.half' },
      ]);
      expect(await migrate(copy.url('migrator'), migrations)).toMatchObject({ applied: [] });
    } finally {
      await copy.drop();
    }
  });

  it('never end their own transaction, because that is what makes them whole or not at all', () => {
    for (const { name, sql } of readMigrations()) {
      const own = /^\s*(begin|commit|rollback|end|start\s+transaction)\s*(transaction|work)?\s*;/im;
      // The body of a function ends with END and is no statement of the script.
      const script = sql.replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
      expect(`${name}: ${own.exec(script)?.[0] ?? 'none'}`).toBe(`${name}: none`);
    }
  });

  it('run as their owner and nobody else, a superuser least of all', async () => {
    for (const url of [database.adminUrl, database.url('jobs')]) {
      const refused = migrate(url);
      await expect(refused).rejects.toThrow(MigrationRefused);
      await expect(refused).rejects.toThrow(/run as the role migrator.*Nothing was changed/);
    }
  });

  it('say in a sentence that the database does not answer', async () => {
    const nowhere = new URL(database.url('migrator'));
    nowhere.searchParams.set('host', '/nowhere');
    const refused = migrate(nowhere.href);
    await expect(refused).rejects.toThrow(MigrationRefused);
    await expect(refused).rejects.toThrow(/does not answer.*Nothing was changed/);
  });

  it('leave no schema out of the comparison', async () => {
    const made = await database.sql<{ name: string }>(
      `select nspname as name from pg_namespace
       where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'pgboss')
       order by 1`,
    );
    expect(made.map(({ name }) => name)).toEqual(SCHEMAS);
  });

  it('each carry a note of what and why', async () => {
    for (const { name } of readMigrations()) {
      expect(`${name} ${existsSync(`${ROOT}/prisma/migrations/${name}/notes.md`)}`).toBe(
        `${name} true`,
      );
    }
  });
});
