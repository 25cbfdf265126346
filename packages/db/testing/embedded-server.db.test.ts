/** The embedded server and the roles, on a cluster of their own that is thrown away. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgres, startPostgres } from '@ultrathink/scripts/postgres';
import { ensureRoles, roleUrls, withClient } from '@ultrathink/scripts/roles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './server.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ultrathink-test-'));
const clusterOf = (folder: string) => join(realpathSync(join(folder, 'postgres')), 'cluster');
const pidOf = (folder: string) =>
  Number(readFileSync(join(clusterOf(folder), 'postmaster.pid'), 'utf8').split('\n')[0]);
let adminUrl = '';

beforeAll(async () => {
  ({ adminUrl } = await startPostgres({ dataDir }));
});
afterAll(async () => {
  await removePostgres({ dataDir });
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the embedded server', () => {
  it('is adopted by a second start while it runs', async () => {
    const pid = pidOf(dataDir);
    const second = await startPostgres({ dataDir });
    expect(second).toMatchObject({ adminUrl, alreadyRunning: true });
    expect(pidOf(dataDir)).toBe(pid);
  });

  it('is PostgreSQL 18, writes safely and listens on no network', async () => {
    const shown = await withClient(adminUrl, async (client) => {
      const names = ['server_version_num', 'fsync', 'synchronous_commit', 'listen_addresses'];
      const { rows } = await client.query(
        'select name, setting from pg_settings where name = any($1) order by name',
        [names],
      );
      return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
    });
    expect(Number(shown['server_version_num'])).toBeGreaterThanOrEqual(180_000);
    expect(shown).toMatchObject({ fsync: 'on', synchronous_commit: 'on' });
    if (process.platform !== 'win32') expect(shown['listen_addresses']).toBe('');
  });

  it('keeps every committed row through a kill -9', async () => {
    await withClient(adminUrl, (client) => client.query('create table kept as select 7 as number'));
    process.kill(pidOf(dataDir), 'SIGKILL');
    const { alreadyRunning } = await startPostgres({ dataDir });
    expect(alreadyRunning).toBe(false);
    const { rows } = await withClient(adminUrl, (client) =>
      client.query('select number from kept'),
    );
    expect(rows).toEqual([{ number: 7 }]);
  });

  it('keeps its password for its user alone', () => {
    expect(statSync(join(dataDir, 'secrets/postgres')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('is made once by two starts at the same time, and what a killed start left is cleared', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'ultrathink-test-'));
    try {
      const [one, other] = await Promise.all([
        startPostgres({ dataDir: fresh }),
        startPostgres({ dataDir: fresh }),
      ]);
      expect(one.adminUrl).toBe(other.adminUrl);
      await one.stop();
      const place = realpathSync(join(fresh, 'postgres'));
      // A process number above what the kernel gives out: nobody has it.
      const half = join(place, 'cluster.draft.99999999.0a');
      mkdirSync(half);
      await startPostgres({ dataDir: fresh });
      expect(readdirSync(place)).not.toContain('cluster.draft.99999999.0a');
      await expect(
        withClient(one.adminUrl, (client) => client.query('select 1')),
      ).resolves.toBeDefined();
    } finally {
      await removePostgres({ dataDir: fresh });
      rmSync(fresh, { recursive: true, force: true });
    }
  });

  it.runIf(process.getuid?.() === 0)(
    'is made anew after its place was cleared only if nothing in it was worth keeping',
    async () => {
      const cleared = mkdtempSync(join(tmpdir(), 'ultrathink-test-'));
      symlinkSync('/nowhere/ultrathink', join(cleared, 'postgres'));
      await expect(startPostgres({ dataDir: cleared })).rejects.toThrow(
        /stood in \/nowhere.* gone/,
      );
      const losable = { dataDir: cleared, isLosable: true, isForgetful: true };
      const { adminUrl: url } = await startPostgres(losable);
      const { rows } = await withClient(url, (client) => client.query('show fsync'));
      // Only where it is asked for; what measures is refused by such a server.
      expect(rows).toEqual([{ fsync: 'off' }]);
      const asked = { ...process.env, DATABASE_ADMIN_URL: url };
      await expect(startTestServer(asked)).rejects.toThrow(/does not wait for its disk/);
      await removePostgres({ dataDir: cleared });
      rmSync(cleared, { recursive: true });
    },
  );

  it('leaves a cluster alone whose password is gone, and says so', async () => {
    const secret = join(dataDir, 'secrets/postgres');
    renameSync(secret, `${secret}.away`);
    await expect(startPostgres({ dataDir })).rejects.toThrow(/password.*is gone.*left alone/);
    renameSync(`${secret}.away`, secret);
    expect(await startPostgres({ dataDir })).toMatchObject({ alreadyRunning: true });
  });

  it('leaves a cluster of another version alone and says so', async () => {
    const other = mkdtempSync(join(tmpdir(), 'ultrathink-test-'));
    mkdirSync(join(other, 'place/cluster'), { recursive: true });
    writeFileSync(join(other, 'place/cluster/PG_VERSION'), '17\n');
    mkdirSync(join(other, 'secrets'));
    writeFileSync(join(other, 'secrets/postgres'), 'secret\n');
    symlinkSync(join(other, 'place'), join(other, 'postgres'));
    await expect(startPostgres({ dataDir: other })).rejects.toThrow(/PostgreSQL 17; this is 18/);
    expect(readFileSync(join(other, 'place/cluster/PG_VERSION'), 'utf8')).toBe('17\n');
    rmSync(other, { recursive: true });
  });
});

describe('the log-in roles', () => {
  it('are made by an admin who is no superuser, twice without a change', async () => {
    await withClient(adminUrl, (client) =>
      client.query("create role admin login createrole createdb password 'admin'"),
    );
    const url = new URL(adminUrl);
    url.username = 'admin';
    url.password = 'admin';
    const options = { adminUrl: url.href, dataDir, env: {}, database: 'firm' };
    await ensureRoles(options);
    await ensureRoles(options);
    for (const [role, roleUrl] of Object.entries(
      roleUrls({ base: adminUrl, dataDir, env: {}, database: 'firm' }),
    )) {
      const { rows } = await withClient(roleUrl, (client) =>
        client.query('select current_user::text as name'),
      );
      expect(rows).toEqual([{ name: role }]);
    }
  });

  it('take a password from the environment in place of the one in the data folder', () => {
    const { jobs = '' } = roleUrls({
      base: adminUrl,
      dataDir,
      env: { DB_PASSWORD_JOBS: 'from-env' },
    });
    expect(new URL(jobs).password).toBe('from-env');
  });

  it('are not touched when one was made a superuser by hand', async () => {
    await withClient(adminUrl, (client) => client.query('alter role engine superuser'));
    await expect(ensureRoles({ adminUrl, dataDir, env: {} })).rejects.toThrow(
      /engine is a superuser/,
    );
    await withClient(adminUrl, (client) => client.query('alter role engine nosuperuser'));
  });

  it('keep everyone else out of the database', async () => {
    await withClient(adminUrl, (client) =>
      client.query("create role stranger login password 'stranger'"),
    );
    const url = new URL(adminUrl);
    url.username = 'stranger';
    url.password = 'stranger';
    url.pathname = '/firm';
    await expect(withClient(url.href, async () => undefined)).rejects.toThrow(
      /permission denied|refused/,
    );
  });

  it('say in a sentence that the server does not answer, or that the password is wrong', async () => {
    const wrong = new URL(adminUrl);
    wrong.password = 'wrong';
    await expect(ensureRoles({ adminUrl: wrong.href, dataDir, env: {} })).rejects.toThrow(
      /refused the log-in of postgres/,
    );
    wrong.searchParams.set('host', '/nowhere');
    await expect(ensureRoles({ adminUrl: wrong.href, dataDir, env: {} })).rejects.toThrow(
      /does not answer/,
    );
  });
});
