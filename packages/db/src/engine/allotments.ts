/**
 * How limits above the client are shared out to shards. Every change is one short transaction under the
 * lock of the limit's row and the epoch of the shard's lease, so that the parts never grow over the cap.
 */
import { type Decimal, decimal, numericText, unwrap } from '@ultrathink/domain/kernel';
import type { LimitKey } from '@ultrathink/domain/risk';
import pg from 'pg';
import type { Lease } from './lease.ts';

/** A limit as it is shared out now. */
export interface AllottedLimit {
  readonly limit: LimitKey;
  readonly cap: Decimal;
  /** What this shard has of it. */
  readonly own: Decimal;
  /** What all shards have of it: over the cap only after that was lowered. */
  readonly all: Decimal;
}

type Leading = Pick<Lease, 'shard' | 'epoch'>;

/** Every method rejects when the database can't be asked, or when another leads the shard (55F01). */
export interface AllotmentStore {
  /** Every shared limit, by key; at most 5,000. */
  read(shard: number): Promise<readonly AllottedLimit[]>;
  /** As much of `amount` as is free. Resolves to what the shard has then. */
  takeMore(limit: LimitKey, leading: Leading, amount: Decimal): Promise<Decimal>;
  /** All but `rest`, which its engine has to hold to already. Resolves to what the shard has then. */
  giveBack(limit: LimitKey, leading: Leading, rest: Decimal): Promise<Decimal>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 2_000;

const READ = `
  select l.limit_key as "limit", trim_scale(l.cap)::text as cap, trim_scale(coalesce(a.own, 0))::text as own,
    trim_scale(coalesce(a.sum, 0))::text as sum
  from risk.shared_limit l left join (
    select limit_key, sum(amount) as sum, sum(amount) filter (where shard = $1) as own
    from risk.allotment group by limit_key) a using (limit_key)
  order by l.limit_key limit 5000`;

/** A connection of its own, so that no batch waits for a limit's lock. @param url of the role `engine` */
export function openAllotments(url: string): AllotmentStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'ultrathink engine allotments',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on('error', () => undefined);
  const move = async (
    how: 'take_allotment' | 'give_back_allotment',
    limit: LimitKey,
    { shard, epoch }: Leading,
    amount: Decimal,
  ): Promise<Decimal> => {
    const { rows } = await pool.query<{ has: string }>(
      `select trim_scale(risk.${how}($1, $2, $3, $4))::text as has`,
      [limit, shard, epoch, unwrap(numericText(amount))],
    );
    return decimal(rows[0]?.has ?? '0');
  };
  return {
    async read(shard) {
      type Row = { limit: string; cap: string; own: string; sum: string };
      const { rows } = await pool.query<Row>(READ, [shard]);
      return rows.map(({ limit, cap, own, sum }) => ({
        limit,
        cap: decimal(cap),
        own: decimal(own),
        all: decimal(sum),
      }));
    },
    takeMore: (limit, leading, amount) => move('take_allotment', limit, leading, amount),
    giveBack: (limit, leading, rest) => move('give_back_allotment', limit, leading, rest),
    close: () => pool.end(),
  };
}
