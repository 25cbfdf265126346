/** Proposes what became of a request whose outcome its venue would not tell. */
import { outcomePayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

const { clOrdId, request, outcome, reason: evidence } = outcomePayload.shape;

export const proposeOutcome = act('trading.proposeOutcome')
  .input(
    z.strictObject({
      clientId,
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
    resource: (_ctx, input) => ({ kind: 'Client', client: input.clientId }),
    subject: (input) => input.clOrdId,
    run: ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, evidence: known, reason, ...wish } = input;
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
