/** Proposes how a difference between our books and a venue's is closed. */
import { breakClosePayload } from '@ultrathink/domain/engine/controls';
import { type AnyId, decimal } from '@ultrathink/domain/kernel';
import type { EntryId } from '@ultrathink/domain/ledger';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { amountOf } from '../ledger/amount.ts';
import { act } from '../procedures/act.ts';

const { breakId, posting, reason: explanation } = breakClosePayload.shape;

export const proposeBreakClosure = act('portfolio.proposeBreakClose')
  .input(
    z.strictObject({
      /** Null: of the house's own holdings. */
      clientId: clientId.nullable(),
      breakId,
      /** Null: the break explained itself, and nothing is booked. */
      posting,
      /** What it was: the engine keeps it with the entry. */
      explanation,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: (input) => input.breakId,
    run: async ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, explanation: told, reason, breakId: id, posting: entry } = input;
      const payload = {
        breakId: id as AnyId,
        entry: ctx.services.ids.next<EntryId>(),
        client,
        posting: entry,
        reason: told,
      };
      const amount = entry === null ? decimal('0') : await amountOf(tx, [entry.money]);
      const asked = { act: 'portfolio.proposeBreakClose', resource, subject: id } as const;
      return open({ ctx, tx, at, ...asked, payload, amount, reason });
    },
  });
