/** One order with everything that came of it. */
import { read } from '@ultrathink/db';
import { findOrder } from '@ultrathink/db/trading';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { checkSchema, executionSchema, orderSchema } from './schemas.ts';
import { toldOrder } from './told-to-clients.ts';

const output = z.strictObject({
  order: orderSchema,
  /** What each venue was sent, oldest first. */
  children: z.array(orderSchema),
  executions: z.array(executionSchema),
  decisions: z.array(
    z.strictObject({
      decidedId: idSchema<ClOrdId>(),
      at: utcTimeSchema,
      verdict: z.enum(['Approved', 'Refused']),
      policy: z.string(),
      checks: z.array(checkSchema),
    }),
  ),
  /** How it was routed each time, as it was sealed: canonical JSON with its hashes. */
  receipts: z.array(
    z.strictObject({
      at: utcTimeSchema,
      feeTableVersion: z.string(),
      snapshotHash: z.string(),
      hash: z.string(),
      /** With the books and what may be entrusted to each venue: for staff alone. */
      snapshot: z.string().nullable(),
      plan: z.string(),
      alternatives: z.string(),
    }),
  ),
});

export const getOrder = query('trading.readOrders')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(output)
  .query(async ({ ctx, input: { clOrdId } }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    const found = await read(database, actor, (tx) => findOrder(tx, clOrdId));
    if (found === undefined) throw new Refusal('NotFound');
    const told = ctx.caller.organisation.kind === 'Client' ? toldOrder(found) : found;
    return told as z.input<typeof output>;
  });
