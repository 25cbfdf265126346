/** Takes a break upon oneself, so that nobody else begins with it. */
import { findBreak, insertBreakOwner } from '@ultrathink/db/trading';
import { type AnyId, err, idSchema, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';

export const takeBreak = act('portfolio.explainBreak')
  .input(
    z.strictObject({
      breakId: idSchema(),
      /** Whose the break is; null: not known, or everybody's. */
      clientId: clientId.nullable(),
    }),
  )
  .output(z.strictObject({ id: idSchema() }))
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: ({ breakId }) => breakId,
    run: async ({ ctx, input: { breakId, clientId: client }, tx, at }) => {
      const found = await findBreak(tx, breakId);
      if (found === undefined || found.client !== client) return err(new Refusal('NotFound'));
      if (found.closedAt !== null) {
        const sentence = 'This break is closed, so it needs nobody. Nothing was done.';
        return err(new Refusal('Conflict', sentence));
      }
      const id = ctx.services.ids.next<AnyId>();
      const { person } = ctx;
      await insertBreakOwner(tx, { id, breakId, client, person, at });
      const before = found.owner === null ? undefined : { owner: found.owner.person };
      return ok({
        answer: { id },
        events: [
          {
            action: 'portfolio.takeBreak',
            subject: { kind: 'Break', id: breakId },
            ...(before && { before }),
            after: { owner: person },
          },
        ],
      });
    },
  });
