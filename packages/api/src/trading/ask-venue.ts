/** Asks the venues now about what of an order has no proven outcome. A question; it sends no order. */
import { type IdempotencyKey, idSchema, ok } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { commandEngine } from '../engine/ask-engine.ts';
import { act } from '../procedures/act.ts';
import { expectAnswer } from './answer.ts';
import { resourceOfOrder } from './whose.ts';

export const askVenue = act('trading.askVenue')
  .input(
    z.strictObject({
      /** Of a child, or of a parent for all of its children. */
      clOrdId: idSchema<ClOrdId>(),
    }),
  )
  .output(
    z.strictObject({
      /** How many questions left; none where one is under way, or nothing is in doubt. */
      questions: z.int().nonnegative(),
    }),
  )
  .change({
    resource: (ctx, { clOrdId }) => resourceOfOrder(ctx, 'trading.askVenue', clOrdId),
    subject: ({ clOrdId }) => clOrdId,
    prepare: async (ctx, { clOrdId }) => {
      const key = ctx.services.ids.next<IdempotencyKey>();
      const { answer } = await commandEngine(ctx, key, { name: 'askVenue', clOrdId });
      return { questions: expectAnswer(answer, 'Asked').questions };
    },
    run: async ({ input, prepared }) => {
      const subject = { kind: 'Order', id: input.clOrdId };
      const event = { action: 'trading.askVenue', subject, after: prepared };
      return ok({ answer: prepared, events: [event] });
    },
  });
