'use client';

import { useQuery } from '@tanstack/react-query';
import { shortHash } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { useMemo } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from './client.ts';

/** Names of clients, their accounts and those of the house, by id, for what is told by id alone. */
export function useScopes() {
  const trpc = useTRPC();
  const mayList = useMay('clients.list');
  const listed = useQuery(trpc.clients.list.queryOptions(undefined, { enabled: mayList }));
  const clients = listed.data?.clients;
  const mayHouse = useMay('trading.readBlocks');
  const held = useQuery(
    trpc.trading.listHouseAccounts.queryOptions(undefined, { enabled: mayHouse }),
  );
  const house = held.data?.accounts;
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
    for (const { id, name } of house ?? []) names.set(id, `The house, ${name}`);
    return {
      clients: clients ?? [],
      nameOf: (scope: string) =>
        scope === 'firm' ? 'The whole firm' : (names.get(scope) ?? wordOf(scope)),
      ownerOf: (account: string) => owners.get(account),
    };
  }, [clients, house]);
}

const LONGEST_VENUE = 32;

/** A venue, or an id that nobody has named yet: of that the ends, as of every long id. */
const wordOf = (scope: string) =>
  scope.length > LONGEST_VENUE ? shortHash(scope) : venueName(scope);

export type Scopes = ReturnType<typeof useScopes>;
