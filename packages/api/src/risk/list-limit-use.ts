/** How much of their limits scopes use now: of one client and its accounts, or of every level one sees. */
import { read } from '@ultrathink/db';
import { currentLimitSets } from '@ultrathink/db/controls';
import {
  type ExposureRow,
  listExposures,
  listScopeMoney,
  type ScopeMoneyRow,
} from '@ultrathink/db/trading';
import { type Decimal, decimal, toText, utcTimeSchema } from '@ultrathink/domain/kernel';
import {
  type AssetExposure,
  LIMIT_KINDS,
  LIMIT_LEVELS,
  type LimitKind,
  type ScopeStanding,
  useOf,
} from '@ultrathink/domain/risk';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { liveMids, ratesNow } from '../portfolio/rates.ts';
import { query } from '../procedures/query.ts';

const MOST = 2_000;
const figure = z.string().max(100);

const useSchema = z.strictObject({
  level: z.enum(LIMIT_LEVELS),
  scope: z.string(),
  kind: z.enum(Object.keys(LIMIT_KINDS) as [LimitKind, ...LimitKind[]]),
  unit: z.enum(['Money', 'Quantity', 'Ratio', 'Count', 'Milliseconds']),
  /** Null: whatever is traded. */
  instrument: z.string().nullable(),
  limit: figure,
  /** Null: a figure it needs is not known. */
  actual: figure.nullable(),
  /** What uses most of it, where it is of one asset. */
  asset: z.string().nullable(),
  from: utcTimeSchema,
});

export const listLimitUse = query('risk.readLimits')
  .input(
    z.strictObject({
      /** One's own where it is left out; for staff then every level they see. */
      clientId: clientId.optional(),
    }),
  )
  .output(z.strictObject({ at: utcTimeSchema, uses: z.array(useSchema).max(MOST) }))
  .query(async ({ ctx, input }) => {
    const resource = firmOrClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('risk.readLimits', resource);
    const at = ctx.services.clock.now();
    const mids = await liveMids(ctx, at);
    return read(database, actor, async (tx) => {
      const client = resource.kind === 'Client' ? resource.client : null;
      const { rates } = await ratesNow(tx, mids);
      // Of levels above the client only those see the use who see the whole firm.
      const isWhole = actor.scope.kind === 'Firm';
      const all = await currentLimitSets(tx, { client });
      const sets = all.filter(({ level }) => isWhole || level === 'client' || level === 'account');
      const exposures = await listExposures(tx, client, MOST);
      const monies = await listScopeMoney(tx, client, MOST);
      // What an instrument's limit looks at is held by the whole firm.
      const firms = exposures.filter(({ level }) => level === 'firm');
      const uses = sets.flatMap(({ level, scope, limits }) => {
        const isHere = (row: { readonly level: string; readonly scope: string }) =>
          row.level === level && row.scope === scope;
        const own = exposures.filter(isHere).map((row) => exposureOf(row, rates, firms));
        const money = monies.find(isHere);
        const standing = money === undefined ? null : standingOf(money);
        return limits.flatMap(({ kind, instrument, value, from }) => {
          const base = instrument?.split('/')[0] ?? null;
          const use = useOf(kind, base, own, standing);
          if (use === undefined) return [];
          const { unit } = LIMIT_KINDS[kind];
          const actual = use.actual === null ? null : toText(use.actual);
          const about = { level, scope, kind, unit, instrument, from };
          return { ...about, limit: toText(value), actual, asset: use.asset };
        });
      });
      return { at, uses: uses.slice(0, MOST) };
    });
  });

function exposureOf(
  row: ExposureRow,
  rates: ReadonlyMap<string, Decimal>,
  firms: readonly ExposureRow[],
): AssetExposure {
  const held =
    row.level === 'instrument' ? firms.find(({ asset }) => asset === row.asset) : undefined;
  return {
    asset: row.asset,
    position: decimal((held ?? row).position),
    workingBuy: decimal(row.workingBuy),
    workingSell: decimal(row.workingSell),
    price: rates.get(row.asset) ?? null,
  };
}

const known = (text: string | null) => (text === null ? null : decimal(text));

const standingOf = (row: ScopeMoneyRow): ScopeStanding => ({
  gross: known(row.gross),
  netLow: known(row.netLow),
  netHigh: known(row.netHigh),
  equity: known(row.equity),
  dayStartEquity: known(row.dayStartEquity),
  startEquity: known(row.startEquity),
  peakEquity: known(row.peakEquity),
  valueAtRisk: known(row.valueAtRisk),
  flowToday: decimal(row.flowToday),
});
