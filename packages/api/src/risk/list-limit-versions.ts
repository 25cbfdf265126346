/** What the limits of one scope were, newest first. */
import { read } from '@ultrathink/db';
import { listLimitSets } from '@ultrathink/db/controls';
import { LIMIT_LEVELS } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { readAgreements } from '../approval/versions.ts';
import { query } from '../procedures/query.ts';
import { limitSetOut, limitSetSchema } from './limit-set.ts';

const VERSIONS_MOST = 100;

export const listLimitVersions = query('risk.readLimits')
  .input(
    z.strictObject({
      level: z.enum(LIMIT_LEVELS),
      scope: z.string().min(1).max(100),
      /** Whose scope it is, of a client or account. */
      clientId: clientId.optional(),
    }),
  )
  .output(z.strictObject({ versions: z.array(limitSetSchema).max(VERSIONS_MOST) }))
  .query(async ({ ctx, input: { level, scope, clientId: client } }) => {
    const resource = firmOrClient(ctx.caller, client);
    const { database, actor } = await ctx.authorise('risk.readLimits', resource);
    return read(database, actor, async (tx) => {
      const sets = await listLimitSets(tx, { level, scope }, VERSIONS_MOST);
      const proposals = sets.map(({ proposal }) => proposal);
      const agreed = await readAgreements(tx, ctx.services, proposals);
      return { versions: sets.map((set) => limitSetOut(set, agreed)) };
    });
  });
