/** Proposes a client's state, category and tier, and how its lots and days are counted. */
import { type ControlPayload, clientTermsPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

const { client: _, ...terms } = clientTermsPayload.shape;

export const proposeTerms = act('clients.proposeState')
  .input(z.strictObject({ clientId, ...terms, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: (_ctx, input) => ({ kind: 'Client', client: input.clientId }),
    subject: (input) => input.clientId,
    run: ({ ctx, input: { clientId: client, reason, ...wish }, resource, tx, at }) => {
      const payload: ControlPayload<'clients.proposeState'> = { client, ...wish };
      const asked = { act: 'clients.proposeState', resource, subject: client } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
