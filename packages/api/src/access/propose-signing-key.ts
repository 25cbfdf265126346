/** Proposes a new key for the checkpoints of the audit trail. */
import { type SigningKeyPayload, signingKeyPayloadSchema } from '@ultrathink/domain/access';
import { z } from 'zod';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { reasonSchema } from './schemas.ts';

export const proposeSigningKey = act('audit.proposeSigningKey')
  .input(
    z.strictObject({
      algorithm: signingKeyPayloadSchema.shape.algorithm,
      overlapSeconds: signingKeyPayloadSchema.shape.overlapSeconds,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ algorithm }) => algorithm,
    run: ({ ctx, input: { algorithm, overlapSeconds, reason }, resource, tx, at }) => {
      const rotation = ctx.services.ids.next();
      const payload: SigningKeyPayload = { rotation, algorithm, overlapSeconds };
      const asked = { act: 'audit.proposeSigningKey', resource, subject: rotation } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
