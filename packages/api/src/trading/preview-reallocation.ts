/** What dividing a block anew would move, account by account, by the code that would do it; nothing is done. */
import { idSchema } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { query } from '../procedures/query.ts';
import { expectAnswer } from './answer.ts';
import { blockInput } from './block-wish.ts';
import {
  reallocationChanges,
  reallocationRefusal,
  reallocationSentence,
} from './reallocation-text.ts';
import { legsWithClients, resourceOfReallocation } from './reallocation-wish.ts';

export const previewReallocation = query('trading.readBlocks')
  .input(
    z.strictObject({
      clOrdId: idSchema<ClOrdId>(),
      method: blockInput.method,
      legs: blockInput.legs,
    }),
  )
  .output(
    z.strictObject({
      /** Null: it would be done. */
      refusal: reallocationRefusal.nullable(),
      changes: reallocationChanges,
    }),
  )
  .query(async ({ ctx, input }) => {
    ctx.requirePermission('trading.readBlocks', { kind: 'Firm' });
    const resource = await resourceOfReallocation(ctx, input);
    const { answer } = await askEngine(ctx, {
      name: 'previewReallocation',
      clOrdId: input.clOrdId,
      replaces: resource.block.hash,
      method: input.method,
      legs: legsWithClients(input.legs, resource),
    });
    const { refusal, changes } = expectAnswer(answer, 'ReallocationPreviewed');
    const account = refusal !== null && 'account' in refusal ? refusal.account : null;
    return {
      refusal:
        refusal === null
          ? null
          : { code: refusal.code, account, sentence: reallocationSentence(refusal) },
      changes: [...changes],
    };
  });
