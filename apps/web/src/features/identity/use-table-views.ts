'use client';

import { CLIENT_ROLES, FIRM_ROLES, ROLE_SPECS } from '@ultrathink/domain/access';
import { useMemo } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { newKey } from '@/trpc/new-key.ts';
import type { SavedView, ViewStore } from '@/ui/table/view-store.ts';
import { useSession } from './session-context.ts';

const capital = (title: string) => title.slice(0, 1).toUpperCase() + title.slice(1);

/** Views of tables kept for this person, and shared with roles of the organisation in hand. */
export function useTableViews(): ViewStore {
  const client = useTRPCClient();
  const isClient = useSession().organisation.kind === 'Client';
  return useMemo(() => {
    const listeners = new Set<() => void>();
    const told = () => {
      for (const listener of listeners) listener();
    };
    return {
      keeps: 'for you, and for those you share it with',
      roles: (isClient ? CLIENT_ROLES : FIRM_ROLES).map((value) => ({
        value,
        label: capital(ROLE_SPECS[value].title),
      })),
      // A table without its saved views is a table all the same.
      list: (table) => client.access.listViews.query({ table }).then(viewsOf, () => []),
      save: async (table, { id, name, address, sharedWith = [] }) => {
        const idempotencyKey = newKey();
        const roles = [...sharedWith] as (typeof FIRM_ROLES)[number][];
        const view = { table, id, name, address, sharedWith: roles, idempotencyKey };
        await client.access.saveView.mutate(view);
        told();
      },
      remove: async (table, id) => {
        await client.access.removeView.mutate({ table, id, idempotencyKey: newKey() });
        told();
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  }, [client, isClient]);
}

const viewsOf = ({ views }: { readonly views: readonly SavedView[] }) => views;
