/**
 * One connection for one writer. When what it last sent is in doubt, its server process is ended, and
 * that is waited for, before the next one is used: nothing of it can then be written any more.
 */
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** A server process ends within milliseconds, unless its machine does not answer. */
const END_TIMEOUT_MS = 5_000;

/** In UTC, by the server's own clock, to the microsecond: with the process's number it is one process. */
const WHO = `select pid, backend_start::text as "startedAt" from pg_stat_activity where pid = pg_backend_pid()`;
const END = `select pg_terminate_backend(pid, $3) as ended from pg_stat_activity
  where pid = $1 and backend_start::text = $2 and usename = current_user`;
/** Plans hold for every batch: to plan one anew takes longer than to write it. */
const SETTINGS = 'set plan_cache_mode = force_generic_plan; set jit = off';

interface ServerProcess {
  readonly pid: number;
  readonly startedAt: string;
}

export interface OwnConnection {
  /** Connects where it has to. @throws when that, or to end the earlier one, is not possible now. */
  open(): Promise<pg.Client>;
  /** What it sent last may or may not be written. */
  doubt(): void;
  close(): Promise<void>;
}

export function ownConnection(url: string, name: string): OwnConnection {
  let client: pg.Client | null = null;
  let current: ServerProcess | null = null;
  let doubted: ServerProcess | null = null;

  const drop = () => {
    const dropped = client;
    client = null;
    doubted = current ?? doubted;
    current = null;
    // Not waited for: the socket may be dead, and the server is asked to end it anyway.
    dropped?.end().catch(() => undefined);
  };

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    fresh.on('error', () => {
      if (client === fresh) drop();
    });
    await fresh.connect();
    try {
      await fresh.query(SETTINGS);
      if (doubted !== null) await endOf(fresh, doubted);
      const { rows } = await fresh.query<ServerProcess>(WHO);
      current = rows[0] ?? null;
    } catch (error) {
      fresh.end().catch(() => undefined);
      throw error;
    }
    doubted = null;
    client = fresh;
    return fresh;
  };

  return {
    open: () => (client === null ? connect() : Promise.resolve(client)),
    doubt: drop,
    async close() {
      const closed = client;
      client = null;
      await closed?.end();
    },
  };
}

/** @throws when it is still there: what it may be writing could appear later. */
async function endOf(client: pg.Client, { pid, startedAt }: ServerProcess): Promise<void> {
  const { rows } = await client.query<{ ended: boolean }>(END, [pid, startedAt, END_TIMEOUT_MS]);
  if (rows.some(({ ended }) => !ended)) {
    throw new Error(`The server process ${pid} of the journal's earlier connection does not end.`);
  }
}
