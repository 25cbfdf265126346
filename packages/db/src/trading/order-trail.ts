/**
 * What stands behind one order: its sealed events with their places in the log, when its records were
 * committed, how its requests left, and what the ledger booked of it.
 */
import type { AccountId, EventId, UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';
import { listOrderEvidence } from './order-evidence.ts';

export interface TrailEvent {
  readonly id: EventId;
  readonly at: UtcTime;
  readonly chain: string;
  readonly sequence: number;
  readonly action: string;
  /** The sealed bytes: canonical JSON. */
  readonly body: string;
  /** Lower-case hexadecimal, as is `hash`. */
  readonly previousHash: string;
  readonly hash: string;
  /** Place in the log, from 0; null until it is numbered. */
  readonly index: number | null;
}

/** A record of the journal, by the database's clock to the microsecond. */
export interface Commit {
  readonly sequence: number;
  readonly recordedAt: string | null;
}

/** A request about one of the children, as its evidence has it. */
export interface Sending {
  readonly clOrdId: ClOrdId;
  readonly venue: string;
  readonly operation: string;
  /** When its first byte left. */
  readonly at: UtcTime;
  readonly roundTripMs: number;
  readonly fault: string | null;
}

export interface TrailEntry {
  readonly id: string;
  readonly at: UtcTime;
  readonly cause: string;
  readonly execId: string | null;
  readonly sequence: number;
  readonly postings: readonly TrailPosting[];
}

export interface TrailPosting {
  readonly kind: string;
  readonly account: AccountId | null;
  readonly asset: string;
  readonly placeKind: string;
  readonly place: string;
  readonly amount: string;
}

/** Of a fill, what went to one account of those it was traded for. */
export interface TrailAllotment {
  readonly execId: string;
  readonly account: AccountId;
  readonly lastQty: string;
  readonly lastPx: string;
  readonly fee: { readonly amount: string; readonly asset: string } | null;
}

export interface OrderTrail {
  readonly events: readonly TrailEvent[];
  readonly commits: readonly Commit[];
  readonly sendings: readonly Sending[];
  readonly entries: readonly TrailEntry[];
  readonly allotments: readonly TrailAllotment[];
}

const MOST = 2_000;
/** Fills that a venue tells after the end are looked for so much later. */
const LATE = Prisma.sql`interval '1 hour'`;

interface Family {
  readonly ids: readonly string[];
  readonly from: Date;
  readonly until: Date;
}

/** Undefined for an order that is not there, or whose rows are another's. */
export async function findOrderTrail(tx: Tx, clOrdId: ClOrdId): Promise<OrderTrail | undefined> {
  const family = await familyOf(tx, clOrdId);
  if (family === undefined) return undefined;
  const entries = await entriesOf(tx, family);
  return {
    events: await eventsOf(tx, family.ids, entries),
    commits: await commitsOf(tx, clOrdId),
    sendings: await sendingsOf(tx, clOrdId),
    entries,
    allotments: await allotmentsOf(tx, family),
  };
}

async function familyOf(tx: Tx, clOrdId: ClOrdId): Promise<Family | undefined> {
  const rows = await tx.$queryRaw<{ id: string; from: Date; until: Date }[]>(Prisma.sql`
    select cl_ord_id::text as id, placed_at as from, coalesce(ended_at, now()) + ${LATE} as until
    from trading.family_of(${clOrdId}::uuid)`);
  const [first] = rows;
  if (first === undefined) return undefined;
  const until = new Date(Math.max(...rows.map((row) => row.until.getTime())));
  return { ids: rows.map(({ id }) => id), from: first.from, until };
}

interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly chain: string;
  readonly sequence: bigint;
  readonly action: string;
  readonly body: Uint8Array;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly index: bigint | null;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Of the orders themselves and of the entries that booked their fills; the oldest first. */
async function eventsOf(
  tx: Tx,
  ids: readonly string[],
  entries: readonly TrailEntry[],
): Promise<TrailEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>(Prisma.sql`
    select e.id, e.at, e.chain, e.sequence, e.action, e.body, e.previous_hash, e.hash, l.index
    from audit.event e left join audit.leaf l on l.chain = e.chain and l.sequence = e.sequence
    where (e.subject_kind = 'Order' and e.subject_id = any(${[...ids]}))
      or (e.subject_kind = 'Entry' and e.subject_id = any(${entries.map(({ id }) => id)}))
    order by e.at, e.chain, e.sequence limit ${MOST}`);
  return rows.map((row) => ({
    id: row.id as EventId,
    at: utcOf(row.at),
    chain: row.chain,
    sequence: Number(row.sequence),
    action: row.action,
    body: Buffer.from(row.body).toString('utf8'),
    previousHash: hex(row.previous_hash),
    hash: hex(row.hash),
    index: row.index === null ? null : Number(row.index),
  }));
}

