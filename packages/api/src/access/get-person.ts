/** One person: who it is, every grant in the organisation, and the second factors there are. */
import { read } from '@ultrathink/db';
import { findPerson, listFactorsOf, listGrants } from '@ultrathink/db/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { personOut, personSchema } from './list-people.ts';
import { resourceOfPerson } from './look-up.ts';
import { readNames } from './names.ts';
import {
  grantOut,
  grantSchema,
  organisationOut,
  organisationSchema,
  peopleOf,
  personId,
} from './schemas.ts';

const factorSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['Totp', 'Passkey']),
  name: z.string(),
  createdAt: utcTimeSchema,
  lastUsedAt: utcTimeSchema.nullable(),
});

export const getPerson = query('access.readPeople')
  .input(z.strictObject({ personId }))
  .output(
    z.strictObject({
      person: personSchema,
      organisation: organisationSchema.extend({ name: z.string() }),
      /** Newest first, ended ones too. */
      grants: z.array(grantSchema),
      secondFactors: z.array(factorSchema),
    }),
  )
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfPerson(ctx, input.personId);
    const { database, actor } = await ctx.authorise('access.readPeople', resource);
    const at = ctx.services.clock.now();
    return read(database, actor, async (tx) => {
      const person = await findPerson(tx, input.personId, at);
      if (person === undefined) throw new Refusal('NotFound');
      const all = await listGrants(tx, person.organisation.id);
      const grants = all.filter(({ grant }) => grant.person === person.id);
      const names = await readNames(tx, ctx.services, [person.id, ...peopleOf(grants)]);
      return {
        person: personOut(person, grants, names, at),
        organisation: {
          ...organisationOut(person.organisation),
          name: person.organisationName,
        },
        grants: grants.map((grant) => grantOut(grant, names, at)),
        secondFactors: await listFactorsOf(tx, person.id),
      };
    });
  });
