/** What accounts have: funds by asset and place, and positions with what was gained. */
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';

export interface FundsRow {
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly asset: string;
  readonly placeKind: string;
  readonly placeId: string;
  readonly balance: string;
  /** Part of `balance`: reserved for working orders. */
  readonly held: string;
}

export interface HoldingSearch {
  readonly client: ClientId | null;
  readonly account: AccountId | null;
  readonly most: number;
}

/** By account and asset; what is owed stands below zero. */
export async function listFunds(tx: Tx, search: HoldingSearch): Promise<FundsRow[]> {
  const rows = await tx.balance.findMany({
    where: { ...whose(search), kind: { in: ['Client', 'House', 'ClientShortfall'] } },
    orderBy: [{ accountId: 'asc' }, { asset: 'asc' }, { placeId: 'asc' }],
    take: search.most,
  });
  return rows.map((row) => ({
    account: row.accountId as AccountId,
    client: row.clientId as ClientId | null,
    asset: row.asset,
    placeKind: row.placeKind,
    placeId: row.placeId,
    balance: row.balance.toFixed(),
    held: row.held.toFixed(),
  }));
}

export interface PositionRow {
  readonly account: AccountId;
  readonly client: ClientId | null;
  readonly instrument: string;
  readonly method: string;
  readonly quantity: string;
  /** Of the open lots, in quote asset. */
  readonly cost: string;
  readonly lots: number;
  readonly realised: string;
  readonly feesApart: string;
  /** What sales brought less what purchases and all fees took. */
  readonly cash: string;
}

export async function listPositions(tx: Tx, search: HoldingSearch): Promise<PositionRow[]> {
  const rows = await tx.position.findMany({
    where: whose(search),
    orderBy: [{ accountId: 'asc' }, { instrument: 'asc' }],
    take: search.most,
  });
  return rows.map((row) => ({
    account: row.accountId as AccountId,
    client: row.clientId as ClientId | null,
    instrument: row.instrument,
    method: row.method,
    quantity: row.quantity.toFixed(),
    cost: row.cost.toFixed(),
    lots: row.lots,
    realised: row.realised.toFixed(),
    feesApart: row.feesApart.toFixed(),
    cash: row.cash.toFixed(),
  }));
}

function whose({ client, account }: HoldingSearch) {
  return {
    ...(client === null ? {} : { clientId: client }),
    ...(account === null ? {} : { accountId: account }),
  };
}
