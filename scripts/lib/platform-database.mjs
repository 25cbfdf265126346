/**
 * The database of the demo: the embedded server in the data folder, or the one named in
 * DATABASE_URL / DATABASE_ADMIN_URL. Either way it answers with the URL of every role.
 */
import { removePostgres, startPostgres } from './postgres.mjs';
import { ensureRoles, roleUrls } from './roles.mjs';

/** Whether the platform brings its own server. */
export const ownServer = (env) => !env.DATABASE_URL && !env.DATABASE_ADMIN_URL;

const databaseOf = (url) => {
  const name = new URL(url).pathname.slice(1);
  return name === '' || name === 'postgres' ? undefined : name;
};

/**
 * Brings the server up, makes roles and database, and answers their URLs.
 * @param {{ dataDir: string, env?: NodeJS.ProcessEnv, say?: (sentence: string) => void }} options
 */
export async function openDatabase({ dataDir, env = process.env, say = () => undefined }) {
  if (!ownServer(env)) return openNamed({ dataDir, env });
  const server = await startPostgres({ dataDir, log: say });
  try {
    await ensureRoles({ adminUrl: server.adminUrl, dataDir, env });
  } catch (error) {
    await server.stop();
    throw error;
  }
  const urls = roleUrls({ base: server.adminUrl, dataDir, env, database: 'ultrathink' });
  return { urls, own: true, adopted: server.alreadyRunning, stop: server.stop };
}

/**
 * A server of somebody else's: never started, stopped or removed by us. With DATABASE_ADMIN_URL the
 * roles are made; with DATABASE_URL alone they must be there, and their passwords given.
 */
async function openNamed({ dataDir, env }) {
  const base = env.DATABASE_URL || env.DATABASE_ADMIN_URL;
  const database = databaseOf(base) ?? 'ultrathink';
  if (env.DATABASE_ADMIN_URL) {
    await ensureRoles({ adminUrl: env.DATABASE_ADMIN_URL, dataDir, env, database });
  }
  const urls = roleUrls({ base, dataDir, env, database });
  return { urls, own: false, adopted: true, stop: async () => undefined };
}

export const removeDatabase = removePostgres;
