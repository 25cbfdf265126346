/** Registers a client and the organisation of its people. */
import { registerClient } from '@ultrathink/db/access';
import { type OrganisationId, plainTextSchema } from '@ultrathink/domain/access';
import { type ClientId, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { act } from '../procedures/act.ts';
import { clientId, organisationId } from './schemas.ts';

export const registerOrganisation = act('access.registerOrganisation')
  .input(
    z.strictObject({
      name: plainTextSchema(200).min(1),
      /** Legal entity identifier (ISO 17442), where it has one. */
      lei: z
        .string()
        .regex(/^[A-Z0-9]{18}[0-9]{2}$/, 'An LEI is 18 letters or digits and 2 digits.')
        .nullable(),
    }),
  )
  .output(z.strictObject({ organisationId, clientId }))
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ name }) => name,
    run: async ({ ctx, input: { name, lei }, tx, at }) => {
      const client = ctx.services.ids.next<ClientId>();
      const organisation = ctx.services.ids.next<OrganisationId>();
      await registerClient(tx, { client, organisation, name, lei, at });
      return ok({
        answer: { organisationId: organisation, clientId: client },
        events: [
          {
            action: 'access.registerOrganisation',
            subject: { kind: 'Organisation', id: organisation },
            clientId: client,
            after: { client, name, lei },
          },
        ],
      });
    },
  });
