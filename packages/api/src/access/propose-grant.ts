/** Proposes a role for somebody. It is given when others have agreed. */
import { BREAK_GLASS_MAX_MS, type GrantId, type GrantPayload } from '@ultrathink/domain/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { resourceOfOrganisation } from './look-up.ts';
import { clientId, organisationId, personId, reasonSchema, roleSchema } from './schemas.ts';

const HOUR_MS = 60 * 60_000;

export const proposeGrant = act('access.proposeGrant')
  .input(
    z.strictObject({
      personId,
      organisationId,
      role: roleSchema,
      /** Null where the role's reach needs no list: roles of clients. Empty for administrators. */
      clients: z.union([z.literal('All'), z.array(clientId).max(1_000)]).nullable(),
      /** Null: until it is taken back. */
      until: utcTimeSchema.nullable(),
      /** Of break-glass, from the moment it is agreed to; null for every other role. */
      hours: z
        .int()
        .min(1)
        .max(BREAK_GLASS_MAX_MS / HOUR_MS)
        .nullable(),
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (ctx, input) => resourceOfOrganisation(ctx, input.organisationId),
    subject: (input) => input.personId,
    run: ({ ctx, input, resource, tx, at }) => {
      const { role, clients, until, hours, reason } = input;
      const payload: GrantPayload = {
        grant: ctx.services.ids.next<GrantId>(),
        person: input.personId,
        organisation: resource.organisation.id,
        role,
        clients,
        until,
        lifeMs: hours === null ? null : hours * HOUR_MS,
        reason,
      };
      const subject = input.personId;
      return open({ ctx, tx, at, act: 'access.proposeGrant', resource, subject, payload, reason });
    },
  });
