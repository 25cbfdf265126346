import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>['clients'];

export type ClientRow = Outputs['list']['clients'][number];
export type ClientTerms = Outputs['getTerms'];
export type Terms = ClientTerms['terms'][number];
export type Account = ClientTerms['accounts'][number];
export type TierRow = NonNullable<Outputs['getTierTable']['table']>['rows'][number];
