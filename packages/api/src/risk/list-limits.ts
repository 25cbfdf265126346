/** The limits in force, by level and scope. */
import { read } from '@ultrathink/db';
import { currentLimitSets } from '@ultrathink/db/controls';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { readAgreements } from '../approval/versions.ts';
import { query } from '../procedures/query.ts';
import { limitSetOut, limitSetSchema } from './limit-set.ts';

export const listLimits = query('risk.readLimits')
  .input(
    z.strictObject({
      /** Of this client alone; a client's own people see no others. */
      clientId: clientId.optional(),
    }),
  )
  .output(z.strictObject({ sets: z.array(limitSetSchema).max(2_000) }))
  .query(async ({ ctx, input }) => {
    const resource = firmOrClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('risk.readLimits', resource);
    return read(database, actor, async (tx) => {
      const client = resource.kind === 'Client' ? resource.client : null;
      const sets = await currentLimitSets(tx, { client });
      const proposals = sets.map(({ proposal }) => proposal);
      const agreed = await readAgreements(tx, ctx.services, proposals);
      return { sets: sets.map((set) => limitSetOut(set, agreed)) };
    });
  });
