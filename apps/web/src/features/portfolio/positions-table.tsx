'use client';

import { useQuery } from '@tanstack/react-query';
import { absolute, decimal, divide, isZero, toText } from '@ultrathink/domain/kernel';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import type { Position } from './model.ts';

/** Rows of clients have room. */
const COMFORTABLE = { density: 'comfortable' } as const;

const PRICE_DIGITS = 8;

const averageOf = ({ quantity, cost }: Position): string | null => {
  const open = decimal(quantity);
  if (isZero(open)) return null;
  return toText(divide(decimal(cost), absolute(open), PRICE_DIGITS, 'HalfEven'));
};

const columnsOf = (names: ReadonlyMap<string, string>) =>
  defineColumns<Position>([
    {
      id: 'instrument',
      header: 'Position',
      kind: 'text',
      width: 120,
      always: true,
      list: 'title',
      value: ({ instrument }) => instrument,
      cell: ({ instrument }) => <span className="font-medium">{instrument}</span>,
    },
    {
      id: 'quantity',
      header: 'Quantity',
      kind: 'quantity',
      width: 120,
      list: 'detail',
      value: ({ quantity }) => quantity,
    },
    { id: 'average', header: 'Average cost', kind: 'price', from: 560, value: averageOf },
    {
      id: 'unrealised',
      header: 'Unrealised',
      kind: 'money',
      signed: true,
      list: 'state',
      value: ({ unrealised }) => unrealised,
    },
    {
      id: 'realised',
      header: 'Realised',
      kind: 'money',
      signed: true,
      from: 420,
      value: ({ realised }) => realised,
    },
    {
      id: 'in',
      header: 'In',
      kind: 'text',
      width: 64,
      value: ({ instrument }) => instrument.split('/')[1] ?? '',
    },
    {
      id: 'account',
      header: 'Account',
      kind: 'text',
      width: 130,
      list: 'when',
      value: ({ account }) => names.get(account) ?? null,
    },
  ]);

/** What was traded here and is still open, and what it gained; in quote asset. */
export function PositionsTable({
  positions,
  state,
}: {
  readonly positions: readonly Position[];
  readonly state: DataState;
}) {
  const trpc = useTRPC();
  const own = useQuery(trpc.clients.getOwn.queryOptions());
  const accounts = own.data?.accounts;
  const columns = useMemo(
    () => columnsOf(new Map((accounts ?? []).map(({ id, name }) => [id as string, name]))),
    [accounts],
  );
  return (
    <section aria-label="Positions">
      <SectionHeading
        title="Gains"
        about="Of what was traded here, each in the second asset of its pair, fees taken off"
      />
      <DataTable<Position>
        id="own-positions"
        first={COMFORTABLE}
        title="Gains"
        tools={false}
        columns={columns}
        rows={positions}
        idOf={({ account, instrument }) => `${account} ${instrument}`}
        state={state}
        empty={{ sentence: 'Nothing was traded yet.' }}
        expectedRows={3}
        gridClassName=""
      />
    </section>
  );
}
