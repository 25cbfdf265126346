/** What taking a quantity at once would cost at each venue, fees counted, and over all of them. */
import {
  costViewSchema,
  instrumentTextSchema,
  quantityTextSchema,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

const input = z.strictObject({
  instrument: instrumentTextSchema,
  side: z.enum(['Buy', 'Sell']),
  /** In base asset. */
  quantity: quantityTextSchema,
});

export const compareFees = query('marketData.read')
  .input(input)
  .output(costViewSchema)
  .query(async ({ ctx, input: asked }) => {
    ctx.requirePermission('marketData.read', sightOf(ctx.caller));
    const { cost } = await askEngine(ctx, { name: 'readCost', ...asked });
    if (cost === null) throw new Refusal('NotFound');
    return cost;
  });
