/**
 * What only the owner of the schema may do, before anybody runs: a trail that begins in the past, for the
 * invented history of a demo, and controls that no proposal of people stands behind.
 */
import type { ControlBody } from '@ultrathink/domain/engine/core';
import type { UtcTime } from '@ultrathink/domain/kernel';
import pg from 'pg';

export interface PastStore {
  /** @throws for a trail that has begun. */
  begin(since: UtcTime): Promise<void>;
  /** Into the shard's outbox, after everything that stands there. */
  tell(shard: number, at: UtcTime, cause: string, body: PastControl): Promise<void>;
  /** For the planner, once the months are written. */
  count(): Promise<void>;
  /** For ever; it and all that was written before it is on the disk then. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** Of a demo's past: the keys of accounts at venues, which were never anybody's. */
type PastControl = Extract<ControlBody, { kind: 'VenueAccountSet' }>;

/** Tables in parts by month have no statistics by themselves. */
const WRITTEN = [
  'engine.journal',
  'audit.event',
  'trading."order"',
  'trading.execution',
  'trading.order_moment',
  'trading.decision',
  'trading.markout',
  'ledger.entry',
  'ledger.posting',
] as const;

/** Three hundred times as many rows are looked at: enough to plan by, until the server counts by itself. */
const LOOKS = 25;

/** @param url of the role `migrator` */
export function openPast(url: string): PastStore {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'ultrathink past' });
  pool.on('error', () => undefined);
  return {
    async begin(since) {
      await pool.query('select audit.begin_past($1)', [since]);
    },
    async tell(shard, at, cause, body) {
      const text = 'select engine.put_control($1, $2, $3, 0, $4::jsonb)';
      await pool.query(text, [shard, at, cause, JSON.stringify(body)]);
    },
    async count() {
      await pool.query(`set default_statistics_target = ${LOOKS}`);
      await pool.query(`analyze ${WRITTEN.join(', ')}`);
    },
    async end() {
      await pool.query('update audit.past set ended_at = clock_timestamp() where ended_at is null');
    },
    close: () => pool.end(),
  };
}
