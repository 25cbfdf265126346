/** Proposes that an instrument be traded by nobody, or not by one client, or not on one side. */
import type { ControlPayload, RestrictionId } from '@ultrathink/domain/engine/controls';
import { instrumentSchema } from '@ultrathink/domain/engine/controls';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeRestriction = act('compliance.proposeRestriction')
  .input(
    z.strictObject({
      instrument: instrumentSchema,
      /** Null: for everybody. */
      clientId: clientId.nullable(),
      /** Null: both. */
      side: z.enum(['Buy', 'Sell']).nullable(),
      until: utcTimeSchema.nullable(),
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ instrument }) => instrument,
    run: ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, reason, ...wish } = input;
      const id = ctx.services.ids.next<RestrictionId>();
      const payload: ControlPayload<'compliance.proposeRestriction'> = {
        kind: 'Restrict',
        id,
        client,
        ...wish,
      };
      const asked = { act: 'compliance.proposeRestriction', resource, subject: id } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
