/** What changing an order would do now, by the same code that does it; nothing is done. */
import { idSchema } from '@ultrathink/domain/kernel';
import { quantityTextSchema } from '@ultrathink/domain/market-data';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { query } from '../procedures/query.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { costOf, costSchema } from './cost-text.ts';
import { resourceOfOrder } from './whose.ts';

const amount = z.string().max(80);

export const previewAmend = query('trading.preview')
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
      /** On what would be left, by the new terms; null where nothing would be. */
      decision: decisionSchema.nullable(),
      cost: costSchema.nullable(),
      /** The change is made whatever the decision says; what is left is routed only if it passes. */
      isLetThrough: z.boolean(),
      /** Funds that the order holds at all venues. */
      reserved: z.strictObject({ asset: z.string().max(16), before: amount, after: amount }),
      /** Venues whose orders are canceled first, one each: their places in the queue are lost. */
      queues: z.array(z.string().max(40)).max(64),
    }),
  )
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfOrder(ctx, 'trading.preview', input.clOrdId);
    ctx.requirePermission('trading.preview', resource);
    const { answer } = await askEngine(ctx, { name: 'previewAmend', ...input });
    const told = expectAnswer(answer, 'AmendPreviewed');
    const { decision, commissionRate, isLetThrough, reserved, queues } = told;
    const cost = decision === null ? null : costOf(decision.receipt, commissionRate);
    return { decision, cost, isLetThrough, reserved, queues };
  });
