'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { TRPCProvider } from './client.ts';
import { createClient } from './links.ts';
import { toldError } from './told-error.ts';

/** A refusal stays one however often one asks; only what may be over in a moment is asked again. */
const PASSING: ReadonlySet<string> = new Set(['DatabaseAway', 'OutcomeUnknown', 'TooMany']);
const RETRIES = 2;

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < RETRIES && PASSING.has(toldError(error).code),
      },
      // An act is sent again by the one who meant it, with the same key.
      mutations: { retry: false },
    },
  });
}

/** Queries, mutations and the live line of one tab. */
export function DataProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
