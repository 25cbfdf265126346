/** Proposes all limits of one scope: they take the place of those it has. */
import { type ControlPayload, limitLine, limitsPayload } from '@ultrathink/domain/engine/controls';
import { err } from '@ultrathink/domain/kernel';
import { LIMIT_LEVELS, type LimitId } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { firmOrClient } from '../access/asked-client.ts';
import { clientId, reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';

const { id: _, ...line } = limitLine.shape;

export const proposeLimits = act('risk.proposeLimit')
  .input(
    z.strictObject({
      level: z.enum(LIMIT_LEVELS),
      /** The id on that level; `firm` for the firm. */
      scope: z.string().min(1).max(100),
      /** Of the levels client and account; null above them. */
      clientId: clientId.nullable(),
      limits: z.array(z.strictObject(line)).max(200),
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (ctx, input) => firmOrClient(ctx.caller, input.clientId),
    subject: ({ level, scope }) => `${level}:${scope}`,
    run: async ({ ctx, input, resource, tx, at }) => {
      const { level, scope, clientId: client, limits, reason } = input;
      const payload: ControlPayload<'risk.proposeLimit'> = {
        level,
        scope,
        client,
        limits: limits.map((limit) => ({ ...limit, id: ctx.services.ids.next<LimitId>() })),
      };
      const checked = limitsPayload.safeParse(payload);
      if (!checked.success) {
        const [issue] = checked.error.issues;
        return err(new Refusal('InvalidInput', `${issue?.message} Nothing was proposed.`));
      }
      const subject = `${level}:${scope}`;
      return open({ ctx, tx, at, act: 'risk.proposeLimit', resource, subject, payload, reason });
    },
  });
