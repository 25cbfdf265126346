/** Ends every session of somebody. */
import { endSessionsOf } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { ok, type SessionId } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId, reasonSchema } from './schemas.ts';

export const endAllSessions = act('access.endSession')
  .input(z.strictObject({ personId, reason: reasonSchema }))
  .output(z.strictObject({ ended: z.int() }))
  .change({
    resource: (ctx, input) => resourceOfPerson(ctx, input.personId),
    subject: (input) => input.personId,
    /** Told to the streams of these sessions once their end is committed. */
    prepare: async () => ({ ended: [] as SessionId[] }),
    after: async ({ ctx, prepared, answer }) => {
      ctx.services.endings.tell(prepared.ended);
      return answer;
    },
    run: async ({ ctx, input: { personId: id, reason }, tx, at, prepared }) => {
      prepared.ended = await endSessionsOf(tx, id, { by: ctx.person, at, why: 'Revoked' });
      const ended = prepared.ended.length;
      if (ended > 0) await sendMail(tx, securityNotice(id, 'SessionsEnded', at));
      return ok({
        answer: { ended },
        events: [
          {
            action: 'access.endAllSessions',
            subject: { kind: 'Person', id },
            after: { ended, why: 'Revoked' },
            reason,
          },
        ],
      });
    },
  });
