import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>['approval'];

export type Published = Outputs['policy'];
export type Draft = Outputs['listDrafts']['drafts'][number];
/** What a draft holds; its version is given when it is proposed. */
export type Rules = Draft['policy'];
export type Rule = Rules['rules'][number];
export type ProposedAct = NonNullable<Rule['when']['acts']>[number];
