/** The restricted list, newest first: what stands, and what stood. */
import { read } from '@ultrathink/db';
import { listRestrictions } from '@ultrathink/db/controls';
import { isInForce } from '@ultrathink/domain/compliance';
import type { RestrictionId } from '@ultrathink/domain/engine/controls';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { agreedSchema, readAgreements } from '../approval/versions.ts';
import { query } from '../procedures/query.ts';

const MOST = 1_000;

const output = z.strictObject({
  restrictions: z
    .array(
      z.strictObject({
        id: idSchema<RestrictionId>(),
        instrument: z.string(),
        /** Null: for everybody. */
        clientId: clientId.nullable(),
        /** Null: both. */
        side: z.enum(['Buy', 'Sell']).nullable(),
        from: utcTimeSchema,
        until: utcTimeSchema.nullable(),
        isInForce: z.boolean(),
        agreed: agreedSchema,
        lifted: z.strictObject({ at: utcTimeSchema, agreed: agreedSchema }).nullable(),
      }),
    )
    .max(MOST),
});

export const listRestrictionsOf = query('compliance.readRestrictions')
  .output(output)
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('compliance.readRestrictions', {
      kind: 'Firm',
    });
    const at = ctx.services.clock.now();
    return read(database, actor, async (tx) => {
      const rows = await listRestrictions(tx, MOST);
      const proposals = rows.flatMap(({ proposal, lifted }) =>
        lifted === null ? [proposal] : [proposal, lifted.proposal],
      );
      const agreed = await readAgreements(tx, ctx.services, proposals);
      return {
        restrictions: rows.map(({ proposal, lifted, client, ...row }) => ({
          ...row,
          clientId: client,
          isInForce: lifted === null && isInForce(row, at),
          agreed: agreed.of(proposal),
          lifted: lifted === null ? null : { at: lifted.at, agreed: agreed.of(lifted.proposal) },
        })),
      };
    });
  });
