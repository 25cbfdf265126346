/** Who is signed in, in whose name, until when, and what the sign-in still needs. */
import { factorKinds } from '@ultrathink/db/identity';
import {
  type Audience,
  type Grant,
  isInForce,
  type OrganisationId,
  ROLE_SPECS,
  ROLES,
  type Role,
} from '@ultrathink/domain/access';
import { idSchema, type PersonId, type SessionId, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { publicQuery } from '../../procedures/public.ts';
import { asIdentity } from '../as-identity.ts';
import type { SessionCaller } from '../caller.ts';
import { acceptsFor } from '../complete-sign-in.ts';
import { organisationNames } from '../organisation-names.ts';
import { ownName } from '../own-name.ts';

const audience = z.enum(['client', 'desk', 'compliance', 'operations']);
const role = z.enum(ROLES);

const output = z
  .strictObject({
    id: idSchema<SessionId>(),
    person: z.strictObject({ id: idSchema<PersonId>(), name: z.string(), email: z.string() }),
    organisation: z.strictObject({
      id: idSchema<OrganisationId>(),
      name: z.string(),
      kind: z.enum(['Firm', 'Client']),
    }),
    audience,
    /** Every shell the person's roles open, in this organisation. */
    audiences: z.array(audience),
    roles: z.array(role),
    stage: z.enum(['Password', 'Full']),
    /** Enrol: no second factor is there yet. Factor: one has to be proven. */
    needs: z.enum(['Enrol', 'Factor']).nullable(),
    /** What proves who acts. */
    accepts: z.array(z.enum(['Totp', 'Passkey'])),
    /** Which of them the person has. */
    has: z.array(z.enum(['Totp', 'Passkey'])),
    idleUntil: utcTimeSchema,
    absoluteUntil: utcTimeSchema,
    /** In whose name the person could act instead. */
    organisations: z.array(
      z.strictObject({ id: idSchema<OrganisationId>(), name: z.string(), audience }),
    ),
  })
  .nullable();

export const session = publicQuery.output(output).query(async ({ ctx }) => {
  const caller = await ctx.identify();
  if (caller === null || caller.session === null) return null;
  return describe(ctx, { ...caller, session: caller.session });
});

async function describe({ services }: Context, caller: SessionCaller) {
  const { person, access, organisation } = caller;
  const current = caller.session;
  const at = services.clock.now();
  const inForce = access.grants.filter((grant) => isInForce(grant, person, at));
  const { personal, has, names } = await asIdentity(services, person, async (tx) => ({
    personal: await ownName(services, tx, person),
    has: await factorKinds(tx, person),
    names: await organisationNames(tx, [...new Set(inForce.map((grant) => grant.organisation.id))]),
  }));
  const roles = rolesIn(inForce, organisation.id);
  const needs = current.stage === 'Full' ? null : has.length === 0 ? 'Enrol' : 'Factor';
  return {
    id: current.id,
    person: { id: person, name: personal?.name ?? '', email: personal?.email ?? '' },
    organisation: { id: organisation.id, name: current.organisationName, kind: organisation.kind },
    audience: current.audience,
    audiences: [...new Set(roles.map((each) => ROLE_SPECS[each].audience))],
    roles,
    stage: current.stage,
    needs: needs as 'Enrol' | 'Factor' | null,
    accepts: [...acceptsFor(services, caller)],
    has: [...has],
    idleUntil: current.idleUntil,
    absoluteUntil: current.absoluteUntil,
    organisations: placesOf(inForce, names),
  };
}

function rolesIn(grants: readonly Grant[], organisation: OrganisationId): Role[] {
  const there = grants.filter((grant) => grant.organisation.id === organisation);
  return [...new Set(there.map((grant) => grant.role))];
}

function placesOf(
  grants: readonly Grant[],
  names: ReadonlyMap<OrganisationId, string>,
): { id: OrganisationId; name: string; audience: Audience }[] {
  return [...names].flatMap(([id, name]) => {
    const first = rolesIn(grants, id)[0];
    return first === undefined ? [] : [{ id, name, audience: ROLE_SPECS[first].audience }];
  });
}
