/** What is not known, and what differs: unconfirmed requests and breaks, as the engine told them. */
import type { AccountId, AnyId, ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId, OrderRequest } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';

/** A request whose outcome nobody has proven; amounts as decimal text. */
export interface UnconfirmedRow {
  readonly clOrdId: ClOrdId;
  readonly request: OrderRequest;
  readonly parentClOrdId: ClOrdId | null;
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly venue: string | null;
  readonly venueAccount: string | null;
  readonly instrument: string;
  readonly side: 'Buy' | 'Sell';
  readonly orderQty: string;
  readonly leavesQty: string;
  readonly price: string | null;
  readonly since: UtcTime;
  readonly evidence: string | null;
  /** The venue would not tell: two people decide. */
  readonly isWithHuman: boolean;
  readonly resends: number;
  /** What stays reserved for it; null where nothing is, as for a block. */
  readonly held: { readonly asset: string; readonly amount: string } | null;
}

/** Oldest first: those that are open. */
export async function listUnconfirmed(
  tx: Tx,
  { client, most }: { readonly client: ClientId | null; readonly most: number },
): Promise<UnconfirmedRow[]> {
  const doubts = await tx.unconfirmed.findMany({
    where: { endedAt: null, ...(client === null ? {} : { clientId: client }) },
    orderBy: [{ since: 'asc' }, { clOrdId: 'asc' }],
    take: most,
  });
  const ids = doubts.map(({ clOrdId }) => clOrdId);
  const orders = await tx.order.findMany({ where: { clOrdId: { in: ids } } });
  const holds = await tx.hold.findMany({ where: { id: { in: ids }, isOpen: true } });
  return doubts.flatMap((doubt) => {
    const order = orders.find(({ clOrdId }) => clOrdId === doubt.clOrdId);
    if (order === undefined) return [];
    const hold = holds.find(({ id }) => id === doubt.clOrdId);
    return {
      clOrdId: doubt.clOrdId as ClOrdId,
      request: doubt.request as OrderRequest,
      parentClOrdId: order.parentClOrdId as ClOrdId | null,
      account: order.accountId as AccountId,
      client: order.clientId as ClientId | null,
      venue: order.venue,
      venueAccount: doubt.venueAccountId,
      instrument: order.instrument,
      side: order.side as UnconfirmedRow['side'],
      orderQty: order.orderQty.toFixed(),
      leavesQty: order.leavesQty.toFixed(),
      price: order.price?.toFixed() ?? null,
      since: utcOf(doubt.since),
      evidence: doubt.evidence,
      isWithHuman: doubt.isWithHuman,
      resends: doubt.resends,
      held:
        hold === undefined
          ? null
          : {
              asset: hold.asset,
              amount: hold.reserved.minus(hold.committed).minus(hold.released).toFixed(),
            },
    };
  });
}

/** What left for a venue about an order, and what came back. */
export interface EvidenceRow {
  readonly id: string;
  readonly at: UtcTime;
  readonly operation: string;
  readonly request: unknown;
  /** Null: no answer came. */
  readonly response: unknown;
  readonly durationMs: number;
  readonly fault: string | null;
}

/** What was exchanged with the venue that names the order or its venue account, oldest first. */
export async function listEvidenceOf(
  tx: Tx,
  asked: {
    readonly venueAccount: string;
    readonly mentions: string;
    readonly since: UtcTime;
    readonly most: number;
  },
): Promise<EvidenceRow[]> {
  const { venueAccount, mentions, since, most } = asked;
  const rows = await tx.$queryRaw<
    {
      id: string;
      at: Date;
      operation: string;
      request: unknown;
      response: unknown;
      duration_ms: number;
      fault: string | null;
    }[]
  >(Prisma.sql`
    select id, at, operation, request, response, duration_ms, fault from engine.evidence
    where venue_account_id = ${venueAccount}::uuid and at >= ${since}::timestamptz
      and (strpos(request::text, ${mentions}) > 0 or strpos(coalesce(response::text, ''), ${mentions}) > 0)
    order by at desc, id desc limit ${most}`);
  return rows
    .map(({ at, duration_ms: durationMs, ...row }) => ({ ...row, at: utcOf(at), durationMs }))
    .toReversed();
}

