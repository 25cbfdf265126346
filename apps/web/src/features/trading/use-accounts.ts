'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';

/** Names of accounts by id, with whose they are. */
export type AccountNames = ReadonlyMap<string, string>;

export interface AccountChoice {
  readonly account: string;
  readonly client: string;
  readonly clientName: string;
  readonly name: string;
  /** Null where nothing was decided for its client: nothing is traded for it. */
  readonly tier: string | null;
}

/** Accounts of the clients that staff see, by client and name. */
export function useAccounts() {
  const trpc = useTRPC();
  const listed = useQuery(trpc.clients.list.queryOptions());
  const accounts = useMemo<readonly AccountChoice[]>(
    () =>
      (listed.data?.clients ?? []).flatMap(({ id, name, accounts: held, terms }) =>
        held.map((one) => ({
          account: one.id,
          client: id,
          clientName: name,
          name: one.name,
          tier: terms?.tier ?? null,
        })),
      ),
    [listed.data],
  );
  const names = useMemo(
    () =>
      new Map(
        accounts.map(({ account, clientName, name }) => [account, `${clientName} · ${name}`]),
      ),
    [accounts],
  );
  return { listed, accounts, names };
}
