/** Asks that an order be cancelled. It has ended when its venues say so, which the live stream tells. */
import { idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { orderAct } from '../procedures/order-act.ts';
import { expectAnswer } from './answer.ts';
import { resourceOfOrder } from './whose.ts';

export const cancelOrder = orderAct('trading.cancelOrder')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(z.strictObject({ children: z.int().nonnegative() }))
  .ask({
    resource: (ctx, { clOrdId }) => resourceOfOrder(ctx, 'trading.cancelOrder', clOrdId),
    body: ({ clOrdId }) => ({ name: 'cancelOrder' as const, clOrdId }),
    answer: ({ answer }) => ({ children: expectAnswer(answer, 'CancelAsked').children }),
  });
