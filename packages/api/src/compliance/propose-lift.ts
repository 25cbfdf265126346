/** Proposes that a restriction end before its term. */
import type { ControlPayload, RestrictionId } from '@ultrathink/domain/engine/controls';
import { idSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeLift = act('compliance.proposeRestriction')
  .input(z.strictObject({ restrictionId: idSchema<RestrictionId>(), reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ restrictionId }) => restrictionId,
    run: ({ ctx, input: { restrictionId: id, reason }, resource, tx, at }) => {
      const payload: ControlPayload<'compliance.proposeRestriction'> = { kind: 'Lift', id };
      const asked = { act: 'compliance.proposeRestriction', resource, subject: id } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
