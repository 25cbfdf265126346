/** Asks that an order's quantity or prices be changed; every check is made again with the new ones. */
import { idSchema } from '@ultrathink/domain/kernel';
import { quantityTextSchema } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { orderAct } from '../procedures/order-act.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { resourceOfOrder } from './whose.ts';

export const amendOrder = orderAct('trading.amendOrder')
  .input(
    z.strictObject({
      clOrdId: idSchema<ClOrdId>(),
      orderQty: quantityTextSchema,
      price: quantityTextSchema.nullable(),
      stopPx: quantityTextSchema.nullable(),
    }),
  )
  .output(
    z.strictObject({
      children: z.int().nonnegative(),
      /** Where the change was refused: why, with every check. */
      decision: decisionSchema.nullable(),
    }),
  )
  .ask({
    resource: (ctx, { clOrdId }) => resourceOfOrder(ctx, 'trading.amendOrder', clOrdId),
    body: (change) => ({ name: 'amendOrder' as const, ...change }),
    answer: ({ answer }) => {
      const told = expectAnswer(answer, 'AmendAsked', 'OrderDecided');
      return told.kind === 'AmendAsked'
        ? { children: told.children, decision: null }
        : { children: 0, decision: told.decision };
    },
  });
