import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>;

/** A difference between our books and a venue's. */
export type BreakRow = Outputs['portfolio']['listBreaks']['breaks'][number];
/** A request whose outcome nobody has proven. */
export type UnconfirmedRow = Outputs['trading']['listUnconfirmed']['unconfirmed'][number];
/** An account at a venue, and whether it agrees with our books. */
export type StandingRow = Outputs['trading']['listStandings']['accounts'][number];
