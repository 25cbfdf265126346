/**
 * Everything that proves one order, as one file that is verified offline. A client's own people get it of
 * their own orders, without what tells of others.
 */
import { read, type Scope } from '@ultrathink/db';
import { findOrder, findOrderTrail, makeEvidencePack } from '@ultrathink/db/trading';
import { idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { namedIn } from './get-order-evidence.ts';
import { toldOrder } from './told-to-clients.ts';
import { resourceOfAnyOrder } from './whose.ts';

const output = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Pack'), fileName: z.string(), text: z.string() }),
  /** So many of its events are not under a signed checkpoint yet: it takes a minute or two. */
  z.strictObject({ kind: z.literal('NotYet'), waiting: z.int() }),
]);

export const getEvidencePack = query('trading.exportEvidence')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(output)
  .query(async ({ ctx, input: { clOrdId } }) => {
    const resource = await resourceOfAnyOrder(ctx, 'trading.exportEvidence', clOrdId);
    const { database, actor } = await ctx.authorise('trading.exportEvidence', resource);
    const isClient = ctx.caller.organisation.kind === 'Client';
    const madeAt = ctx.services.clock.now();
    const pack = await read(
      database,
      actor,
      async (tx) => {
        const trail = await findOrderTrail(tx, clOrdId);
        const found = await findOrder(tx, clOrdId);
        if (trail === undefined || found?.order.level !== 'Parent') return undefined;
        return makeEvidencePack(tx, {
          trail,
          whole: isClient ? toldOrder(found) : found,
          audience: audienceOf(actor.scope.kind),
          evidence: namedIn(trail),
          madeAt,
        });
      },
      { isOneMoment: true },
    );
    if (pack === undefined) throw new Refusal('NotFound');
    if (pack.kind === 'NotYet') return pack;
    return { ...pack, fileName: `order-${clOrdId.slice(-12)}.evidence.jsonl` };
  });

function audienceOf(scope: Scope['kind']): 'Client' | 'Staff' | 'Firm' {
  return scope === 'Client' || scope === 'Firm' ? scope : 'Staff';
}
