'use client';

import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import type { ProposalParts } from './model.ts';

/** Ids with what they are called. */
export type Named = readonly { readonly id: string; readonly name: string | null }[];

/** What ids of a payload are called: people, clients, accounts, and accounts at venues. */
export function useNamed(people: ProposalParts['concerns']): Named {
  const trpc = useTRPC();
  const { clients } = useScopes();
  const mayPlaces = useMay('venues.read');
  const places = useQuery(
    trpc.trading.listStandings.queryOptions(undefined, { enabled: mayPlaces }),
  );
  return [
    ...people,
    ...clients.flatMap(({ id, name, accounts }) => [
      { id: id as string, name },
      ...accounts.map((one) => ({ id: one.id as string, name: `${name}, ${one.name}` })),
    ]),
    ...(places.data?.accounts ?? []).map(({ id, venue, label }) => ({
      id: id as string,
      name: `${venue} ${label}`,
    })),
  ];
}
