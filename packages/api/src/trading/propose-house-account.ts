/** Proposes an account of the house, in whose name blocks are worked. It holds nothing of its own. */
import type { HouseAccountPayload } from '@ultrathink/domain/access';
import type { AccountId } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeHouseAccount = act('trading.proposeHouseAccount')
  .input(z.strictObject({ name: z.string().trim().min(1).max(100), reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ name }) => name,
    run: ({ ctx, input: { name, reason }, resource, tx, at }) => {
      const { ids, door } = ctx.services;
      const payload: HouseAccountPayload = {
        account: ids.next<AccountId>(),
        shard: door.shard,
        name,
      };
      const asked = { act: 'trading.proposeHouseAccount', subject: payload.account } as const;
      return open({ ctx, tx, at, ...asked, resource, payload, reason });
    },
  });
