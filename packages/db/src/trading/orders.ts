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
  /** Those placed before this one; null for the newest. */
  readonly before: ClOrdId | null;
  readonly most: number;
}

export async function listOrders(tx: Tx, search: OrderSearch): Promise<OrderRow[]> {
  const { show, client, account, instrument, before, most } = search;
  const last =
    before === null
      ? null
      : await tx.order.findUnique({
          where: { clOrdId: before },
          select: { clOrdId: true, placedAt: true },
        });
  if (before !== null && last === null) return [];
  const status = { Working: { in: WORKING }, Ended: { notIn: WORKING }, All: undefined }[show];
  const rows = await tx.order.findMany({
    where: {
      level: 'Parent',
      ...(status === undefined ? {} : { ordStatus: status }),
      ...(client === null ? {} : { clientId: client }),
      ...(account === null ? {} : { accountId: account }),
      ...(instrument === null ? {} : { instrument }),
      ...(last === null
        ? {}
        : {
            OR: [
              { placedAt: { lt: last.placedAt } },
              { placedAt: last.placedAt, clOrdId: { lt: last.clOrdId } },
            ],
          }),
    },
    orderBy: [{ placedAt: 'desc' }, { clOrdId: 'desc' }],
    take: most,
  });
  return rows.map(orderRow);
}

type Stored = Prisma.OrderGetPayload<object>;

export function orderRow(row: Stored): OrderRow {
  return {
    clOrdId: row.clOrdId as ClOrdId,
    level: row.level as OrderRow['level'],
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
