/** The people of one organisation and the roles they have there. */
import { read } from '@ultrathink/db';
import {
  listPeople as list,
  listGrants,
  type StoredGrant,
  type StoredPerson,
} from '@ultrathink/db/access';
import { isInForce } from '@ultrathink/domain/access';
import { type UtcTime, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { resourceOfOrganisation } from './look-up.ts';
import { type Names, readNames } from './names.ts';
import { grantId, organisationId, personId, roleSchema, stateSchema } from './schemas.ts';

export const personSchema = z.strictObject({
  id: personId,
  /** Both null once erased. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  state: stateSchema,
  /** Those in force now. */
  roles: z.array(
    z.strictObject({
      grantId,
      role: roleSchema,
      from: utcTimeSchema,
      until: utcTimeSchema.nullable(),
    }),
  ),
  factors: z.strictObject({ totp: z.int(), passkeys: z.int() }),
  /** Sessions that go on. */
  sessions: z.int(),
  allowList: z.array(z.string()),
  createdAt: utcTimeSchema,
  lastSignInAt: utcTimeSchema.nullable(),
});

export const listPeople = query('access.readPeople')
  .input(z.strictObject({ organisationId: organisationId.optional() }))
  .output(z.strictObject({ people: z.array(personSchema) }))
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfOrganisation(ctx, input.organisationId);
    const { database, actor } = await ctx.authorise('access.readPeople', resource);
    const at = ctx.services.clock.now();
    const { id } = resource.organisation;
    return read(database, actor, async (tx) => {
      const people = await list(tx, id, at);
      const grants = await listGrants(tx, id);
      const names = await readNames(
        tx,
        ctx.services,
        people.map((person) => person.id),
      );
      return { people: people.map((person) => personOut(person, grants, names, at)) };
    });
  });

export function personOut(
  person: StoredPerson,
  grants: readonly StoredGrant[],
  names: Names,
  at: UtcTime,
): z.input<typeof personSchema> {
  const { id, state, factors, sessions, allowList, createdAt, lastSignInAt } = person;
  const roles = grants
    .filter(({ grant }) => isInForce(grant, id, at))
    .map(({ grant: { id: grantOf, role, from, until } }) => ({
      grantId: grantOf,
      role,
      from,
      until,
    }));
  const { name, email } = names.get(id) ?? { name: null, email: null };
  return {
    id,
    name,
    email,
    state,
    roles,
    factors,
    sessions,
    allowList: [...allowList],
    createdAt,
    lastSignInAt,
  };
}
