/**
 * Creates a key that reads, for its maker. The browser makes the secret and sends its hash, so a
 * repeated call answers the same and no server ever kept the secret.
 */
import { insertApiKey } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import {
  API_KEY_MAX_DAYS,
  API_KEY_MAX_NETWORKS,
  type ApiKeyId,
  apiKeyHashSchema,
  apiKeyHintSchema,
  networkSchema,
  plainTextSchema,
} from '@ultrathink/domain/access';
import { addMs, err, ok, utcTimeSchema } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { organisationResource } from './look-up.ts';
import { apiKeyId } from './schemas.ts';

const DAY_MS = 24 * 60 * 60_000;

export const createReadKey = act('access.createReadKey')
  .input(
    z.strictObject({
      name: plainTextSchema(100).min(1),
      networks: z.array(networkSchema).min(1).max(API_KEY_MAX_NETWORKS),
      days: z.int().min(1).max(API_KEY_MAX_DAYS),
      secretHash: apiKeyHashSchema,
      hint: apiKeyHintSchema,
    }),
  )
  .output(z.strictObject({ apiKeyId, until: utcTimeSchema }))
  .change({
    resource: (ctx) => organisationResource(ctx.caller.organisation),
    subject: ({ secretHash }) => secretHash,
    run: async ({ ctx, input, resource, tx, at }) => {
      const { organisation } = resource;
      if (organisation.kind !== 'Client') return err(new Refusal('NotFound'));
      const id = ctx.services.ids.next<ApiKeyId>();
      const until = addMs(at, input.days * DAY_MS);
      const isMade = await insertApiKey(tx, {
        id,
        organisation: organisation.id,
        client: organisation.client,
        owner: ctx.person,
        name: input.name,
        scope: 'Read',
        networks: input.networks,
        from: at,
        until,
        proposal: null,
        secret: { hash: Buffer.from(input.secretHash, 'hex'), hint: input.hint },
      });
      if (!isMade) {
        return err(
          new Refusal('Conflict', 'This secret is in use. No key was made; make another.'),
        );
      }
      await sendMail(tx, securityNotice(ctx.person, 'ApiKeyCreated', at));
      const { networks } = input;
      return ok({
        answer: { apiKeyId: id, until },
        events: [
          {
            action: 'access.createReadKey',
            subject: { kind: 'ApiKey', id },
            after: { owner: ctx.person, scope: 'Read', networks, until },
          },
        ],
      });
    },
  });
