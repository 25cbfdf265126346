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

export interface ExecutionSearch {
  readonly client: ClientId | null;
  readonly account: AccountId | null;
  readonly instrument: string | null;
  readonly before: UtcTime | null;
  readonly most: number;
}

export async function listExecutions(tx: Tx, search: ExecutionSearch): Promise<ExecutionRow[]> {
  const { client, account, instrument, before, most } = search;
  const rows = await tx.execution.findMany({
    where: {
      ...(client === null ? {} : { clientId: client }),
      ...(account === null ? {} : { accountId: account }),
      ...(instrument === null ? {} : { instrument }),
      ...(before === null ? {} : { at: { lt: new Date(before) } }),
    },
    orderBy: [{ at: 'desc' }, { execId: 'desc' }],
    take: most,
  });
  return rows.map(executionRow);
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
