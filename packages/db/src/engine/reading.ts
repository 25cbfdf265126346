/** A shard's journal as it is read again: the newest snapshot, and every record after it, proven. */
import { createHash } from 'node:crypto';
import {
  decode,
  type EngineState,
  type Folded,
  type FoldedRecord,
  fold,
  type JournalRecord,
  NOTHING_FOLDED,
  readRecord,
  readToFold,
  SnapshotReader,
} from '@ultrathink/domain/engine/core';
import type { Digest } from '@ultrathink/domain/kernel';
import type pg from 'pg';
import { copyOut } from './copied.ts';

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

/** Records, and parts of a snapshot, that one statement reads: some megabytes. */
const PIECE = 1000;
const PARTS = 50;

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

/** @throws as `recordFrom`. */
function toFoldFrom(body: string): FoldedRecord {
  const record = readToFold(body);
  if (record.ok) return record.value;
  throw new Error(`A record of the journal can't be read: ${JSON.stringify(record.error)}`);
}

/** A snapshot that was not the one that was written, or is of a newer program: others are read. */
export interface PassedOver {
  readonly sequence: number;
  readonly why: string;
}

export interface Read {
  readonly folded: Folded;
  readonly head: Head;
  readonly passedOver: readonly PassedOver[];
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

/**
 * The newest that is what was written; without any the journal is read from its first record. What was
 * passed over is told with it.
 * @param before of which record the state is wanted; the newest of all without.
 */
async function readNewest(client: pg.Client, shard: number, before?: number): Promise<Read> {
  const newest = `select sequence, parts, hash, journal_hash from engine.snapshot
    where shard = $1 and ($2::bigint is null or sequence < $2) order by sequence desc`;
  const { rows } = await client.query<SnapshotRow>(newest, [shard, before ?? null]);
  const passedOver: PassedOver[] = [];
  for (const row of rows) {
    const sequence = Number(row.sequence);
    const read = await readParts(client, shard, row);
    if (typeof read !== 'string') {
      return { folded: read, head: { sequence, hash: row.journal_hash }, passedOver };
    }
    passedOver.push({ sequence, why: read });
  }
  const head = { sequence: 0, hash: genesisOf(shard) };
  return { folded: NOTHING_FOLDED, head, passedOver };
}

/** The state, or why it is not the one that was written. Each part is let go as soon as it is read. */
async function readParts(
  client: pg.Client,
  shard: number,
  { sequence, parts, hash }: SnapshotRow,
): Promise<Folded | string> {
  const reader = new SnapshotReader();
  const whole = createHash('sha256');
  let count = 0;
  for (let from = 0; from < parts; from += PARTS) {
    const select = `select body from engine.snapshot_part where shard = ${shard}
      and sequence = ${Number(sequence)} and part >= ${from} and part < ${from + PARTS} order by part`;
    count += await copyOut(client, select, ([body = NOTHING]) => {
      // As `partsHash` has it.
      whole.update(sha256(body));
      reader.add(body);
    });
  }
  if (count !== parts) return `${parts} parts were written, and ${count} are there.`;
  const folded = reader.end();
  if (!hash.equals(whole.digest())) return 'It is not the one that was written.';
  if (!folded.ok) return `It can't be read: ${JSON.stringify(folded.error)}`;
  if (folded.value.sequence !== Number(sequence)) return 'It is of another record.';
  return folded.value;
}

const NOTHING = Buffer.alloc(0);

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
  const take = ([body = NOTHING, hash = NOTHING]: readonly Buffer[]) => {
    const sequence = head.sequence + 1;
    if (!hashAfter(head.hash, body).equals(hash)) {
      throw new Error(`Record ${sequence} of shard ${shard} is not the one that was written.`);
    }
    // The driver's bytes are others when the next row comes.
    head = { sequence, hash: Buffer.from(hash) };
    const text = body.toString();
    const record = visit === undefined ? toFoldFrom(text) : recordFrom(text);
    visit?.(record as JournalRecord, folded.state);
    const next = fold([record], folded);
    if (!next.ok) throw new Error(`Record ${next.error.expected} of shard ${shard} is missing.`);
    folded = next.value;
  };
  for (;;) {
    const from = head.sequence;
    const to = Math.min(from + PIECE, until ?? Number.MAX_SAFE_INTEGER);
    const select = `select body, hash from engine.journal
      where shard = ${shard} and sequence > ${from} and sequence <= ${to} order by sequence`;
    if ((await copyOut(client, select, take)) < PIECE) break;
  }
  return { ...start, folded, head };
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
