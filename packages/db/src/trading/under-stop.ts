/** Children under a level of trading: what a stop cancels, and what became of them since. */
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { StateKey } from '@ultrathink/domain/risk';
import { type ClOrdId, isEnded, ORD_STATUSES, type OrdStatus } from '@ultrathink/domain/trading';
import type { Tx } from '../connect.ts';
import type { Prisma } from '../generated/client.ts';
import { utcOrNull } from '../moments.ts';

const WORKING = ORD_STATUSES.filter((status) => !isEnded(status));

export interface ChildUnderStop {
  readonly clOrdId: ClOrdId;
  readonly client: ClientId | null;
  readonly venue: string;
  readonly instrument: string;
  readonly side: 'Buy' | 'Sell';
  readonly leavesQty: string;
  readonly price: string | null;
  readonly ordStatus: OrdStatus;
  readonly unconfirmedSince: UtcTime | null;
  readonly endedAt: UtcTime | null;
}

function scopeOf({ level, scope }: StateKey): Prisma.OrderWhereInput {
  switch (level) {
    case 'firm':
      return {};
    case 'client':
      return { clientId: scope };
    case 'account':
      return { accountId: scope };
    case 'strategy':
      return { strategy: scope };
    case 'venueKey':
      return {};
  }
}

/** Accounts at venues that trade by this key now. */
async function accountsOfKey(tx: Tx, key: string): Promise<readonly string[]> {
  const rows = await tx.venueAccountAssignment.findMany({
    orderBy: [{ venueAccountId: 'asc' }, { version: 'desc' }],
    distinct: ['venueAccountId'],
  });
  return rows.filter(({ keyId }) => keyId === key).map(({ venueAccountId }) => venueAccountId);
}

/**
 * Children that work, and with `since` also those that ended from then on; oldest first. Of an
 * account, a strategy and a client by the parent's, which every child bears.
 */
export async function listUnderStop(
  tx: Tx,
  {
    key,
    since,
    most,
  }: { readonly key: StateKey; readonly since: UtcTime | null; readonly most: number },
): Promise<ChildUnderStop[]> {
  const places =
    key.level === 'venueKey'
      ? { venueAccountId: { in: [...(await accountsOfKey(tx, key.scope))] } }
      : {};
  const rows = await tx.order.findMany({
    where: {
      level: 'Child',
      ...scopeOf(key),
      ...places,
      OR: [
        { ordStatus: { in: WORKING } },
        ...(since === null ? [] : [{ endedAt: { gte: new Date(since) } }]),
      ],
    },
    orderBy: { clOrdId: 'asc' },
    take: most,
  });
  return rows.map((row) => ({
    clOrdId: row.clOrdId as ClOrdId,
    client: row.clientId as ClientId | null,
    venue: row.venue ?? '',
    instrument: row.instrument,
    side: row.side as ChildUnderStop['side'],
    leavesQty: row.leavesQty.toFixed(),
    price: row.price?.toFixed() ?? null,
    ordStatus: row.ordStatus as OrdStatus,
    unconfirmedSince: utcOrNull(row.unconfirmedSince),
    endedAt: utcOrNull(row.endedAt),
  }));
}
