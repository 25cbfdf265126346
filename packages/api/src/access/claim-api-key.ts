/** The owner of an approved key gives it its secret, once: the hash of what his browser made. */
import { claimApiKey as claim } from '@ultrathink/db/access';
import { apiKeyHashSchema, apiKeyHintSchema } from '@ultrathink/domain/access';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfApiKey } from './look-up.ts';
import { apiKeyId } from './schemas.ts';

export const claimApiKey = act('access.claimApiKey')
  .input(z.strictObject({ apiKeyId, secretHash: apiKeyHashSchema, hint: apiKeyHintSchema }))
  .output(z.strictObject({}))
  .change({
    resource: (ctx, input) => resourceOfApiKey(ctx, input.apiKeyId),
    subject: (input) => input.apiKeyId,
    run: async ({ ctx, input, tx, at }) => {
      const secret = { hash: Buffer.from(input.secretHash, 'hex'), hint: input.hint };
      const isClaimed = await claim(tx, { id: input.apiKeyId, owner: ctx.person, secret, at });
      if (!isClaimed) {
        return err(
          new Refusal(
            'Conflict',
            'This key has its secret, has ended, or is not yours. Nothing was done.',
          ),
        );
      }
      return ok({
        answer: {},
        events: [
          {
            action: 'access.claimApiKey',
            subject: { kind: 'ApiKey', id: input.apiKeyId },
            after: { owner: ctx.person },
          },
        ],
      });
    },
  });
