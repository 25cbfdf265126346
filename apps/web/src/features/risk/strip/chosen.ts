'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useScopes } from '@/trpc/use-scopes.ts';
import type { Strip, StripState } from './use-strip.ts';

const CLIENT_PATH = /\/clients\/([0-9a-f-]{36})/;

interface Chosen {
  readonly client: string;
  readonly name: string;
  readonly stop: StripState | null;
}

/** The client that the page is about, by its address: a path, or what it was narrowed to. */
export function useChosen(strip: Strip | undefined): Chosen | null {
  const path = usePathname();
  const search = useSearchParams();
  const scopes = useScopes();
  const account = search.get('account');
  const client =
    CLIENT_PATH.exec(path)?.[1] ??
    search.get('client') ??
    (account === null ? null : (scopes.ownerOf(account) ?? null));
  if (client === null) return null;
  const known = scopes.clients.find(({ id }) => id === client);
  if (known === undefined) return null;
  return { client, name: known.name, stop: worstOf(strip?.states ?? [], client, account) };
}

const RANK = { Active: 0, Reducing: 1, Halted: 2 } as const;

/** The strictest of what stands for the client, and for the account that was chosen. */
function worstOf(
  states: readonly StripState[],
  client: string,
  account: string | null,
): StripState | null {
  const own = states.filter(
    ({ level, scope, state }) =>
      state !== 'Active' &&
      ((level === 'client' && scope === client) || (level === 'account' && scope === account)),
  );
  return own.toSorted((a, b) => RANK[b.state] - RANK[a.state])[0] ?? null;
}
