/** What each regulatory category may trade: what holds first, then what held. */
import { read } from '@ultrathink/db';
import { listCategoryRules } from '@ultrathink/db/controls';
import { categoryRulesPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { readAgreements, versionFields } from '../approval/versions.ts';
import { query } from '../procedures/query.ts';

const MOST = 50;

export const getCategoryRules = query('compliance.readRules')
  .output(
    z.strictObject({
      /** Newest first; empty before the first: then nothing is traded. */
      versions: z
        .array(z.strictObject({ ...versionFields, rules: categoryRulesPayload.shape.rules }))
        .max(MOST),
    }),
  )
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('compliance.readRules', { kind: 'Firm' });
    return read(database, actor, async (tx) => {
      const rows = await listCategoryRules(tx, MOST);
      const proposals = rows.map(({ proposal }) => proposal);
      const agreed = await readAgreements(tx, ctx.services, proposals);
      return { versions: rows.map((row) => ({ ...agreed.version(row), rules: row.rules })) };
    });
  });
