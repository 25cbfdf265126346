/** What one order cost, against the market that it was decided by. */
import { read } from '@ultrathink/db';
import { listCostedOrders } from '@ultrathink/db/tca';
import { fromEpochMs, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { costsOf } from '@ultrathink/domain/tca';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { costsText, orderCostsSchema } from './order-costs.ts';
import { searchOf } from './schemas.ts';

const EVER = { from: fromEpochMs(0), to: fromEpochMs(0) };
const NOTHING_ELSE = {
  client: null,
  account: null,
  instrument: null,
  side: null,
  strategy: null,
  venue: null,
};

export const getOrderCosts = query('trading.readAnalysis')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(z.strictObject({ at: utcTimeSchema, costs: orderCostsSchema }))
  .query(async ({ ctx, input: { clOrdId } }) => {
    const { database, actor } = await ctx.authorise('trading.readAnalysis', sightOf(ctx.caller));
    const search = searchOf(ctx.caller, { ...EVER, ...NOTHING_ELSE });
    const [order] = await read(database, actor, (tx) =>
      listCostedOrders(tx, { ...search, clOrdId, most: 1 }),
    );
    if (order === undefined) throw new Refusal('NotFound');
    return { at: ctx.services.clock.now(), costs: costsText(order, costsOf(order.facts)) };
  });
