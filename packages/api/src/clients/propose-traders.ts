/** Proposes who may trade one account: all of them, those who already may among them. */
import { type ControlPayload, tradersPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

const { account: accountId, traders } = tradersPayload.shape;

export const proposeTraders = act('clients.proposeTraders')
  .input(z.strictObject({ clientId, accountId, traders, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: (_ctx, input) => ({ kind: 'Client', client: input.clientId }),
    subject: (input) => input.accountId,
    run: ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, accountId: account, reason } = input;
      const payload: ControlPayload<'clients.proposeTraders'> = {
        client,
        account,
        traders: input.traders,
      };
      const asked = { act: 'clients.proposeTraders', resource, subject: account } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
