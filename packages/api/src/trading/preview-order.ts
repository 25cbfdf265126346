/** What would be decided of an order now, by the same code that decides it; nothing is done. */
import { orderWishTextSchema } from '@ultrathink/domain/engine';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { costOf, costSchema } from './cost-text.ts';
import { resourceOfAccount } from './whose.ts';

export const previewOrder = query('trading.preview')
  .input(z.strictObject({ wish: orderWishTextSchema }))
  .output(
    z.strictObject({
      decision: decisionSchema,
      /** Null where nothing would be sent now: refused before routing, or waiting for a trigger. */
      cost: costSchema.nullable(),
    }),
  )
  .query(async ({ ctx, input: { wish } }) => {
    const { beneficiary } = wish;
    if (beneficiary.kind === 'Block') {
      throw new Refusal('InvalidInput', 'Block orders are previewed by the desk, as such.');
    }
    const resource = await resourceOfAccount(ctx, 'trading.preview', beneficiary.account);
    ctx.requirePermission('trading.preview', resource);
    const { answer } = await askEngine(ctx, { name: 'previewOrder', wish });
    const { decision, commissionRate } = expectAnswer(answer, 'Previewed');
    return { decision, cost: costOf(decision.receipt, commissionRate) };
  });
