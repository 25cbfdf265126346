/** Proposes PAPER or LIVE for the whole firm. */
import { tradingModePayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeMode = act('operations.proposeTradingMode')
  .input(z.strictObject({ ...tradingModePayload.shape, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: () => 'mode',
    run: ({ ctx, input: { reason, ...payload }, resource, tx, at }) => {
      const asked = { act: 'operations.proposeTradingMode', resource, subject: 'mode' } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
