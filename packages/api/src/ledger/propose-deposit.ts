/** Proposes that what came in for a client be booked: each entry onto one of its accounts at a venue. */
import { type ControlPayload, depositPayload } from '@ultrathink/domain/engine/controls';
import type { EntryId } from '@ultrathink/domain/ledger';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { amountOf } from './amount.ts';

const { account: accountId, entries } = depositPayload.shape;
const { venueAccount: venueAccountId, money, reference, cost } = entries.element.shape;

export const proposeDeposit = act('ledger.proposeDeposit')
  .input(
    z.strictObject({
      clientId,
      accountId,
      entries: z.array(z.strictObject({ venueAccountId, money, reference, cost })).min(1).max(20),
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (_ctx, input) => ({ kind: 'Client', client: input.clientId }),
    subject: (input) => input.accountId,
    run: async ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, accountId: account, reason } = input;
      const payload: ControlPayload<'ledger.proposeDeposit'> = {
        client,
        account,
        entries: input.entries.map(({ venueAccountId: venueAccount, ...entry }) => ({
          ...entry,
          venueAccount,
          entry: ctx.services.ids.next<EntryId>(),
        })),
      };
      const amount = await amountOf(
        tx,
        input.entries.map((entry) => entry.money),
      );
      const asked = { act: 'ledger.proposeDeposit', resource, subject: account } as const;
      return open({ ctx, tx, at, ...asked, payload, amount, reason });
    },
  });
