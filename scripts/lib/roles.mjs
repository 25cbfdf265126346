/**
 * The log-in roles, made outside the migrations because passwords do not belong there. Each process
 * gets the URL of its own role and no other; none of them is a superuser or passes by row-level
 * security. Running it again changes nothing but what was changed by hand.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { Fault } from './fault.mjs';
import { secretOf } from './secrets.mjs';

const OLDEST_SERVER = 180_000;
const DATABASE = 'ultrathink';
const SECOND = 1000;

/**
 * What each role is for, and how long it may hold things up (milliseconds; 0 is no bound). A page
 * must answer in seconds: its statements end before Prisma gives the transaction up (5 s), so that
 * the server says why. A report may read for minutes; the owner waits for locks but not for ever.
 */
const PAGE = { statement: 4 * SECOND, lock: 2 * SECOND, idle: 10 * SECOND, whole: 15 * SECOND };
const ROLES = {
  migrator: { statement: 0, lock: 30 * SECOND, idle: 60 * SECOND, whole: 0 },
  app_client: PAGE,
  app_staff: PAGE,
  app_identity: PAGE,
  engine: PAGE,
  jobs: { statement: 300 * SECOND, lock: 10 * SECOND, idle: 60 * SECOND, whole: 600 * SECOND },
  auditor: { statement: 60 * SECOND, lock: 2 * SECOND, idle: 60 * SECOND, whole: 300 * SECOND },
};

/** The same number everywhere: two that make roles at once would meet in one row of the catalog. */
const ROLES_LOCK = 7_260_117;

export const ROLE_NAMES = Object.keys(ROLES);

/**
 * The database URL of every role, from one server's address.
 * @param {{ base: string, dataDir: string, env?: NodeJS.ProcessEnv, database?: string }} options
 *   `base`: any URL of the server; its user and database are replaced.
 * @returns {Record<string, string>}
 */
export function roleUrls({ base, dataDir, env = process.env, database }) {
  return Object.fromEntries(
    ROLE_NAMES.map((role) => {
      const url = new URL(base);
      url.username = role;
      url.password = passwordOf(role, dataDir, env);
      url.pathname = `/${database ?? (url.pathname.length > 1 ? url.pathname.slice(1) : DATABASE)}`;
      return [role, url.href];
    }),
  );
}

/** From env (`DB_PASSWORD_APP_CLIENT`), otherwise from the data folder, made when missing. */
function passwordOf(role, dataDir, env) {
  return env[`DB_PASSWORD_${role.toUpperCase()}`] ?? secretOf(dataDir, role);
}

/**
 * Makes roles and database where they are missing.
 * @param {{ adminUrl: string, dataDir: string, env?: NodeJS.ProcessEnv, database?: string }} options
 *   `adminUrl`: a role with CREATEROLE and CREATEDB; it need not be a superuser.
 * @throws {Fault} server unreachable, older than 18, or the role may not do this.
 */
export async function ensureRoles({ adminUrl, dataDir, env = process.env, database = DATABASE }) {
  await withClient(adminUrl, async (client) => {
    await checkServer(client);
    await takeLock(client);
    for (const [role, limits] of Object.entries(ROLES)) {
      await ensureRole(client, role, passwordOf(role, dataDir, env), limits);
    }
    await ensureSealer(client);
    await letJobsMeasure(client);
    await ensureDatabase(client, database);
  });
  await withClient(withDatabase(adminUrl, database), secureDatabase(database));
}

/** Held until the connection closes; it counts within one database. */
const takeLock = (client) => client.query('select pg_advisory_lock($1)', [ROLES_LOCK]);

