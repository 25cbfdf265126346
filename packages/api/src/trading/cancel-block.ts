/** Asks that a block be cancelled, by whoever may trade every account that it is for. */
import { read } from '@ultrathink/db';
import { listBlocks } from '@ultrathink/db/trading';
import { idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { authorise } from '../procedures/authorise.ts';
import { orderAct } from '../procedures/order-act.ts';
import { expectAnswer } from './answer.ts';
import { resourceOfBlock } from './block-wish.ts';

export const cancelBlock = orderAct('trading.placeBlockOrder')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(z.strictObject({ children: z.int().nonnegative() }))
  .ask({
    resource: async (ctx, { clOrdId }) => {
      const firm = { kind: 'Firm' } as const;
      const { database, actor } = await authorise(ctx, ctx.caller, 'trading.readBlocks', firm);
      const [block] = await read(database, actor, (tx) =>
        listBlocks(tx, { only: clOrdId, most: 1 }),
      );
      const legs = block?.versions.at(-1)?.terms.legs;
      if (legs === undefined) throw new Refusal('NotFound');
      return resourceOfBlock(ctx, 'trading.placeBlockOrder', { legs: [...legs] });
    },
    body: ({ clOrdId }) => ({ name: 'cancelOrder' as const, clOrdId }),
    answer: ({ answer }) => ({ children: expectAnswer(answer, 'CancelAsked').children }),
  });
