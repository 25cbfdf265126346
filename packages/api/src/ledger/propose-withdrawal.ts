/** Proposes that what went out for a client be booked. It moves nothing at the venue. */
import { type ControlPayload, withdrawalPayload } from '@ultrathink/domain/engine/controls';
import type { EntryId } from '@ultrathink/domain/ledger';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { amountOf } from './amount.ts';

const {
  account: accountId,
  venueAccount: venueAccountId,
  money,
  reference,
} = withdrawalPayload.shape;

export const proposeWithdrawal = act('ledger.proposeWithdrawal')
  .input(
    z.strictObject({ clientId, accountId, venueAccountId, money, reference, reason: reasonSchema }),
  )
  .output(openedSchema)
  .change({
    resource: (_ctx, input) => ({ kind: 'Client', client: input.clientId }),
    subject: (input) => input.accountId,
    run: async ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, accountId: account, venueAccountId: venueAccount } = input;
      const payload: ControlPayload<'ledger.proposeWithdrawal'> = {
        client,
        account,
        entry: ctx.services.ids.next<EntryId>(),
        venueAccount,
        money: input.money,
        reference: input.reference,
      };
      const amount = await amountOf(tx, [input.money]);
      const { reason } = input;
      const asked = { act: 'ledger.proposeWithdrawal', resource, subject: account } as const;
      return open({ ctx, tx, at, ...asked, payload, amount, reason });
    },
  });
