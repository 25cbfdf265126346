import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

export type Portfolio = inferRouterOutputs<AppRouter>['portfolio']['getHoldings'];
export type Holding = Portfolio['holdings'][number];
export type Position = Portfolio['positions'][number];
export type WorthDay = inferRouterOutputs<AppRouter>['portfolio']['getWorth']['days'][number];
