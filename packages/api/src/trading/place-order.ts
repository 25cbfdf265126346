/**
 * Places an order. The answer is the engine's decision, durable when it comes: placed or refused, with
 * every check, its limit and its actual. The same key again gets the same answer.
 */
import { orderWishTextSchema } from '@ultrathink/domain/engine';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { orderAct } from '../procedures/order-act.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { resourceOfAccount } from './whose.ts';

export const placeOrder = orderAct('trading.placeOrder')
  .input(z.strictObject({ wish: orderWishTextSchema }))
  .output(z.strictObject({ decision: decisionSchema }))
  .ask({
    resource: (ctx, { wish }) => {
      const { beneficiary } = wish;
      if (beneficiary.kind === 'Block') {
        throw new Refusal('InvalidInput', 'Block orders are placed by the desk, as such.');
      }
      return resourceOfAccount(ctx, 'trading.placeOrder', beneficiary.account);
    },
    body: ({ wish }) => ({ name: 'placeOrder' as const, wish }),
    answer: ({ answer }) => ({ decision: expectAnswer(answer, 'OrderDecided').decision }),
  });
