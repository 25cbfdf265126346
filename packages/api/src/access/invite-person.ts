/** Invites somebody: an account without rights, and a mail with a link to choose a password. */

import { newPersonKey } from '@ultrathink/db';
import { insertPerson } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { plainTextSchema } from '@ultrathink/domain/access';
import { err, ok, type PersonId } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfOrganisation } from './look-up.ts';
import { emailHashOf, sealPersonal } from './names.ts';
import { organisationId, personId } from './schemas.ts';

export const invitePerson = act('access.invitePerson')
  .input(
    z.strictObject({
      organisationId,
      name: plainTextSchema(200).min(1),
      email: z.email('An e-mail address is needed here.').max(254),
    }),
  )
  .output(z.strictObject({ personId }))
  .change({
    resource: (ctx, input) => resourceOfOrganisation(ctx, input.organisationId),
    subject: ({ organisationId: id }) => id,
    run: async ({ ctx, input: { name, email }, resource, tx, at }) => {
      const { services } = ctx;
      const { organisation } = resource;
      const id = services.ids.next<PersonId>();
      const client = organisation.kind === 'Client' ? organisation.client : null;
      const key = await newPersonKey(tx, services.ring, id, client);
      const isNew = await insertPerson(tx, {
        id,
        organisation,
        emailHash: emailHashOf(services, email),
        personal: sealPersonal(key, id, { name, email }),
        at,
      });
      if (!isNew) {
        return err(
          new Refusal('Conflict', 'Somebody has an account with this address. Nobody was invited.'),
        );
      }
      await sendMail(tx, { version: 1, template: 'invitation', personId: id });
      return ok({
        answer: { personId: id },
        events: [
          {
            action: 'access.invitePerson',
            subject: { kind: 'Person', id },
            after: { organisation: organisation.id, state: 'Invited' },
          },
        ],
      });
    },
  });