async function commitsOf(tx: Tx, clOrdId: ClOrdId): Promise<Commit[]> {
  const rows = await tx.$queryRaw<{ sequence: bigint; recorded: string | null }[]>(Prisma.sql`
    select sequence, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded
    from trading.order_records(${clOrdId}::uuid)`);
  return rows.map(({ sequence, recorded }) => ({
    sequence: Number(sequence),
    recordedAt: recorded,
  }));
}

async function sendingsOf(tx: Tx, clOrdId: ClOrdId): Promise<Sending[]> {
  const rows = await listOrderEvidence(tx, clOrdId, []);
  return rows.map(({ clOrdId: child, venue, operation, at, durationMs, fault }) => ({
    clOrdId: child,
    venue,
    operation,
    at,
    roundTripMs: durationMs,
    fault,
  }));
}

interface PostingRow {
  readonly id: string;
  readonly at: Date;
  readonly cause: string;
  readonly reference: string;
  readonly sequence: bigint;
  readonly kind: string;
  readonly account_id: string | null;
  readonly asset: string;
  readonly place_kind: string;
  readonly place_id: string;
  readonly amount: string;
}

/** Entries of fills name the order and the execution. What of them is another's is not shown. */
async function entriesOf(tx: Tx, { ids, from, until }: Family): Promise<TrailEntry[]> {
  const rows = await tx.$queryRaw<PostingRow[]>(Prisma.sql`
    select e.id, e.at, e.cause, e.reference, e.sequence, p.kind, p.account_id, p.asset, p.place_kind,
      p.place_id::text, trim_scale(p.amount)::text as amount
    from ledger.entry e join ledger.posting p on p.entry_id = e.id and p.at = e.at
    where e.at between ${from} and ${until} and split_part(e.reference, '|', 1) = any(${[...ids]})
    order by e.at, e.id, p.ordinal limit ${MOST}`);
  const entries = new Map<string, TrailEntry & { readonly postings: TrailPosting[] }>();
  for (const row of rows) {
    const known = entries.get(row.id) ?? {
      id: row.id,
      at: utcOf(row.at),
      cause: row.cause,
      execId: row.reference.slice(row.reference.indexOf('|') + 1) || null,
      sequence: Number(row.sequence),
      postings: [],
    };
    known.postings.push({
      kind: row.kind,
      account: row.account_id as AccountId | null,
      asset: row.asset,
      placeKind: row.place_kind,
      place: row.place_id,
      amount: row.amount,
    });
    entries.set(row.id, known);
  }
  return [...entries.values()];
}

async function allotmentsOf(tx: Tx, { ids, from, until }: Family): Promise<TrailAllotment[]> {
  const rows = await tx.allocatedFill.findMany({
    where: { clOrdId: { in: [...ids] }, at: { gte: from, lte: until } },
    orderBy: [{ at: 'asc' }, { execId: 'asc' }, { accountId: 'asc' }],
    take: MOST,
  });
  return rows.map(({ execId, accountId, lastQty, lastPx, feeAmount, feeAsset }) => ({
    execId,
    account: accountId as AccountId,
    lastQty: lastQty.toFixed(),
    lastPx: lastPx.toFixed(),
    fee:
      feeAmount === null || feeAsset === null
        ? null
        : { amount: feeAmount.toFixed(), asset: feeAsset },
  }));
}
