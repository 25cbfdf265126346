/** For whoever is signed in: reads, within one named permission. */
import type { Permission, ResourceOf } from '@ultrathink/domain/access';
import type { Caller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { t } from '../trpc.ts';
import { type Authorised, authorise, requirePermission } from './authorise.ts';

/** @throws {Refusal} SignInNeeded for nobody, and for a session that still lacks its second factor. */
export async function requireCaller(ctx: Context): Promise<Caller> {
  const caller = await ctx.identify();
  if (caller === null || caller.session?.stage === 'Password') throw new Refusal('SignInNeeded');
  return caller;
}

/**
 * Its handler asks `ctx.authorise` for each resource its input names, and reads through what it is
 * given; `ctx.requirePermission` where nothing is read from the database. An answer that was made without asking is a bug and leaves the house as a fault.
 */
export function query<P extends Permission>(permission: P) {
  return t.procedure.meta({ permission, kind: 'query' }).use(async ({ ctx, next }) => {
    const caller = await requireCaller(ctx);
    let hasAsked = false;
    const ask = (wanted: P, resource: ResourceOf<P>): Promise<Authorised> => {
      hasAsked = true;
      return authorise(ctx, caller, wanted, resource);
    };
    const required = (wanted: P, resource: ResourceOf<P>): void => {
      hasAsked = true;
      requirePermission(ctx, caller, wanted, resource);
    };
    const { person, access, session } = caller;
    const asking = { authorise: ask, requirePermission: required };
    const result = await next({ ctx: { ...ctx, caller, person, access, session, ...asking } });
    if (result.ok && !hasAsked) {
      throw new Error(`${permission}: answered without asking whether this caller may.`);
    }
    return result;
  });
}
