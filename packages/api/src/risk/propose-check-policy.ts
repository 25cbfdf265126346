/** Proposes which checks an order needs, and how limits tighten while markets are wild. */
import { checkPolicyPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeCheckPolicy = act('risk.proposeCheckPolicy')
  .input(z.strictObject({ ...checkPolicyPayload.shape, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: () => 'checks',
    run: ({ ctx, input: { reason, ...payload }, resource, tx, at }) => {
      const asked = { act: 'risk.proposeCheckPolicy', resource, subject: 'checks' } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
