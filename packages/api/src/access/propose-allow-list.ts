/** Proposes the networks an organisation or a person may come from. */
import { type AllowListPayload, allowListPayloadSchema } from '@ultrathink/domain/access';
import { err } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { open, openedSchema } from '../approval/open.ts';
import { isLetIn } from '../auth/networks.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { resourceOfOrganisation, resourceOfPerson } from './look-up.ts';
import { reasonSchema } from './schemas.ts';

export const proposeAllowList = act('access.proposeAllowList')
  .input(
    z.strictObject({
      target: allowListPayloadSchema.shape.target,
      /** Addresses or networks in CIDR form; empty: from everywhere. */
      networks: allowListPayloadSchema.shape.networks,
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: (ctx, { target }) =>
      target.kind === 'Organisation'
        ? resourceOfOrganisation(ctx, target.id)
        : resourceOfPerson(ctx, target.id),
    subject: ({ target }) => target.id,
    run: async ({ ctx, input: { target, networks, reason }, resource, tx, at }) => {
      const isOwn = target.id === ctx.caller.organisation.id || target.id === ctx.person;
      if (isOwn && !isLetIn(networks, ctx.request.address)) {
        return err(
          new Refusal(
            'InvalidInput',
            `You come from ${ctx.request.address}, which is not on this list: it would shut you out. Nothing was proposed.`,
          ),
        );
      }
      const payload: AllowListPayload = { target, networks };
      const asked = { act: 'access.proposeAllowList', resource, subject: target.id } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
