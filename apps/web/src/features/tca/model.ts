import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Tca = inferRouterOutputs<AppRouter>['tca'];

type Summary = Tca['summary'];
export type CostTotals = Summary['totals'];
export type CostGroup = Summary['groups'][number];
export type CostedOrder = Summary['orders'][number];
export type VenueCard = Tca['venueScorecards']['venues'][number];
export type OrderCosts = Tca['getOrderCosts']['costs'];
