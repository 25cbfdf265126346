import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

/** Who is signed in, as pages know it. */
export type SessionView = NonNullable<inferRouterOutputs<AppRouter>['auth']['session']>;

export type FactorKind = SessionView['has'][number];
