/** Lists of orders: what people and programs placed, newest first. Children stand with their parent. */
import type { AccountId, ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import {
  type ClOrdId,
  isEnded,
  ORD_STATUSES,
  type OrderRejection,
  type OrdStatus,
  type OrdType,
  type Protection,
  type TimeInForce,
} from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import type { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

/** An order as pages show it; amounts as decimal text. */
export interface OrderRow {
  readonly clOrdId: ClOrdId;
  readonly level: 'Parent' | 'Child';
  readonly parentClOrdId: ClOrdId | null;
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly placedBy: PersonId | null;
  readonly venue: string | null;
  readonly instrument: string;
  readonly side: 'Buy' | 'Sell';
  readonly ordType: OrdType;
  readonly price: string | null;
  readonly stopPx: string | null;
  readonly orderQty: string;
  readonly cumQty: string;
  readonly leavesQty: string;
  readonly avgPx: string | null;
  readonly timeInForce: TimeInForce;
  readonly expireTime: UtcTime | null;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
  readonly ordStatus: OrdStatus;
  readonly protection: Protection;
  readonly rejection: OrderRejection | null;
  /** Since when a request has had no proven outcome. */
  readonly unconfirmedSince: UtcTime | null;
  readonly placedAt: UtcTime;
  readonly endedAt: UtcTime | null;
}

const WORKING = ORD_STATUSES.filter((status) => !isEnded(status));

export interface OrderSearch {
  /** `Working`: something of it may still trade. */
  readonly show: 'Working' | 'Ended' | 'All';
  readonly client: ClientId | null;
  readonly account: AccountId | null;
  readonly instrument: string | null;
  /** One of each list; null: whichever. */
  readonly clients: readonly ClientId[] | null;
  readonly accounts: readonly AccountId[] | null;
  readonly instruments: readonly string[] | null;
  readonly statuses: readonly OrdStatus[] | null;
  readonly side: OrderRow['side'] | null;
  /** Placed from this moment on, and until that one. */
  readonly from: UtcTime | null;
  readonly until: UtcTime | null;
  /** Those placed before this one; null for the newest. */
  readonly before: ClOrdId | null;
  readonly most: number;
}

export async function listOrders(tx: Tx, search: OrderSearch): Promise<OrderRow[]> {
  const { before, most } = search;
  const last =
    before === null
      ? null
      : await tx.order.findUnique({
          where: { clOrdId: before },
          select: { clOrdId: true, placedAt: true },
        });
  if (before !== null && last === null) return [];
  const rows = await tx.order.findMany({
    where: { AND: [...narrowed(search), ...(last === null ? [] : [olderThan(last)])] },
    orderBy: [{ placedAt: 'desc' }, { clOrdId: 'desc' }],
    take: most,
  });
  return rows.map(orderRow);
}

function olderThan({ placedAt, clOrdId }: Pick<Stored, 'placedAt' | 'clOrdId'>) {
  // The first condition alone would do; with it the index is read from there on.
  return {
    placedAt: { lte: placedAt },
    OR: [{ placedAt: { lt: placedAt } }, { placedAt, clOrdId: { lt: clOrdId } }],
  };
}

function narrowed(search: OrderSearch): Prisma.OrderWhereInput[] {
  const { show, client, account, instrument, side, from, until } = search;
  const { clients, accounts, instruments, statuses } = search;
  const given = <T>(value: T | null, where: (value: T) => Prisma.OrderWhereInput) =>
    value === null ? [] : [where(value)];
  return [
    { level: 'Parent' },
    ...{
      Working: [{ ordStatus: { in: WORKING } }],
      Ended: [{ ordStatus: { notIn: WORKING } }],
      All: [],
    }[show],
    ...given(client, (clientId) => ({ clientId })),
    ...given(account, (accountId) => ({ accountId })),
    ...given(instrument, (name) => ({ instrument: name })),
    ...given(clients, (ids) => ({ clientId: { in: [...ids] } })),
    ...given(accounts, (ids) => ({ accountId: { in: [...ids] } })),
    ...given(instruments, (names) => ({ instrument: { in: [...names] } })),
    ...given(statuses, (words) => ({ ordStatus: { in: [...words] } })),
    ...given(side, (word) => ({ side: word })),
    ...given(from, (at) => ({ placedAt: { gte: new Date(at) } })),
    ...given(until, (at) => ({ placedAt: { lte: new Date(at) } })),
  ];
}

/** What venues were sent of these orders, oldest first. */
export async function listChildren(
  tx: Tx,
  parents: readonly ClOrdId[],
  most: number,
): Promise<OrderRow[]> {
  if (parents.length === 0) return [];
  const rows = await tx.order.findMany({
    where: { parentClOrdId: { in: [...parents] } },
    orderBy: { clOrdId: 'asc' },
    take: most,
  });
  return rows.map(orderRow);
}

type Stored = Prisma.OrderGetPayload<object>;

export function orderRow(row: Stored): OrderRow {
  return {
    clOrdId: row.clOrdId as ClOrdId,
    level: row.level as OrderRow['level'],
    parentClOrdId: row.parentClOrdId as ClOrdId | null,
    account: row.accountId as AccountId,
    client: row.clientId as ClientId | null,
    placedBy: row.placedBy as PersonId | null,
    venue: row.venue,
    instrument: row.instrument,
    side: row.side as OrderRow['side'],
    ordType: row.ordType as OrdType,
    price: row.price?.toFixed() ?? null,
    stopPx: row.stopPx?.toFixed() ?? null,
    orderQty: row.orderQty.toFixed(),
    cumQty: row.cumQty.toFixed(),
    leavesQty: row.leavesQty.toFixed(),
    avgPx: row.avgPx?.toFixed() ?? null,
    timeInForce: row.timeInForce as TimeInForce,
    expireTime: row.expireTime && utcOf(row.expireTime),
    isPostOnly: row.isPostOnly,
    isReduceOnly: row.isReduceOnly,
    ordStatus: row.ordStatus as OrdStatus,
    protection: row.protection as Protection,
    rejection: row.rejection as OrderRejection | null,
    unconfirmedSince: row.unconfirmedSince && utcOf(row.unconfirmedSince),
    placedAt: utcOf(row.placedAt),
    endedAt: row.endedAt && utcOf(row.endedAt),
  };
}
