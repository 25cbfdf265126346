/** Mails the link again to somebody who has not come in yet; links sent before stop working. */
import { lockPerson } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId } from './schemas.ts';

export const resendInvitation = act('access.invitePerson')
  .input(z.strictObject({ personId }))
  .output(z.strictObject({}))
  .change({
    resource: (ctx, input) => resourceOfPerson(ctx, input.personId),
    subject: (input) => input.personId,
    run: async ({ input, tx, at }) => {
      const person = await lockPerson(tx, input.personId, at);
      if (person?.state !== 'Invited') {
        return err(new Refusal('Conflict', 'This person has come in already. Nothing was sent.'));
      }
      await sendMail(tx, { version: 1, template: 'invitation', personId: person.id });
      return ok({
        answer: {},
        events: [{ action: 'access.resendInvitation', subject: { kind: 'Person', id: person.id } }],
      });
    },
  });
