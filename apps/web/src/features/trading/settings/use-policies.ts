'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useTRPC } from '@/trpc/client.ts';

type Policies = inferRouterOutputs<AppRouter>['trading']['getPolicies'];

export type ModeVersion = Policies['modes'][number];
export type RoutingVersion = Policies['routing'][number];

/** How orders are checked and routed, and the trading mode: each newest first. */
export function usePolicies() {
  const trpc = useTRPC();
  return useQuery(trpc.trading.getPolicies.queryOptions());
}