/** @throws {Fault} when the server is older than 18. */
async function checkServer(client) {
  const { rows } = await client.query(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  if (rows[0].number >= OLDEST_SERVER) return;
  throw new Fault(
    `The server is PostgreSQL ${rows[0].text}; the platform needs 18 or newer. Nothing was changed.`,
    'Name a newer server in DATABASE_URL and DATABASE_ADMIN_URL, or unset both for the embedded one.',
  );
}

async function ensureRole(client, role, password, limits) {
  const name = client.escapeIdentifier(role);
  const found = await client.query(
    'select rolsuper or rolbypassrls as "isTooStrong" from pg_roles where rolname = $1',
    [role],
  );
  if (found.rows[0]?.isTooStrong) {
    throw new Fault(
      `The role ${role} is a superuser or may bypass row-level security. Nothing was changed.`,
      `Take that from it: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`,
    );
  }
  if (found.rowCount === 0) {
    await client.query(`create role ${name} login nocreatedb nocreaterole noreplication`);
  }
  // A verifier and not the password: what the server logs or replicates can't be used to log in.
  await client.query(
    `alter role ${name} password ${client.escapeLiteral(scramVerifier(password))}`,
  );
  const settings = {
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idle,
    transaction_timeout: limits.whole,
    timezone: 'UTC',
    // Every name is written with its schema; only Prisma's record of migrations has none.
    search_path: role === 'migrator' ? 'public' : 'pg_catalog',
  };
  for (const [setting, value] of Object.entries(settings)) {
    await client.query(
      `alter role ${name} set ${setting} = ${client.escapeLiteral(String(value))}`,
    );
  }
}

/**
 * Owns the function that seals audit events, and is nobody: no one logs in as it, and no process has
 * its rights but for the length of that function. The migrator may hand things over to it.
 */
async function ensureSealer(client) {
  const { rowCount } = await client.query("select from pg_roles where rolname = 'audit_sealer'");
  if (rowCount === 0) {
    await client.query('create role audit_sealer nologin nocreatedb nocreaterole noreplication');
  }
  await client.query('grant audit_sealer to migrator with inherit false, set true');
}

/**
 * So that the measures can tell what connections do. An admin that is no superuser may not be able
 * to grant it; then connections of other roles are counted as "other".
 */
async function letJobsMeasure(client) {
  try {
    await client.query('grant pg_read_all_stats to jobs');
  } catch (error) {
    if (error.code !== '42501') throw error;
  }
}

async function ensureDatabase(client, database) {
  const name = client.escapeIdentifier(database);
  const found = await client.query('select 1 from pg_database where datname = $1', [database]);
  if (found.rowCount > 0) return;
  await client.query('grant migrator to current_user with inherit false, set true');
  await client.query(`create database ${name} owner migrator template template0 encoding 'UTF8'`);
}

const secureDatabase = (database) => async (client) => {
  const name = client.escapeIdentifier(database);
  await takeLock(client);
  await client.query('set role migrator');
  await client.query(`revoke all on database ${name} from public`);
  // The administrator too: it comes back to check, and is no superuser everywhere.
  const welcome = [...ROLE_NAMES, 'session_user'].join(', ');
  await client.query(`grant connect on database ${name} to ${welcome}`);
  await client.query('revoke all on schema public from public');
};

/** RFC 5803's form of a SCRAM-SHA-256 verifier, as PostgreSQL stores it. */
function scramVerifier(password, salt = randomBytes(16), iterations = 4096) {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const sign = (text) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(sign('Client Key')).digest('base64');
  const server = sign('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
}

export function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/**
 * One connection for one piece of work, closed whatever happens.
 * @template T
 * @param {string} connectionString
 * @param {(client: import('pg').Client) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Fault} when the server can't be reached or the role may not do it.
 */
export async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  // A connection that ends between two questions is told of by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw connectFault(error, connectionString);
  }
  try {
    return await work(client);
  } catch (error) {
    throw error.code === '42501' ? notPermitted(error) : error;
  } finally {
    await client.end();
  }
}

function connectFault(error, connectionString) {
  const { host, pathname, username } = new URL(connectionString);
  if (error.code === '28P01' || error.code === '28000') {
    return new Fault(
      `The database refused the log-in of ${username}.`,
      'Correct the password in DATABASE_ADMIN_URL or in DB_PASSWORD_<ROLE>.',
    );
  }
  return new Fault(
    `The database ${pathname.slice(1)} at ${host || 'its socket'} does not answer: ${error.message}.`,
    'Start it, or correct DATABASE_URL and DATABASE_ADMIN_URL. Unset both for the embedded one.',
  );
}

const notPermitted = (error) =>
  new Fault(
    `The role of DATABASE_ADMIN_URL may not do this: ${error.message}.`,
    'Give it CREATEROLE and CREATEDB, or name a role that has them.',
  );
