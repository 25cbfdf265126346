/** What was exchanged with venues about one order, secrets masked. */
import { read } from '@ultrathink/db';
import { findOrderTrail, listOrderEvidence, type OrderTrail } from '@ultrathink/db/trading';
import { idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId, EvidenceId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { resourceOfAnyOrder } from './whose.ts';

const exchange = z.strictObject({
  id: idSchema<EvidenceId>(),
  at: utcTimeSchema,
  clOrdId: idSchema<ClOrdId>(),
  venue: z.string(),
  operation: z.string(),
  /** As they left and came, secrets masked; the answer is null where none came. */
  request: z.unknown(),
  response: z.unknown(),
  durationMs: z.number(),
  fault: z.string().nullable(),
});

export const getOrderEvidence = query('trading.exportEvidence')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(z.strictObject({ exchanges: z.array(exchange) }))
  .query(async ({ ctx, input: { clOrdId } }) => {
    const resource = await resourceOfAnyOrder(ctx, 'trading.exportEvidence', clOrdId);
    const { database, actor } = await ctx.authorise('trading.exportEvidence', resource);
    const exchanges = await read(database, actor, async (tx) => {
      const trail = await findOrderTrail(tx, clOrdId);
      return trail && listOrderEvidence(tx, clOrdId, namedIn(trail));
    });
    if (exchanges === undefined) throw new Refusal('NotFound');
    return { exchanges };
  });

/** Exchanges that its sealed events name. */
export function namedIn({ events }: OrderTrail): readonly EvidenceId[] {
  const told = events.map(({ body }) => evidenceSchema.safeParse(JSON.parse(body)));
  const named = told.flatMap(({ data }) => data?.after.evidence ?? []);
  return [...new Set(named)];
}

const evidenceSchema = z.object({
  after: z.object({ evidence: idSchema<EvidenceId>().nullish() }),
});
