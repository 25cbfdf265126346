/** Proposes that somebody who lost a second factor, or was suspended, may start anew. */
import { findPerson } from '@ultrathink/db/access';
import type { FactorResetPayload } from '@ultrathink/domain/access';
import { z } from 'zod';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId, reasonSchema } from './schemas.ts';

export const proposeFactorReset = act('access.proposeFactorReset')
  .input(z.strictObject({ personId, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: (ctx, input) => resourceOfPerson(ctx, input.personId),
    subject: (input) => input.personId,
    run: async ({ ctx, input: { personId: person, reason }, resource, tx, at }) => {
      const found = await findPerson(tx, person, at);
      const payload: FactorResetPayload = { person, reinstates: found?.state === 'Suspended' };
      const asked = { act: 'access.proposeFactorReset', resource, subject: person } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
