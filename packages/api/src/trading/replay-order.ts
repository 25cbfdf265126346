/** Asks that all decisions about an order be made again; the process of background work answers. */
import { countOpenReplays, insertReplay, type ReplayId } from '@ultrathink/db/trading';
import { clientOf } from '@ultrathink/domain/access';
import { err, idSchema, ok } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfAnyOrder } from './whose.ts';

/** At once, of all that the asker may see: each reads a part of the journal. */
const OPEN_MOST = 5;

export const replayOrder = act('trading.replayOrder')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(z.strictObject({ replayId: idSchema<ReplayId>() }))
  .change({
    resource: (ctx, { clOrdId }) => resourceOfAnyOrder(ctx, 'trading.replayOrder', clOrdId),
    subject: ({ clOrdId }) => clOrdId,
    run: async ({ ctx, input: { clOrdId }, resource, tx, at }) => {
      if ((await countOpenReplays(tx)) >= OPEN_MOST) {
        return err(
          new Refusal('Conflict', 'Others are being made again now. Ask in some seconds.'),
        );
      }
      const id = ctx.services.ids.next<ReplayId>();
      const clientId = clientOf(resource) ?? null;
      const asked = { id, clOrdId, clientId, askedBy: ctx.person, askedAt: at };
      await insertReplay(tx, asked);
      return ok({
        answer: { replayId: id },
        events: [
          { action: 'trading.askReplay', subject: { kind: 'Order', id: clOrdId }, after: { id } },
        ],
      });
    },
  });
