/** Proposes how orders are routed. */
import { routingPolicyPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeRoutingPolicy = act('trading.proposeRoutingPolicy')
  .input(z.strictObject({ ...routingPolicyPayload.shape, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: () => 'routing',
    run: ({ ctx, input: { reason, ...payload }, resource, tx, at }) => {
      const asked = { act: 'trading.proposeRoutingPolicy', resource, subject: 'routing' } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
