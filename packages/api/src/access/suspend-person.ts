/**
 * Shuts somebody out at once: sessions and keys end, and no sign-in opens another. The way back is the
 * reset of second factors, which two people agree to. Of somebody invited it withdraws the invitation.
 */
import {
  countHolders,
  endApiKeysOf,
  endSessionsOf,
  listGrants,
  movePerson,
} from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { isInForce } from '@ultrathink/domain/access';
import { err, ok, type SessionId } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { told } from '../approval/sentences.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId, reasonSchema } from './schemas.ts';

export const suspendPerson = act('access.endGrant')
  .input(z.strictObject({ personId, reason: reasonSchema }))
  .output(z.strictObject({ sessions: z.int(), keys: z.int() }))
  .change({
    resource: (ctx, input) => resourceOfPerson(ctx, input.personId),
    subject: (input) => input.personId,
    /** Told to the streams of these sessions once their end is committed. */
    prepare: async () => ({ ended: [] as SessionId[] }),
    after: async ({ ctx, prepared, answer }) => {
      ctx.services.endings.tell(prepared.ended);
      return answer;
    },
    run: async ({ ctx, input: { personId: id, reason }, resource, tx, at, prepared }) => {
      const grants = (await listGrants(tx, resource.organisation.id)).map(({ grant }) => grant);
      const rules = grants.find(
        (grant) => grant.role === 'Administrator' && isInForce(grant, id, at),
      );
      if (rules !== undefined) {
        const where = { organisation: resource.organisation.id, role: rules.role };
        const others = await countHolders(tx, { ...where, except: rules.id, at });
        if (others === 0) return err(told({ code: 'LastAdministrator' }));
      }
      if (!(await movePerson(tx, id, { from: ['Invited', 'Active'], to: 'Suspended' }))) {
        return err(new Refusal('Conflict', 'This person is shut out already. Nothing was done.'));
      }
      const end = { by: ctx.person, at };
      prepared.ended = await endSessionsOf(tx, id, { ...end, why: 'Suspended' });
      const sessions = prepared.ended.length;
      const keys = await endApiKeysOf(tx, id, end);
      await sendMail(tx, securityNotice(id, 'AccountSuspended', at));
      return ok({
        answer: { sessions, keys: keys.length },
        events: [
          {
            action: 'access.suspendPerson',
            subject: { kind: 'Person', id },
            after: { state: 'Suspended', sessions, keys },
            reason,
          },
        ],
      });
    },
  });
