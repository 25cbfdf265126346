/** What venues told of trades, newest first. */
import type { AccountId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import type { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface ExecutionRow {
  readonly execId: string;
  readonly venueAccount: string;
  readonly venue: string;
  readonly clOrdId: ClOrdId | null;
  readonly parentClOrdId: ClOrdId | null;
  readonly account: AccountId | null;
  readonly client: ClientId | null;
  readonly instrument: string;
  readonly side: 'Buy' | 'Sell';
  readonly lastQty: string;
  readonly lastPx: string;
  /** Null where the venue told it later, or not yet. */
  readonly fee: { readonly amount: string; readonly asset: string } | null;
  readonly isMaker: boolean | null;
  /** When it was booked, and when the venue says it was. */
  readonly at: UtcTime;
  readonly tradedAt: UtcTime;
}

/** Where a page of executions ended: the next one begins after it. */
export interface ExecutionPlace {
  readonly at: UtcTime;
  readonly venueAccount: string;
  readonly execId: string;
}

export interface ExecutionSearch {
  readonly client: ClientId | null;
  readonly account: AccountId | null;
  readonly instrument: string | null;
  /** One of each list; null: whichever. */
  readonly clients: readonly ClientId[] | null;
  readonly accounts: readonly AccountId[] | null;
  readonly instruments: readonly string[] | null;
  readonly venues: readonly string[] | null;
  readonly side: ExecutionRow['side'] | null;
  readonly from: UtcTime | null;
  readonly until: UtcTime | null;
  readonly before: UtcTime | null;
  readonly after: ExecutionPlace | null;
  readonly most: number;
}

export async function listExecutions(tx: Tx, search: ExecutionSearch): Promise<ExecutionRow[]> {
  const rows = await tx.execution.findMany({
    where: { AND: narrowed(search) },
    orderBy: [{ at: 'desc' }, { venueAccountId: 'desc' }, { execId: 'desc' }],
    take: search.most,
  });
  return rows.map(executionRow);
}

function narrowed(search: ExecutionSearch): Prisma.ExecutionWhereInput[] {
  const { client, account, instrument, side, from, until, before, after } = search;
  const { clients, accounts, instruments, venues } = search;
  const given = <T>(value: T | null, where: (value: T) => Prisma.ExecutionWhereInput) =>
    value === null ? [] : [where(value)];
  return [
    ...given(client, (clientId) => ({ clientId })),
    ...given(account, (accountId) => ({ accountId })),
    ...given(instrument, (name) => ({ instrument: name })),
    ...given(clients, (ids) => ({ clientId: { in: [...ids] } })),
    ...given(accounts, (ids) => ({ accountId: { in: [...ids] } })),
    ...given(instruments, (names) => ({ instrument: { in: [...names] } })),
    ...given(venues, (names) => ({ venue: { in: [...names] } })),
    ...given(side, (word) => ({ side: word })),
    ...given(from, (moment) => ({ at: { gte: new Date(moment) } })),
    ...given(until, (moment) => ({ at: { lte: new Date(moment) } })),
    ...given(before, (moment) => ({ at: { lt: new Date(moment) } })),
    ...given(after, olderThan),
  ];
}

function olderThan({ at, venueAccount, execId }: ExecutionPlace): Prisma.ExecutionWhereInput {
  const moment = new Date(at);
  return {
    at: { lte: moment },
    OR: [
      { at: { lt: moment } },
      { at: moment, venueAccountId: { lt: venueAccount } },
      { at: moment, venueAccountId: venueAccount, execId: { lt: execId } },
    ],
  };
}

export function executionRow(row: Prisma.ExecutionGetPayload<object>): ExecutionRow {
  const { feeAmount, feeAsset } = row;
  return {
    execId: row.execId,
    venueAccount: row.venueAccountId,
    venue: row.venue,
    clOrdId: row.clOrdId as ClOrdId | null,
    parentClOrdId: row.parentClOrdId as ClOrdId | null,
    account: row.accountId as AccountId | null,
    client: row.clientId as ClientId | null,
    instrument: row.instrument,
    side: row.side as ExecutionRow['side'],
    lastQty: row.lastQty.toFixed(),
    lastPx: row.lastPx.toFixed(),
    fee:
      feeAmount === null || feeAsset === null
        ? null
        : { amount: feeAmount.toFixed(), asset: feeAsset },
    isMaker: row.isMaker,
    at: utcOf(row.at),
    tradedAt: utcOf(row.tradedAt),
  };
}
