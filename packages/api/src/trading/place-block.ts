/**
 * Places a block: one order of the house for accounts of several clients. Its rule of division is sealed
 * before anything leaves, and every account passes every check with its part.
 */
import { z } from 'zod';
import { orderAct } from '../procedures/order-act.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { blockInput, resourceOfBlock, wishOfBlock } from './block-wish.ts';

export const placeBlock = orderAct('trading.placeBlockOrder')
  .input(z.strictObject(blockInput))
  .output(z.strictObject({ decision: decisionSchema }))
  .ask({
    resource: (ctx, input) => resourceOfBlock(ctx, 'trading.placeBlockOrder', input),
    body: (input, resource) => ({
      name: 'placeOrder' as const,
      wish: wishOfBlock(input, resource),
    }),
    answer: ({ answer }) => ({ decision: expectAnswer(answer, 'OrderDecided').decision }),
  });