/** A difference between our books and a venue's; amounts as decimal text. */
export interface BreakRow {
  readonly id: string;
  readonly kind: string;
  readonly venueAccount: string;
  readonly client: ClientId | null;
  readonly severity: 'Low' | 'Medium' | 'High';
  readonly openedAt: UtcTime;
  readonly subject: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  /** In the currency of valuation. */
  readonly value: string | null;
  readonly proposed: { readonly asset: string; readonly amount: string } | null;
  readonly closedAt: UtcTime | null;
  readonly how: string | null;
  readonly owner: { readonly person: PersonId; readonly at: UtcTime } | null;
}

export interface BreakSearch {
  readonly show: 'Open' | 'Closed';
  readonly client: ClientId | null;
  readonly most: number;
}

/** Open ones oldest first, closed ones newest first. */
export async function listBreaks(tx: Tx, { show, client, most }: BreakSearch): Promise<BreakRow[]> {
  const rows = await tx.break.findMany({
    where: {
      closedAt: show === 'Open' ? null : { not: null },
      ...(client === null ? {} : { clientId: client }),
    },
    orderBy: show === 'Open' ? { openedAt: 'asc' } : { closedAt: 'desc' },
    take: most,
  });
  const owners = await ownersOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => breakRow(row, owners));
}

export async function findBreak(tx: Tx, id: string): Promise<BreakRow | undefined> {
  const row = await tx.break.findUnique({ where: { id } });
  return row === null ? undefined : breakRow(row, await ownersOf(tx, [id]));
}

type Owners = ReadonlyMap<string, NonNullable<BreakRow['owner']>>;

async function ownersOf(tx: Tx, ids: readonly string[]): Promise<Owners> {
  if (ids.length === 0) return new Map();
  const rows = await tx.breakOwner.findMany({
    where: { breakId: { in: [...ids] } },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: 10_000,
  });
  // The last of each stays.
  return new Map(
    rows.map(({ breakId, personId, at }) => [
      breakId,
      { person: personId as PersonId, at: utcOf(at) },
    ]),
  );
}

function breakRow(row: Prisma.BreakGetPayload<object>, owners: Owners): BreakRow {
  return {
    id: row.id,
    kind: row.kind,
    venueAccount: row.venueAccountId,
    client: row.clientId as ClientId | null,
    severity: row.severity as BreakRow['severity'],
    openedAt: utcOf(row.openedAt),
    subject: row.subject,
    ours: row.ours,
    theirs: row.theirs,
    value: row.value?.toFixed() ?? null,
    proposed:
      row.proposedAsset === null || row.proposedAmount === null
        ? null
        : { asset: row.proposedAsset, amount: row.proposedAmount.toFixed() },
    closedAt: utcOrNull(row.closedAt),
    how: row.how,
    owner: owners.get(row.id) ?? null,
  };
}

/** Role `app_staff`. */
export async function insertBreakOwner(
  tx: Tx,
  owner: {
    readonly id: AnyId;
    readonly breakId: string;
    readonly client: ClientId | null;
    readonly person: PersonId;
    readonly at: UtcTime;
  },
): Promise<void> {
  const { id, breakId, client, person, at } = owner;
  await tx.breakOwner.createMany({
    data: { id, breakId, clientId: client, personId: person, at },
  });
}

export async function countDoubts(
  tx: Tx,
): Promise<{ readonly unconfirmed: number; readonly breaks: number }> {
  const unconfirmed = await tx.unconfirmed.count({ where: { endedAt: null } });
  const breaks = await tx.break.count({ where: { closedAt: null } });
  return { unconfirmed, breaks };
}
