'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSession } from '@/features/identity/session-context.ts';
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

/** Accounts of the clients that staff see; of a client's own people those that they may trade. */
export function useAccounts() {
  const trpc = useTRPC();
  const { organisation, person } = useSession();
  const isClient = organisation.kind === 'Client';
  const all = useQuery(trpc.clients.list.queryOptions(undefined, { enabled: !isClient }));
  const own = useQuery(trpc.clients.getTerms.queryOptions(isClient ? {} : skipToken));
  const { accounts, names } = useMemo(() => {
    const held: readonly AccountChoice[] = (all.data?.clients ?? []).flatMap(
      ({ id, name, accounts: of, terms }) =>
        of.map((one) => ({
          account: one.id,
          client: id,
          clientName: name,
          name: one.name,
          tier: terms?.tier ?? null,
        })),
    );
    if (own.data === undefined) return { accounts: held, names: namesOf(held) };
    const { id, name, terms, accounts: ours } = own.data;
    const tier = terms[0]?.tier ?? null;
    return {
      accounts: ours
        .filter(({ traders }) => traders[0]?.traders.some((one) => one.id === person.id))
        .map((one) => ({
          account: one.id,
          client: id,
          clientName: name,
          name: one.name,
          tier,
        })),
      names: new Map(ours.map((one) => [one.id as string, one.name])),
    };
  }, [all.data, own.data, person.id]);
  return { listed: isClient ? own : all, accounts, names };
}

const namesOf = (accounts: readonly AccountChoice[]): AccountNames =>
  new Map(accounts.map(({ account, clientName, name }) => [account, `${clientName} · ${name}`]));
