/** Stops trading on a level, cancels its orders and closes its positions at the market. */
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { nudgeEngine } from '../engine/nudge.ts';
import { act } from '../procedures/act.ts';
import { stop, stopInput, stoppedSchema } from './stop.ts';

export const flatten = act('risk.flatten')
  .input(z.strictObject(stopInput))
  .output(stoppedSchema)
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: ({ key }) => `${key.level}:${key.scope}`,
    run: ({ ctx, input: { clientId: client, ...asked }, tx, at }) =>
      stop({ ctx, tx, at, client, ...asked, grade: 'FLATTEN' }),
    after: async ({ ctx, answer }) => {
      await nudgeEngine(ctx);
      return answer;
    },
  });
