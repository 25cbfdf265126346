'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useTRPC } from '@/trpc/client.ts';

type Listed = inferRouterOutputs<AppRouter>['trading']['listBlocks'];
export type BlockRow = Listed['blocks'][number];
export type House = Listed['houses'][number];

/** A block's fills come over seconds: it is looked at again as long as the page is. */
const AGAIN_MS = 2_000;

export function useBlocks() {
  const trpc = useTRPC();
  return useQuery(trpc.trading.listBlocks.queryOptions({}, { refetchInterval: AGAIN_MS }));
}
