/**
 * A drill of the kill switch: a stop that cancels, of a chosen scope and for real, made to measure how long
 * it takes from the click to the last cancel. It is listed as a drill, and ends as every stop does.
 */
import { z } from 'zod';
import { nudgeEngine } from '../engine/nudge.ts';
import { act } from '../procedures/act.ts';
import { stop, stopInput, stoppedSchema } from './stop.ts';

export const runDrill = act('risk.runDrill')
  .input(z.strictObject(stopInput))
  .output(stoppedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ key }) => `${key.level}:${key.scope}`,
    run: ({ ctx, input: { clientId: client, ...asked }, tx, at }) =>
      stop({ ctx, tx, at, client, ...asked, grade: 'CANCEL_ALL', isDrill: true }),
    after: async ({ ctx, answer }) => {
      await nudgeEngine(ctx);
      return answer;
    },
  });
