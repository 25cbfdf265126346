/** A shard's journal as it is read again: the newest snapshot, and every record after it, proven. */
import { createHash } from 'node:crypto';
import {
  decode,
  type EngineState,
  type Folded,
  fold,
  type JournalRecord,
  NOTHING_FOLDED,
  partsHash,
  readRecord,
  readSnapshot,
} from '@ultrathink/domain/engine/core';
import type { Digest } from '@ultrathink/domain/kernel';
import type pg from 'pg';

/** Where a chain of records stands. */
export interface Head {
  readonly sequence: number;
  readonly hash: Buffer;
}

/** What the first record follows. */
export const genesisOf = (shard: number): Buffer =>
  createHash('sha256').update(`ultrathink journal v1\nshard-${shard}\n`).digest();

export const hashAfter = (previous: Buffer, body: Buffer | string): Buffer =>
  createHash('sha256').update(previous).update(body).digest();

/** Records of one piece: some megabytes. */
const PIECE = 500;

export const sha256: Digest = (bytes) => createHash('sha256').update(bytes).digest();

/** @throws for what the codec can't read: it is not what was written. */
export function answerFrom<T>(text: string): T {
  const value = decode(text);
  if (value.ok) return value.value as T;
  throw new Error(`An answer can't be read: ${value.error.why}`);
}

/** @throws as `answerFrom`, and for the shape of a newer program. */
export function recordFrom(body: string): JournalRecord {
  const record = readRecord(body);
  if (record.ok) return record.value;
  throw new Error(`A record of the journal can't be read: ${JSON.stringify(record.error)}`);
}

export interface Read {
  readonly folded: Folded;
  readonly head: Head;
}

/**
 * @param look is in the same moment: it reads what stood there when the last record did.
 * @throws when a record is missing, or is not the one that was written there.
 */
export async function readJournal(
  client: pg.Client,
  shard: number,
  look: (read: Read) => Promise<void> = () => Promise.resolve(),
): Promise<Read> {
  await client.query('begin isolation level repeatable read read only');
  try {
    // A start may read for longer than a page may take.
    await client.query('set local transaction_timeout = 0; set local statement_timeout = 60000');
    const start = await readNewest(client, shard);
    const found = await readTail(client, shard, start);
    await checkHead(client, shard, found.head);
    await look(found);
    await client.query('commit');
    return found;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

interface SnapshotRow {
  readonly sequence: string;
  readonly parts: number;
  readonly hash: Buffer;
  readonly journal_hash: Buffer;
}

/** @param before of which record the state is wanted; the newest of all without. */
async function readNewest(client: pg.Client, shard: number, before?: number): Promise<Read> {
  const newest = `select sequence, parts, hash, journal_hash from engine.snapshot
    where shard = $1 and ($2::bigint is null or sequence < $2) order by sequence desc limit 1`;
  const { rows } = await client.query<SnapshotRow>(newest, [shard, before ?? null]);
  const [row] = rows;
  if (row === undefined) {
    return { folded: NOTHING_FOLDED, head: { sequence: 0, hash: genesisOf(shard) } };
  }
  const sequence = Number(row.sequence);
  const parts: Buffer[] = [];
  for (let part = 0; part < row.parts; part += 1) {
    const { rows: pieces } = await client.query<{ body: string }>(
      `select convert_from(body, 'UTF8') as body from engine.snapshot_part
       where shard = $1 and sequence = $2 and part = $3`,
      [shard, sequence, part],
    );
    const [piece] = pieces;
    if (piece === undefined) throw new Error(`Part ${part} of snapshot ${sequence} is missing.`);
    parts.push(Buffer.from(piece.body));
  }
  const folded = readSnapshot(parts);
  if (
    !row.hash.equals(partsHash(parts, sha256)) ||
    !folded.ok ||
    folded.value.sequence !== sequence
  )
    throw new Error(`Snapshot ${sequence} is not the one that was written.`);
  return { folded: folded.value, head: { sequence, hash: row.journal_hash } };
}

/** Told of each record with the state that it was decided in, before it is folded. */
type Visit = (record: JournalRecord, before: EngineState) => void;

async function readTail(
  client: pg.Client,
  shard: number,
  start: Read,
  visit?: Visit,
  until: number | null = null,
): Promise<Read> {
  let { folded, head } = start;
  const last = until === null ? '' : ` and sequence <= ${until}`;
  await client.query(
    `declare tail no scroll cursor for select convert_from(body, 'UTF8') as body, hash from engine.journal
     where shard = ${shard} and sequence > ${head.sequence}${last} order by sequence`,
  );
  for (;;) {
    // As text: the driver takes bytes through text at twice the length.
    const { rows } = await client.query<{ body: string; hash: Buffer }>(`fetch ${PIECE} from tail`);
    const records = rows.map(({ body, hash }) => {
      const sequence = head.sequence + 1;
      if (!hashAfter(head.hash, body).equals(hash)) {
        throw new Error(`Record ${sequence} of shard ${shard} is not the one that was written.`);
      }
      head = { sequence, hash };
      return recordFrom(body);
    });
    for (const piece of visit === undefined ? [records] : records.map((one) => [one])) {
      if (visit !== undefined && piece[0] !== undefined) visit(piece[0], folded.state);
      const next = fold(piece, folded);
      if (!next.ok) throw new Error(`Record ${next.error.expected} of shard ${shard} is missing.`);
      folded = next.value;
    }
    if (rows.length < PIECE) break;
  }
  await client.query('close tail');
  return { folded, head };
}

interface Walked {
  readonly shard: number;
  readonly from: number;
  /** The last record that is wanted; without it, to the end of the journal. */
  readonly until?: number | null;
  readonly visit: Visit;
}

/**
 * Reads on from the newest snapshot before a record, and shows each record to `visit`.
 * @throws as `readJournal` does.
 */
export async function walkJournal(
  client: pg.Client,
  { shard, from, until = null, visit }: Walked,
): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query('set local transaction_timeout = 0; set local statement_timeout = 60000');
    const start = await readNewest(client, shard, from);
    const found = await readTail(client, shard, start, visit, until);
    if (until === null) await checkHead(client, shard, found.head);
  } finally {
    await client.query('rollback').catch(() => undefined);
  }
}

/** What the database counted is what was read: nothing was cut off at the end. */
async function checkHead(client: pg.Client, shard: number, head: Head): Promise<void> {
  const text = 'select sequence, hash from engine.journal_head where shard = $1';
  const { rows } = await client.query<{ sequence: string; hash: Buffer }>(text, [shard]);
  const [row] = rows;
  const counted = row === undefined ? 0 : Number(row.sequence);
  if (counted !== head.sequence || (row !== undefined && !row.hash.equals(head.hash))) {
    throw new Error(`Shard ${shard} has ${counted} records, and ${head.sequence} were read.`);
  }
}
