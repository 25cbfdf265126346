/** Stops trading on a level, at once and by one person. It goes on again by a proposal alone. */
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { nudgeEngine } from '../engine/nudge.ts';
import { act } from '../procedures/act.ts';
import { stop, stopInput, stoppedSchema } from './stop.ts';

export const kill = act('risk.halt')
  .input(
    z.strictObject({
      ...stopInput,
      /** To flatten is an act of its own. */
      grade: z.enum(['REDUCING', 'HALT_NEW', 'CANCEL_ALL']),
    }),
  )
  .output(stoppedSchema)
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: ({ key }) => `${key.level}:${key.scope}`,
    run: ({ ctx, input: { clientId: client, ...asked }, tx, at }) =>
      stop({ ctx, tx, at, client, ...asked }),
    after: async ({ ctx, answer }) => {
      await nudgeEngine(ctx);
      return answer;
    },
  });
