/** What scopes use of their limits, as the engine last told: exposures by asset, and money. */
import type { Tx } from '../connect.ts';

export interface ExposureRow {
  readonly level: string;
  readonly scope: string;
  readonly asset: string;
  readonly position: string;
  readonly workingBuy: string;
  readonly workingSell: string;
}

export interface ScopeMoneyRow {
  readonly level: string;
  readonly scope: string;
  readonly gross: string | null;
  readonly netLow: string | null;
  readonly netHigh: string | null;
  readonly equity: string | null;
  readonly dayStartEquity: string | null;
  readonly startEquity: string | null;
  readonly peakEquity: string | null;
  readonly valueAtRisk: string | null;
  readonly flowToday: string;
}

const ofClient = (client: string | null) =>
  client === null ? {} : { clientId: client, level: { in: ['client', 'account'] } };

/** Of one client and its accounts; null: of every level that the transaction shows. */
export async function listExposures(
  tx: Tx,
  client: string | null,
  most: number,
): Promise<ExposureRow[]> {
  const rows = await tx.exposure.findMany({
    where: ofClient(client),
    orderBy: [{ level: 'asc' }, { scope: 'asc' }, { asset: 'asc' }],
    take: most,
  });
  return rows.map((row) => ({
    level: row.level,
    scope: row.scope,
    asset: row.asset,
    position: row.position.toFixed(),
    workingBuy: row.workingBuy.toFixed(),
    workingSell: row.workingSell.toFixed(),
  }));
}

/** As above; told every ten seconds. */
export async function listScopeMoney(
  tx: Tx,
  client: string | null,
  most: number,
): Promise<ScopeMoneyRow[]> {
  const rows = await tx.scopeMoney.findMany({
    where: ofClient(client),
    orderBy: [{ level: 'asc' }, { scope: 'asc' }],
    take: most,
  });
  return rows.map((row) => ({
    level: row.level,
    scope: row.scope,
    gross: row.gross?.toFixed() ?? null,
    netLow: row.netLow?.toFixed() ?? null,
    netHigh: row.netHigh?.toFixed() ?? null,
    equity: row.equity?.toFixed() ?? null,
    dayStartEquity: row.dayStartEquity?.toFixed() ?? null,
    startEquity: row.startEquity?.toFixed() ?? null,
    peakEquity: row.peakEquity?.toFixed() ?? null,
    valueAtRisk: row.valueAtRisk?.toFixed() ?? null,
    flowToday: row.flowToday.toFixed(),
  }));
}
