/** What would be decided of a block now, by the same code that decides it; nothing is sealed or sent. */
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { blockInput, resourceOfBlock, wishOfBlock } from './block-wish.ts';

export const previewBlock = query('trading.preview')
  .input(z.strictObject(blockInput))
  .output(z.strictObject({ decision: decisionSchema }))
  .query(async ({ ctx, input }) => {
    // One's own orders a client previews as such: a block is the desk's.
    if (ctx.caller.organisation.kind === 'Client') throw new Refusal('NotFound');
    const resource = await resourceOfBlock(ctx, 'trading.preview', input);
    ctx.requirePermission('trading.preview', resource);
    const wish = wishOfBlock(input, resource);
    const { answer } = await askEngine(ctx, { name: 'previewOrder', wish });
    return { decision: expectAnswer(answer, 'Previewed').decision };
  });
