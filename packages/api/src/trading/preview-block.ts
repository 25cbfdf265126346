/** What would be decided of a block now, by the same code that decides it; nothing is sealed or sent. */
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { query } from '../procedures/query.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { blockInput, resourceOfBlock, wishOfBlock } from './block-wish.ts';
import { costOf, costSchema } from './cost-text.ts';

export const previewBlock = query('trading.previewBlock')
  .input(z.strictObject(blockInput))
  .output(z.strictObject({ decision: decisionSchema, cost: costSchema.nullable() }))
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfBlock(ctx, 'trading.previewBlock', input);
    ctx.requirePermission('trading.previewBlock', resource);
    const wish = wishOfBlock(input, resource);
    const { answer } = await askEngine(ctx, { name: 'previewOrder', wish });
    const { decision, commissionRate } = expectAnswer(answer, 'Previewed');
    return { decision, cost: costOf(decision.receipt, commissionRate) };
  });
