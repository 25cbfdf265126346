/** Proposes what a client lets us do with one of its accounts: it takes the place of what it let us do. */
import {
  type ControlPayload,
  type MandateId,
  mandatePayload,
} from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

const { instruments, venues, sides, until, account: accountId } = mandatePayload.shape;

export const proposeMandate = act('clients.proposeMandate')
  .input(
    z.strictObject({
      clientId,
      accountId,
      instruments,
      venues,
      sides,
      until,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (_ctx, input) => ({ kind: 'Client', client: input.clientId }),
    subject: (input) => input.accountId,
    run: ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, accountId: account, reason, ...wish } = input;
      const id = ctx.services.ids.next<MandateId>();
      const payload: ControlPayload<'clients.proposeMandate'> = { id, client, account, ...wish };
      const asked = { act: 'clients.proposeMandate', resource, subject: account } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
