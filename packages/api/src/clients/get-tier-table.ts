/** What each commercial tier is worth, over time. */
import { read } from '@ultrathink/db';
import { currentTierTable } from '@ultrathink/db/controls';
import { COMMERCIAL_TIERS, SERVICE_LEVELS } from '@ultrathink/domain/clients';
import { toText, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { readAgreements, versionFields } from '../approval/versions.ts';
import { query } from '../procedures/query.ts';

const rowSchema = z.strictObject({
  tier: z.enum(COMMERCIAL_TIERS),
  from: utcTimeSchema,
  /** Null: until it is changed. */
  until: utcTimeSchema.nullable(),
  /** In US dollars; so is the least balance. */
  maxPosition: z.string(),
  maxLeverage: z.string(),
  /** Of the notional of each fill. */
  commissionBps: z.string(),
  minBalance: z.string(),
  serviceLevel: z.enum(SERVICE_LEVELS),
});

const output = z.strictObject({
  /** Null before the first: then nothing is traded. */
  table: z.strictObject({ ...versionFields, rows: z.array(rowSchema) }).nullable(),
});

export const getTierTable = query('clients.readTiers')
  .output(output)
  .query(async ({ ctx }) => {
    const resource = firmOrClient(ctx.caller, null);
    const { database, actor } = await ctx.authorise('clients.readTiers', resource);
    return read(database, actor, async (tx) => {
      const current = await currentTierTable(tx);
      if (current === undefined) return { table: null };
      const agreed = await readAgreements(tx, ctx.services, [current.proposal]);
      const rows = COMMERCIAL_TIERS.flatMap((tier) => current.table[tier]).map(
        ({ approval: _, ...row }) => ({
          ...row,
          maxPosition: toText(row.maxPosition),
          maxLeverage: toText(row.maxLeverage),
          commissionBps: toText(row.commissionBps),
          minBalance: toText(row.minBalance),
        }),
      );
      return { table: { ...agreed.version(current), rows } };
    });
  });
