/**
 * Takes an invitation back. Nobody has come in under it, so what is known of the person goes with it:
 * the link opens nothing any more, and the address can be invited again.
 */
import { destroyPersonKey } from '@ultrathink/db';
import { endGrantsOf, movePerson } from '@ultrathink/db/access';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId, reasonSchema } from './schemas.ts';

export const withdrawInvitation = act('access.invitePerson')
  .input(z.strictObject({ personId, reason: reasonSchema }))
  .output(z.strictObject({}))
  .change({
    resource: (ctx, input) => resourceOfPerson(ctx, input.personId),
    subject: (input) => input.personId,
    run: async ({ ctx, input: { personId: id, reason }, tx, at }) => {
      if (!(await movePerson(tx, id, { from: ['Invited'], to: 'Erased' }))) {
        return err(
          new Refusal(
            'Conflict',
            'This person has come in already, and can be suspended. Nothing was done.',
          ),
        );
      }
      const grants = await endGrantsOf(tx, id, { by: ctx.person, at, why: 'Invitation withdrawn' });
      await destroyPersonKey(tx, id);
      return ok({
        answer: {},
        events: [
          {
            action: 'access.withdrawInvitation',
            subject: { kind: 'Person', id },
            before: { state: 'Invited' },
            after: { state: 'Erased', grants },
            reason,
          },
        ],
      });
    },
  });
