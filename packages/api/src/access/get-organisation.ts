/** One organisation; without an id the caller's own. */
import { read } from '@ultrathink/db';
import { findOrganisation } from '@ultrathink/db/access';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { organisationRowSchema } from './list-organisations.ts';
import { resourceOfOrganisation } from './look-up.ts';
import { organisationId, organisationOut } from './schemas.ts';

export const getOrganisation = query('access.readPeople')
  .input(z.strictObject({ organisationId: organisationId.optional() }))
  .output(organisationRowSchema)
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfOrganisation(ctx, input.organisationId);
    const { database, actor } = await ctx.authorise('access.readPeople', resource);
    const { id } = resource.organisation;
    const found = await read(database, actor, (tx) => findOrganisation(tx, id));
    if (found === undefined) throw new Refusal('NotFound');
    const { organisation, allowList, ...row } = found;
    return { ...organisationOut(organisation), ...row, allowList: [...allowList] };
  });
