/**
 * For whoever has given a password: about his own sign-in, second factors and sessions, and nothing
 * else. A session of the stage Password opens no other procedure.
 */
import type { SessionCaller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { t } from '../trpc.ts';
import type { Meta } from './meta.ts';

function signingIn(kind: Meta['kind']) {
  return t.procedure.meta({ permission: 'signing-in', kind }).use(async ({ ctx, next }) => {
    const caller = await requireSession(ctx);
    const { person, access, session } = caller;
    return next({ ctx: { ...ctx, caller, person, access, session } });
  });
}

/** @throws {Refusal} SignInNeeded without a session of either stage. */
export async function requireSession(ctx: Context): Promise<SessionCaller> {
  const caller = await ctx.identify();
  if (caller === null || caller.session === null) throw new Refusal('SignInNeeded');
  return { ...caller, session: caller.session };
}

export const signingInQuery = signingIn('query');
export const signingInAct = signingIn('act');
