'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.ts';

/** While a key is being checked its status changes by itself. */
const AGAIN_MS = 3_000;

export function useVenueKeys() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const listed = useQuery(
    trpc.venues.listKeys.queryOptions(undefined, {
      refetchInterval: AGAIN_MS,
      // Whoever may see venues but no keys is told so once.
      retry: false,
    }),
  );
  const again = () => queryClient.invalidateQueries(trpc.venues.listKeys.queryFilter());
  return { listed, accounts: listed.data?.accounts ?? [], again };
}
