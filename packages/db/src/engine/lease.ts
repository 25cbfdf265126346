/**
 * The lease on a shard. Time is the database's: a holder is told how long it has left, and counts that
 * from before it asked, on a clock that never goes back.
 */
import pg from 'pg';

export interface Lease {
  readonly shard: number;
  /** One more with each take-over: every record carries it. */
  readonly epoch: number;
  /** At the moment the database answered. */
  readonly leftMs: number;
}

/** Every method rejects when the database can't be asked: then nobody knows, and it is asked again. */
export interface LeaseStore {
  /** Null while another holder's stands. The same holder again: a new epoch. */
  take(shard: number, holder: string, forMs: number): Promise<Lease | null>;
  /** Whoever has it: the old holder is fenced from this moment. */
  steal(shard: number, holder: string, forMs: number): Promise<Lease>;
  /** Null when the epoch has gone on: this process leads no more. One that only ran out is renewed. */
  renew(lease: Lease, forMs: number): Promise<Lease | null>;
  /** Free for the next at once; nothing when it is another's already. */
  release(lease: Lease): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 2_000;

/** A connection of its own, so that no batch stands before a renewal. @param url of the role `engine` */
export function openLeases(url: string): LeaseStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'ultrathink engine lease',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  pool.on('error', () => undefined);
  const ask = async (text: string, values: readonly unknown[]): Promise<number | null> => {
    const { rows } = await pool.query<{ epoch: string | null }>(text, [...values]);
    const epoch = rows[0]?.epoch;
    return epoch === undefined || epoch === null ? null : Number(epoch);
  };
  const leased = (shard: number, epoch: number | null, leftMs: number): Lease | null =>
    epoch === null ? null : { shard, epoch, leftMs };
  return {
    async take(shard, holder, forMs) {
      const text = 'select engine.take_lease($1, $2, $3) as epoch';
      return leased(shard, await ask(text, [shard, holder, forMs]), forMs);
    },
    async steal(shard, holder, forMs) {
      const text = 'select engine.steal_lease($1, $2, $3) as epoch';
      const lease = leased(shard, await ask(text, [shard, holder, forMs]), forMs);
      if (lease === null) throw new Error(`The lease on shard ${shard} was not given.`);
      return lease;
    },
    async renew({ shard, epoch }, forMs) {
      const text = 'select engine.renew_lease($1, $2, $3) as epoch';
      return leased(shard, await ask(text, [shard, epoch, forMs]), forMs);
    },
    async release({ shard, epoch }) {
      await ask('select engine.release_lease($1, $2) as epoch', [shard, epoch]);
    },
    close: () => pool.end(),
  };
}
