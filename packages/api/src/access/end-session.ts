/** Ends one session of somebody: the next request of it finds nothing. */
import { endSeenSession, findSeenSession } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { err, ok, type SessionId } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfSession } from './look-up.ts';
import { reasonSchema, sessionId } from './schemas.ts';

export const endSession = act('access.endSession')
  .input(z.strictObject({ sessionId, reason: reasonSchema }))
  .output(z.strictObject({}))
  .change({
    resource: (ctx, input) => resourceOfSession(ctx, input.sessionId),
    subject: (input) => input.sessionId,
    /** Told to the streams of these sessions once their end is committed. */
    prepare: async () => ({ ended: [] as SessionId[] }),
    after: async ({ ctx, prepared, answer }) => {
      ctx.services.endings.tell(prepared.ended);
      return answer;
    },
    run: async ({ ctx, input: { sessionId: id, reason }, tx, at, prepared }) => {
      const session = await findSeenSession(tx, id);
      const end = { by: ctx.person, at, why: 'Revoked' } as const;
      if (session === undefined || !(await endSeenSession(tx, id, end))) {
        return err(new Refusal('Conflict', 'This session has ended already. Nothing was done.'));
      }
      prepared.ended = [id];
      await sendMail(tx, securityNotice(session.person, 'SessionsEnded', at));
      return ok({
        answer: {},
        events: [
          {
            action: 'access.endSession',
            subject: { kind: 'Session', id },
            after: { person: session.person, why: 'Revoked' },
            reason,
          },
        ],
      });
    },
  });
