import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>['approval'];

/** A proposal as lists show it. */
export type ProposalRow = Outputs['inbox']['proposals'][number];

/** One proposal with everything there is to read before one decides. */
export type ProposalParts = Outputs['get'];
