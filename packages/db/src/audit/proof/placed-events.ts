/** Events with their places, as far as the reader may see them: what receipts and exports are made of. */
import type { ClientId, EventId } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import type { ExportedEvent, Selection } from './export-format.ts';

interface PlacedRow {
  readonly index: bigint;
  readonly chain: string;
  readonly sequence: bigint;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
}

const COLUMNS = Prisma.sql`l.index, e.chain, e.sequence, e.previous_hash, e.hash, e.body`;
const PLACED = Prisma.sql`audit.event e join audit.leaf l on l.chain = e.chain and l.sequence = e.sequence`;

const placedOf = (row: PlacedRow): ExportedEvent => ({
  index: Number(row.index),
  chain: row.chain,
  sequence: Number(row.sequence),
  previousHash: row.previous_hash,
  hash: row.hash,
  body: row.body,
});

/** Where an event stands; undefined for one that has no place yet, or that the reader may not see. */
export async function placeOf(tx: Tx, id: EventId): Promise<ExportedEvent | undefined> {
  const [row] = await tx.$queryRaw<PlacedRow[]>(Prisma.sql`
    select ${COLUMNS} from ${PLACED} where e.id = ${id}::uuid`);
  return row === undefined ? undefined : placedOf(row);
}

/** Places [from, to) of the log, at most so many, those that the reader may see. */
export async function readPlaces(
  tx: Tx,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): Promise<ExportedEvent[]> {
  const rows = await tx.$queryRaw<PlacedRow[]>(Prisma.sql`
    select ${COLUMNS} from audit.leaf l
    join audit.event e on e.chain = l.chain and e.sequence = l.sequence
    where l.index >= ${BigInt(from)} and l.index < ${BigInt(to)}
    order by l.index limit ${most}`);
  return rows.map(placedOf);
}

/** A stretch of one chain, by sequence. */
export async function readChain(
  tx: Tx,
  { chain, from, to, most }: { chain: string; from: number; to: number; most: number },
): Promise<ExportedEvent[]> {
  const rows = await tx.$queryRaw<PlacedRow[]>(Prisma.sql`
    select ${COLUMNS} from ${PLACED}
    where e.chain = ${chain} and e.sequence >= ${BigInt(from)} and e.sequence <= ${BigInt(to)}
    order by e.sequence limit ${most}`);
  return rows.map(placedOf);
}

/**
 * What of the selection stands from the place `from` on, below `to`, by place. Read from the events
 * that were chosen to their places, because a client's few may lie anywhere among millions; only
 * where nothing is chosen the other way round.
 */
export async function readSelection(
  tx: Tx,
  selection: Omit<Selection, 'kind'>,
  page: { readonly from: number; readonly to: number; readonly most: number },
): Promise<ExportedEvent[]> {
  const { clientId, fromAt, toAt } = selection;
  if (clientId === undefined && fromAt === undefined && toAt === undefined) {
    return readPlaces(tx, page);
  }
  const rows = await tx.$queryRaw<PlacedRow[]>(Prisma.sql`
    with chosen as materialized (
      select e.chain, e.sequence from audit.event e where ${conditionOf(selection)}
    ), l as materialized (
      select p.index, p.chain, p.sequence from chosen c
      join audit.leaf p on p.chain = c.chain and p.sequence = c.sequence
      where p.index >= ${BigInt(page.from)} and p.index < ${BigInt(page.to)}
      order by p.index limit ${page.most}
    )
    select ${COLUMNS} from l join audit.event e on e.chain = l.chain and e.sequence = l.sequence
    order by l.index`);
  return rows.map(placedOf);
}

/** How many events with a place below `to` there are for this reader. */
export async function countSelection(
  tx: Tx,
  selection: Omit<Selection, 'kind'>,
  to: number,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>(Prisma.sql`
    select count(*) as count from ${PLACED}
    where l.index < ${BigInt(to)} and ${conditionOf(selection)}`);
  return Number(row?.count ?? 0n);
}

function conditionOf({ clientId, fromAt, toAt }: Omit<Selection, 'kind'>): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (clientId !== undefined) conditions.push(ofClient(clientId));
  if (fromAt !== undefined) conditions.push(Prisma.sql`e.at >= ${fromAt}::timestamptz`);
  if (toAt !== undefined) conditions.push(Prisma.sql`e.at < ${toAt}::timestamptz`);
  return Prisma.join(conditions, ' and ');
}

const ofClient = (clientId: ClientId): Prisma.Sql => Prisma.sql`e.client_id = ${clientId}::uuid`;

/** The hash of the event before each of these, as the log has it: from the leaves, which all may read. */
export async function hashesBefore(
  tx: Tx,
  events: readonly { readonly chain: string; readonly sequence: number }[],
): Promise<(Uint8Array | undefined)[]> {
  const rows = await tx.$queryRaw<{ n: bigint; hash: Uint8Array | null }[]>(Prisma.sql`
    select w.n, l.hash from unnest(${events.map(({ chain }) => chain)}::text[],
      ${events.map(({ sequence }) => BigInt(sequence - 1))}::bigint[]) with ordinality as w(chain, sequence, n)
    left join audit.leaf l on l.chain = w.chain and l.sequence = w.sequence order by w.n`);
  return rows.map(({ hash }) => hash ?? undefined);
}
