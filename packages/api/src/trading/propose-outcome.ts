/** Proposes what became of a request whose outcome its venue would not tell. */
import { clientOfOrder } from '@ultrathink/db/trading';
import { outcomePayload } from '@ultrathink/domain/engine/controls';
import { err } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';

const { clOrdId, request, outcome, reason: evidence } = outcomePayload.shape;

export const proposeOutcome = act('trading.proposeOutcome')
  .input(
    z.strictObject({
      /** Null: of an order of the house. */
      clientId: clientId.nullable(),
      clOrdId,
      request,
      outcome,
      /** How it is known: what the engine keeps of it. */
      evidence,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: (input) => input.clOrdId,
    run: async ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, evidence: known, reason, ...wish } = input;
      // Whose it is never changes: what is agreed to later is about the order that was seen now.
      const found = await clientOfOrder(tx, wish.clOrdId);
      if (found?.client !== client) return err(new Refusal('NotFound'));
      const payload = { client, reason: known, ...wish };
      const subject = input.clOrdId;
      return open({
        ctx,
        tx,
        at,
        act: 'trading.proposeOutcome',
        resource,
        subject,
        payload,
        reason,
      });
    },
  });
