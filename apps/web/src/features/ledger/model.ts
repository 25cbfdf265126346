import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

export type Movement =
  inferRouterOutputs<AppRouter>['ledger']['listMovements']['movements'][number];
