import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>['risk'];

export type LimitSet = Outputs['listLimits']['sets'][number];
export type Limit = LimitSet['limits'][number];
export type Standing = Outputs['getTradingState']['states'][number];
export type CompletedStop = Outputs['listStops']['stops'][number];
export type StateChange = Outputs['getTradingState']['changes'][number];
