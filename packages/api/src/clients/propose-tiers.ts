/** Proposes a change of the table of tiers from a moment to come, or the first table. */
import { tiersPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeTiers = act('clients.proposeTiers')
  .input(z.strictObject({ wish: tiersPayload, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: () => 'tiers',
    run: ({ ctx, input: { wish, reason }, resource, tx, at }) => {
      const asked = { act: 'clients.proposeTiers', resource, subject: 'tiers' } as const;
      return open({ ctx, tx, at, ...asked, payload: wish, reason });
    },
  });
