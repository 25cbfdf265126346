/** The firm and its clients. */
import { read } from '@ultrathink/db';
import { listOrganisations as list } from '@ultrathink/db/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { organisationOut, organisationSchema } from './schemas.ts';

export const organisationRowSchema = organisationSchema.extend({
  name: z.string(),
  /** Networks its people may come from; empty: from everywhere. */
  allowList: z.array(z.string()),
  version: z.int(),
  createdAt: utcTimeSchema,
  people: z.int(),
});

export const listOrganisations = query('access.readOrganisations')
  .output(z.strictObject({ organisations: z.array(organisationRowSchema) }))
  .query(async ({ ctx }) => {
    const { database, actor } = await ctx.authorise('access.readOrganisations', { kind: 'Firm' });
    const found = await read(database, actor, list);
    const organisations = found.map(({ organisation, allowList, ...row }) => ({
      ...organisationOut(organisation),
      ...row,
      allowList: [...allowList],
    }));
    return { organisations };
  });
