'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useState } from 'react';
import { TRPCProvider } from './client.ts';
import { Interruptions } from './interruptions.ts';
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

const InterruptionsContext = createContext<Interruptions | null>(null);

/** What stands between this tab's calls and their answers. */
export function useInterruptions(): Interruptions {
  const interruptions = use(InterruptionsContext);
  if (interruptions === null) throw new Error('There is no DataProvider around this.');
  return interruptions;
}

/** Queries, mutations and the live line of one tab. */
export function DataProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [interruptions] = useState(() => new Interruptions());
  const [trpcClient] = useState(() => createClient(interruptions));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <InterruptionsContext value={interruptions}>{children}</InterruptionsContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
