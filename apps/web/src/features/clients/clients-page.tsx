'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Link } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { sentenceCase } from '@/ui/words.ts';
import type { ClientRow } from './model.ts';
import { CATEGORY_WORDS, STATE_WORDS, TIER_WORDS } from './words.ts';

const idOf = ({ id }: ClientRow) => id;

const columnsOf = (base: string) =>
  defineColumns<ClientRow>([
    {
      id: 'name',
      header: 'Client',
      kind: 'text',
      width: 280,
      always: true,
      list: 'title',
      value: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link variant="plain" href={`${base}/${id}`} className="font-medium">
          {name}
        </Link>
      ),
    },
    {
      id: 'state',
      header: 'State',
      kind: 'text',
      width: 120,
      list: 'state',
      value: ({ terms }) =>
        terms === null ? 'Not admitted' : sentenceCase(STATE_WORDS[terms.state]),
    },
    {
      id: 'tier',
      header: 'Tier',
      kind: 'text',
      width: 170,
      options: Object.values(TIER_WORDS),
      list: 'detail',
      value: ({ terms }) => terms && TIER_WORDS[terms.tier],
    },
    {
      id: 'category',
      header: 'Category',
      kind: 'text',
      width: 180,
      options: Object.values(CATEGORY_WORDS),
      value: ({ terms }) => terms && CATEGORY_WORDS[terms.category],
    },
    {
      id: 'accounts',
      header: 'Accounts',
      kind: 'text',
      width: 260,
      from: 900,
      value: ({ accounts }) => accounts.map(({ name }) => name).join(', '),
    },
  ]);

/** Whom the firm acts for, and what holds for each. */
export function ClientsPage({ base }: { readonly base: string }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.clients.list.queryOptions());
  const rows = listed.data?.clients ?? [];
  return (
    <>
      <PageHead
        title="Clients"
        about="Whom the firm acts for. A client without terms is not admitted: nothing is traded for it."
      />
      <div className="px-gutter pb-7">
        <DataTable<ClientRow>
          id="clients"
          title="Clients"
          summary={`${rows.length} clients`}
          columns={columnsOf(base)}
          rows={rows}
          idOf={idOf}
          state={dataStateOf(listed, 'The clients could not be read.')}
          empty={{ sentence: 'You are assigned to no client.' }}
          expectedRows={10}
        />
      </div>
    </>
  );
}
