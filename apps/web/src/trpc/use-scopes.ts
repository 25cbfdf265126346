'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from './client.ts';

/** Names of the clients and accounts that staff see, by id, for levels that are told by id alone. */
export function useScopes() {
  const trpc = useTRPC();
  const listed = useQuery(trpc.clients.list.queryOptions());
  const clients = listed.data?.clients;
  return useMemo(() => {
    const names = new Map<string, string>();
    const owners = new Map<string, string>();
    for (const { id, name, accounts } of clients ?? []) {
      names.set(id, name);
      for (const account of accounts) {
        names.set(account.id, `${name}, ${account.name}`);
        owners.set(account.id, id);
      }
    }
    return {
      clients: clients ?? [],
      nameOf: (scope: string) =>
        scope === 'firm' ? 'The whole firm' : (names.get(scope) ?? scope),
      ownerOf: (account: string) => owners.get(account),
    };
  }, [clients]);
}

export type Scopes = ReturnType<typeof useScopes>;
