/** The same sign-in in the name of another organisation of the person's: another secret with it. */
import { moveSession } from '@ultrathink/db/identity';
import {
  audienceOf,
  idleUntil,
  isInForce,
  type OrganisationId,
  sessionLimits,
} from '@ultrathink/domain/access';
import { addMs, compareTimes, err, idSchema, ok, type UtcTime } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { signingInAct } from '../../procedures/signing-in.ts';
import { sealAct } from '../seal.ts';
import { newSessionSecret, secretHash } from '../session-port.ts';
import { clientIdOf } from '../sign-in.ts';
import { signInInput } from './inputs.ts';

export const switchOrganisation = signingInAct
  .input(signInInput({ organisationId: idSchema<OrganisationId>() }))
  .output(z.strictObject({ audience: z.enum(['client', 'desk', 'compliance', 'operations']) }))
  .mutation(async ({ ctx, input: { organisationId } }) => {
    const { services, person, access, session } = ctx;
    if (session.stage !== 'Full') throw new Refusal('SignInNeeded');
    const now = services.clock.now();
    const there = access.grants.filter(
      (grant) => grant.organisation.id === organisationId && isInForce(grant, person, now),
    );
    const organisation = there[0]?.organisation;
    const audience = audienceOf(there.map((grant) => grant.role));
    if (organisation === undefined || audience === undefined) throw new Refusal('NotFound');
    const secret = newSessionSecret();
    const clientId = clientIdOf(organisation);
    const input = { organisation: organisationId };
    const act = { kind: 'auth.switchOrganisation', person, clientId, sessionId: session.id, input };
    const until = await sealAct<UtcTime>(
      ctx,
      { ...act, kind: 'auth.switchOrganisation' },
      async (tx, at) => {
        // Moving makes a session no longer, wherever it goes.
        const limit = addMs(session.createdAt, sessionLimits(audience).absoluteMs);
        const absoluteUntil =
          compareTimes(limit, session.absoluteUntil) < 0 ? limit : session.absoluteUntil;
        const moved = await moveSession(tx, session.id, {
          organisation: organisationId,
          clientId,
          audience,
          secretHash: secretHash(secret),
          idleUntil: idleUntil(audience, at, absoluteUntil),
          absoluteUntil,
        });
        if (!moved) return err(new Refusal('SignInNeeded'));
        const subject = { kind: 'Session', id: session.id };
        const before = { organisation: session.organisation.id };
        const event = { action: 'auth.switchOrganisation', subject, before, after: input };
        return ok({ answer: absoluteUntil, events: [event] });
      },
    );
    await ctx.cookie.write(secret, until);
    return { audience };
  });
