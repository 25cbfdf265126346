/** Proposes that trading go on where it was stopped: by this stop, and no worse one. */
import { type ControlPayload, resumePayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

const { key, ends } = resumePayload.shape;

export const proposeResume = act('risk.proposeResume')
  .input(z.strictObject({ key, clientId: clientId.nullable(), ends, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: (input) => `${input.key.level}:${input.key.scope}`,
    run: ({ ctx, input, resource, tx, at }) => {
      const { clientId: client, reason } = input;
      const payload: ControlPayload<'risk.proposeResume'> = {
        key: input.key,
        client,
        ends: input.ends,
      };
      const subject = `${input.key.level}:${input.key.scope}`;
      return open({ ctx, tx, at, act: 'risk.proposeResume', resource, subject, payload, reason });
    },
  });
