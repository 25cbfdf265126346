/** The last trades of one instrument on all venues, as the engine has heard them. */
import {
  instrumentTextSchema,
  MOST_TRADES,
  marketTradeTextSchema,
} from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

export const listTrades = query('marketData.read')
  .input(z.strictObject({ instrument: instrumentTextSchema }))
  .output(
    /** Newest first. */
    z.strictObject({ trades: z.array(marketTradeTextSchema).max(MOST_TRADES) }),
  )
  .query(async ({ ctx, input: { instrument } }) => {
    ctx.requirePermission('marketData.read', sightOf(ctx.caller));
    const { trades } = await askEngine(ctx, { name: 'readTrades', instrument });
    if (trades === null) throw new Refusal('NotFound');
    return { trades };
  });
