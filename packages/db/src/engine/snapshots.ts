/** The state after one record, in parts: what a start reads instead of everything before it. */
import { createHash } from 'node:crypto';
import { type Folded, snapshotParts } from '@ultrathink/domain/engine/core';
import type pg from 'pg';
import { sha256 } from './reading.ts';

/**
 * A large state among many orders takes longer than a page's transaction may. A bound that runs is not moved,
 * only taken off and set anew.
 */
const BEGIN = `begin; set local transaction_timeout = 0; set local transaction_timeout = '10min'`;

/** What ends a connection between two statements is told by the next of them. */
const told = () => undefined;

/** @throws what the database said; a state that no run began is nobody's to write. */
export async function writeSnapshot(pool: pg.Pool, shard: number, folded: Folded): Promise<void> {
  const { state, sequence } = folded;
  const epoch = state.run?.epoch ?? 0;
  const client = await pool.connect();
  // Nobody listens for the pool while one of its clients is lent.
  client.on('error', told);
  let isWhole = false;
  try {
    await client.query(BEGIN);
    // As `partsHash` has it, a part at a time: orders go through in between.
    const hash = createHash('sha256');
    let parts = 0;
    for (const body of snapshotParts(folded)) {
      hash.update(sha256(body));
      const text = 'insert into engine.snapshot_part values ($1, $2, $3, $4)';
      await client.query(text, [shard, sequence, parts, Buffer.from(body)]);
      parts += 1;
    }
    // Last, so that a take-over waits no longer than for one statement.
    await client.query('select engine.fence($1, $2)', [shard, epoch]);
    const { rowCount } = await client.query(
      `insert into engine.snapshot (shard, sequence, at, epoch, parts, hash, journal_hash)
       select shard, sequence, clock_timestamp(), $3, $4, $5, hash from engine.journal
       where shard = $1 and sequence = $2`,
      [shard, sequence, epoch, parts, hash.digest()],
    );
    if (rowCount !== 1) throw new Error(`Shard ${shard} has no record ${sequence} to be after.`);
    await client.query('select engine.drop_old_snapshots($1)', [shard]);
    await client.query('commit');
    isWhole = true;
  } finally {
    // What failed in the middle leaves the connection in its transaction: it is not used again.
    if (isWhole) client.off('error', told);
    client.release(!isWhole);
  }
}
