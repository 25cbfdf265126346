/** Proposes a key that trades, for a client trader, who gives it its secret once it is approved. */
import {
  type ApiKeyId,
  type TradeKeyPayload,
  tradeKeyPayloadSchema,
} from '@ultrathink/domain/access';
import { z } from 'zod';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';
import { resourceOfPerson } from './look-up.ts';
import { personId, reasonSchema } from './schemas.ts';

export const proposeTradeKey = act('access.proposeTradeKey')
  .input(
    z.strictObject({
      ownerId: personId,
      name: tradeKeyPayloadSchema.shape.name,
      networks: tradeKeyPayloadSchema.shape.networks,
      days: tradeKeyPayloadSchema.shape.days,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (ctx, input) => resourceOfPerson(ctx, input.ownerId),
    subject: (input) => input.ownerId,
    run: ({ ctx, input: { ownerId, name, networks, days, reason }, resource, tx, at }) => {
      const key = ctx.services.ids.next<ApiKeyId>();
      const payload: TradeKeyPayload = { key, owner: ownerId, name, networks, days };
      const asked = { act: 'access.proposeTradeKey', resource, subject: key } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
