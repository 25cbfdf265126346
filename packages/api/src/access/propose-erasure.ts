/** Proposes that a person's data be erased: the key they are sealed under is destroyed. */
import type { ErasurePayload } from '@ultrathink/domain/access';
import { z } from 'zod';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId, reasonSchema } from './schemas.ts';

export const proposeErasure = act('audit.proposeErasure')
  .input(z.strictObject({ personId, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: async (ctx, input) => {
      const { organisation } = await resourceOfPerson(ctx, input.personId);
      return organisation.kind === 'Client'
        ? { kind: 'Client', client: organisation.client }
        : { kind: 'Firm' };
    },
    subject: (input) => input.personId,
    run: ({ ctx, input: { personId: person, reason }, resource, tx, at }) => {
      const payload: ErasurePayload = { person };
      const asked = { act: 'audit.proposeErasure', resource, subject: person } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
