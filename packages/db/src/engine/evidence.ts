/** Beside the journal: what was exchanged with venues, and what paper accounts have at theirs. */
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { EvidenceId } from '@ultrathink/domain/trading';
import pg from 'pg';
import type { Lease } from './lease.ts';

export interface KeptEvidence {
  readonly id: EvidenceId;
  /** When it left. */
  readonly at: UtcTime;
  readonly shard: number;
  readonly venueAccount: VenueAccountId;
  readonly client: ClientId | null;
  readonly operation: string;
  readonly request: unknown;
  readonly response: unknown;
  readonly durationMs: number;
  readonly fault: string | null;
}

export interface EvidenceStore {
  /** Those that are there already stay as they are. */
  keep(rows: readonly KeptEvidence[]): Promise<void>;
  /** As `PaperConnection.state()` gave it; null for an account that never was. */
  readPaper(account: VenueAccountId): Promise<string | null>;
  /** By whoever leads the account's shard: one that was stopped and goes on rejects (55F01), and writes nothing. */
  keepPaper(
    account: VenueAccountId,
    state: string,
    leading: Pick<Lease, 'shard' | 'epoch'>,
  ): Promise<void>;
  /** Said at most once a minute, whatever it is used for. */
  touchKey(key: string, at: UtcTime): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 10_000;
/** One for evidence, one for paper accounts: neither waits for the other. */
const CONNECTIONS = 2;

const EVIDENCE = `insert into engine.evidence
  (id, at, shard, venue_account_id, client_id, operation, request, response, duration_ms, fault)
  select * from unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::uuid[], $5::uuid[], $6::text[],
    $7::jsonb[], $8::jsonb[], $9::float8[], $10::text[])
  on conflict do nothing`;

/** @param url that of the role `engine` */
export function openEvidence(url: string): EvidenceStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    application_name: 'ultrathink engine evidence',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  pool.on('error', () => undefined);
  return {
    async keep(rows) {
      if (rows.length === 0) return;
      await pool.query(EVIDENCE, [
        rows.map(({ id }) => id),
        rows.map(({ at }) => at),
        rows.map(({ shard }) => shard),
        rows.map(({ venueAccount }) => venueAccount),
        rows.map(({ client }) => client),
        rows.map(({ operation }) => operation.slice(0, 40)),
        rows.map(({ request }) => jsonOf(request)),
        rows.map(({ response }) => (response === null ? null : jsonOf(response))),
        rows.map(({ durationMs }) => Math.max(0, durationMs)),
        rows.map(({ fault }) => fault?.slice(0, 500) ?? null),
      ]);
    },
    async readPaper(account) {
      const { rows } = await pool.query<{ state: string }>(
        'select state from engine.paper_account where venue_account_id = $1',
        [account],
      );
      return rows[0]?.state ?? null;
    },
    async keepPaper(account, state, { shard, epoch }) {
      await pool.query(
        `with fence as materialized (select engine.fence($3::int4, $4::int8) as leads)
         insert into engine.paper_account (venue_account_id, state, saved_at)
         select $1::uuid, $2, now() from fence where leads
         on conflict (venue_account_id) do update set state = excluded.state, saved_at = now()`,
        [account, state, shard, epoch],
      );
    },
    async touchKey(key, at) {
      await pool.query(
        `update market_data.venue_key set last_used_at = $2
         where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`,
        [key, at],
      );
    },
    close: () => pool.end(),
  };
}

/** Text that a database can't hold, a NUL, is shown as the sign for it. */
const jsonOf = (value: unknown): string => JSON.stringify(value).replaceAll('\\u0000', '\\u2400');
