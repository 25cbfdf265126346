/** The receipt of one sealed event of an order: for who may see the order, and need not read the whole trail. */
import { read } from '@ultrathink/db';
import { makeReceipt } from '@ultrathink/db/proof';
import { findOrderTrail } from '@ultrathink/db/trading';
import { type EventId, idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

export const getOrderProof = query('trading.readOrders')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>(), eventId: idSchema<EventId>() }))
  .output(
    z.strictObject({
      /** A `.tlog-proof`; null while no checkpoint is signed over it: a minute or two after it was sealed. */
      text: z.string().nullable(),
      fileName: z.string(),
    }),
  )
  .query(async ({ ctx, input: { clOrdId, eventId } }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    const found = await read(database, actor, async (tx) => {
      const trail = await findOrderTrail(tx, clOrdId);
      const event = trail?.events.find(({ id }) => id === eventId);
      return event && { event, receipt: await makeReceipt(tx, eventId) };
    });
    if (found === undefined) throw new Refusal('NotFound');
    const { event, receipt } = found;
    const text = receipt.kind === 'Receipt' ? receipt.text : null;
    return { text, fileName: `${event.chain}-${event.sequence}.tlog-proof` };
  });
