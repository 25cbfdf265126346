/** A database of its own for one test file, gone after its last test. */
import { roleUrls, withClient, withDatabase } from '@ultrathink/scripts/roles';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../src/connect.ts';
import { copyName } from './leftovers.ts';
import type { TestServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

export type RoleName =
  | 'migrator'
  | 'app_client'
  | 'app_staff'
  | 'app_identity'
  | 'engine'
  | 'jobs'
  | 'auditor';

export interface TestDatabase {
  readonly name: string;
  /** A superuser's URL, for what only an attacker or an operator could do. */
  readonly adminUrl: string;
  url(role: RoleName): string;
  /** One pool per role and file. */
  as(role: RoleName): Database;
  /** Runs one statement as a superuser. */
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Copies the template. Called at the top of a test file; it cleans up by itself. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const database = await copyTemplate(inject('testServer'));
  afterAll(() => database.drop());
  return database;
}

/** Copies the template without vitest: for benchmarks and browser tests, which drop it themselves. */
export async function copyTemplate(server: TestServer): Promise<TestDatabase> {
  const name = copyName(Date.now());
  const { adminUrl, dataDir, template } = server;
  await withClient(adminUrl, (client) =>
    client.query(`create database ${name} template ${template} owner migrator strategy wal_log`),
  );
  const urls = roleUrls({ base: adminUrl, dataDir, env: process.env, database: name });
  const url = (role: RoleName) => urls[role] ?? '';
  const open = new Map<RoleName, Database>();
  return {
    name,
    adminUrl: withDatabase(adminUrl, name),
    url,
    as(role) {
      const known = open.get(role) ?? openDatabase({ url: url(role), name: `test ${role}` });
      open.set(role, known);
      return known;
    },
    sql: (text, values = []) =>
      withClient(withDatabase(adminUrl, name), async (client) => {
        const { rows } = await client.query(text, [...values]);
        return rows;
      }),
    async drop() {
      await Promise.all([...open.values()].map((database) => database.close()));
      await withClient(adminUrl, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}
