/** Ends a key at once. */
import { endApiKey, findApiKey } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import { err, ok } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfApiKey } from './look-up.ts';
import { apiKeyId, reasonSchema } from './schemas.ts';

export const revokeApiKey = act('access.revokeApiKey')
  .input(z.strictObject({ apiKeyId, reason: reasonSchema }))
  .output(z.strictObject({}))
  .change({
    resource: (ctx, input) => resourceOfApiKey(ctx, input.apiKeyId),
    subject: (input) => input.apiKeyId,
    run: async ({ ctx, input: { apiKeyId: id, reason }, tx, at }) => {
      const key = await findApiKey(tx, id);
      if (key === undefined || !(await endApiKey(tx, { id, by: ctx.person, at }))) {
        return err(new Refusal('Conflict', 'This key has ended already. Nothing was done.'));
      }
      await sendMail(tx, securityNotice(key.owner, 'ApiKeyRevoked', at));
      return ok({
        answer: {},
        events: [
          {
            action: 'access.revokeApiKey',
            subject: { kind: 'ApiKey', id },
            before: { owner: key.owner, scope: key.scope, until: key.until },
            after: { endedAt: at },
            reason,
          },
        ],
      });
    },
  });
