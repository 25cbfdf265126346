/**
 * One connection pool per role. A process opens the database once, and does not begin when its role
 * could see past row-level security or the server is too old.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';

/** What a change or a read is made with: Prisma's client inside one transaction. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  readonly prisma: PrismaClient;
  /** Waits for what runs and closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The URL of this process's own role. */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Connections at most; a pool of 10 carries some thousand short transactions a second. */
  readonly maxConnections?: number;
}

/**
 * Prisma's limits for one transaction, in ms: the wait for a connection, and the whole of it. The
 * statement and lock timeouts of the page roles are below the second.
 */
export const TRANSACTION = { maxWait: 2000, timeout: 5000 } as const;
const CONNECT_TIMEOUT_MS = 5000;
const IDLE_TIMEOUT_MS = 30_000;
const OLDEST_SERVER = 180_000;

export function openDatabase({ url, name, maxConnections = 10 }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
  });
  // An idle connection that the server closed is no event for us: the pool opens another.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: TRANSACTION,
  });
  return {
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

export type RoleRefusal =
  | { readonly code: 'ServerTooOld'; readonly version: string }
  | { readonly code: 'RoleTooStrong'; readonly role: string }
  | { readonly code: 'WrongRole'; readonly role: string; readonly wanted: string };

/**
 * Whether this connection may be used: server 18 or newer, the role that was wanted, and one that
 * row-level security holds. Rejects when the database can't be reached.
 */
export async function checkRole(
  database: Database,
  wanted: string,
): Promise<Result<void, RoleRefusal>> {
  const [found] = await database.prisma.$queryRaw<
    { role: string; strong: boolean; number: number; version: string }[]
  >(Prisma.sql`
    select current_user::text as role, r.rolsuper or r.rolbypassrls as strong,
      current_setting('server_version_num')::int as number,
      current_setting('server_version') as version
    from pg_roles r where r.rolname = current_user`);
  if (found === undefined) return err({ code: 'WrongRole', role: 'unknown', wanted });
  const { role, strong, number, version } = found;
  if (number < OLDEST_SERVER) return err({ code: 'ServerTooOld', version });
  if (strong) return err({ code: 'RoleTooStrong', role });
  return role === wanted ? ok(undefined) : err({ code: 'WrongRole', role, wanted });
}

/** The refusal as a sentence that says what to do. */
export function explainRole(refusal: RoleRefusal): string {
  switch (refusal.code) {
    case 'ServerTooOld':
      return `The database server is PostgreSQL ${refusal.version}; 18 or newer is needed.`;
    case 'RoleTooStrong':
      return `The role ${refusal.role} is a superuser or bypasses row-level security, so no process may run as it. Use the URL that \`npm run db:migrate\` wrote for this process.`;
    case 'WrongRole':
      return `The database URL is that of the role ${refusal.role}; this process runs as ${refusal.wanted}.`;
  }
}
