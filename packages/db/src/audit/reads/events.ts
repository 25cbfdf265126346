/** Sealed events, read: searched newest first, told in their order, one of them whole. */
import {
  type ClientId,
  type CorrelationId,
  type EventId,
  fromEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { type EventPlace, type EventSearch, found } from './condition.ts';

export interface ReadEvent {
  readonly id: EventId;
  readonly at: UtcTime;
  readonly chain: string;
  readonly sequence: number;
  readonly clientId: ClientId | null;
  /** The sealed bytes: UTF-8 of canonical JSON. */
  readonly body: Uint8Array;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
  /** Place in the log, from 0; null until it is numbered. */
  readonly index: number | null;
}

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly chain: string;
  readonly sequence: bigint;
  readonly client_id: string | null;
  readonly body: Uint8Array;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly index: bigint | null;
}

const COLUMNS = Prisma.sql`e.id, e.at, e.chain, e.sequence, e.client_id, e.body, e.previous_hash, e.hash`;
const INDEX = Prisma.sql`(select l.index from audit.leaf l where l.chain = e.chain and l.sequence = e.sequence) as index`;

const eventOf = (row: Row): ReadEvent => ({
  id: row.id as EventId,
  at: fromEpochMs(row.at.getTime()),
  chain: row.chain,
  sequence: Number(row.sequence),
  clientId: row.client_id as ClientId | null,
  body: row.body,
  previousHash: row.previous_hash,
  hash: row.hash,
  index: row.index === null ? null : Number(row.index),
});

/** The newest first. */
export async function searchEvents(
  tx: Tx,
  search: EventSearch,
  page: { readonly after: EventPlace | null; readonly most: number },
): Promise<ReadEvent[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select ${COLUMNS}, null::bigint as index from ${found(search, page)} f
    join audit.event e on e.at = f.at and e.id = f.id
    order by e.at desc, e.sequence desc, e.id desc`);
  return rows.map(eventOf);
}

/** The newest event of each of these actors, who have one for this reader. */
export async function newestByActors(tx: Tx, actors: readonly string[]): Promise<ReadEvent[]> {
  if (actors.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select e.* from unnest(${[...actors]}::uuid[]) as asked (actor)
    cross join lateral (
      select ${COLUMNS}, null::bigint as index from audit.event e
      where e.actor = asked.actor order by e.at desc limit 1) e`);
  return rows.map(eventOf);
}

/** Undefined for one that is not there, or not this reader's. */
export async function findEvent(tx: Tx, id: EventId): Promise<ReadEvent | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    select ${COLUMNS}, ${INDEX} from audit.event e where e.id = ${id}::uuid`);
  return row === undefined ? undefined : eventOf(row);
}

export type TimelineOf =
  | { readonly kind: 'subject'; readonly subjectKind: string; readonly id: string }
  | { readonly kind: 'correlation'; readonly id: CorrelationId };

/** The oldest first. */
export async function readTimeline(
  tx: Tx,
  of: TimelineOf,
  { after, most }: { readonly after: EventPlace | null; readonly most: number },
): Promise<ReadEvent[]> {
  const which =
    of.kind === 'correlation'
      ? Prisma.sql`e.correlation_id = ${of.id}::uuid`
      : Prisma.sql`e.subject_kind = ${of.subjectKind} and e.subject_id = ${of.id}`;
  const behind =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`e.at >= ${after.at}::timestamptz and (e.at, e.sequence, e.id)
          > (${after.at}::timestamptz, ${BigInt(after.sequence)}, ${after.id}::uuid)`;
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select ${COLUMNS}, null::bigint as index from audit.event e
    where ${which} and ${behind} order by e.at, e.sequence, e.id limit ${most}`);
  return rows.map(eventOf);
}
