import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '../testing/index.ts';
import { checkRole, explainRole, openDatabase, TRANSACTION } from './connect.ts';
import { classify } from './failure.ts';

const database = await openTestDatabase();
const WORKING_ROLES = ['app_client', 'app_staff', 'engine', 'jobs', 'auditor'] as const;

describe('the roles', () => {
  it.each([...WORKING_ROLES, 'migrator'] as const)(
    '%s is held by row-level security',
    async (role) => {
      expect(await checkRole(database.as(role), role)).toEqual({ ok: true, value: undefined });
    },
  );

  it('refuses to work as a superuser, and says what to do', async () => {
    const asSuperuser = openDatabase({ url: database.adminUrl, name: 'test' });
    const refused = await checkRole(asSuperuser, 'engine');
    await asSuperuser.close();
    expect(refused).toEqual({ ok: false, error: { code: 'RoleTooStrong', role: 'postgres' } });
    expect(refused.ok || explainRole(refused.error)).toContain('db:migrate');
  });

  it('refuses to work as the role of another process', async () => {
    const refused = await checkRole(database.as('jobs'), 'engine');
    expect(refused).toEqual({
      ok: false,
      error: { code: 'WrongRole', role: 'jobs', wanted: 'engine' },
    });
  });

  it('lets nobody hold things up for ever', async () => {
    const rows = await database.sql<{ rolname: string; settings: string }>(
      `select rolname, array_to_string(rolconfig, ' ') as settings from pg_roles
       where rolname = any($1)`,
      [WORKING_ROLES],
    );
    for (const { rolname, settings } of rows) {
      const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
      for (const name of [...names, 'transaction_timeout']) {
        expect(`${rolname} ${settings}`).toMatch(new RegExp(`${name}=[1-9]`));
      }
    }
    expect(rows).toHaveLength(WORKING_ROLES.length);
  });

  it('ends a statement of a page before Prisma gives its transaction up, and says why', async () => {
    for (const role of ['app_client', 'app_staff'] as const) {
      const [row] = await database.as(role).prisma.$queryRaw<
        [{ ms: number }]
      >`select setting::int as ms from pg_settings
          where name = 'statement_timeout'`;
      expect(row.ms).toBeLessThan(TRANSACTION.timeout);
    }
    const slow = database.as('app_staff').prisma.$transaction(async (tx) => {
      await tx.$executeRaw`set local statement_timeout = 20`;
      await tx.$executeRaw`select pg_sleep(10)`;
    });
    expect(classify(await slow.catch((error: unknown) => error))).toEqual({ code: 'TooSlow' });
  });

  it('gives no working role the right to make, change or remove a table', async () => {
    const owned = await database.sql(
      `select relname from pg_class c join pg_roles r on r.oid = c.relowner where rolname = any($1)`,
      [WORKING_ROLES],
    );
    expect(owned).toEqual([]);
    for (const role of WORKING_ROLES) {
      const make = database.as(role).prisma.$executeRaw`create table operations.mine (id int)`;
      await expect(make, role).rejects.toThrow(/permission denied/);
    }
  });
});
