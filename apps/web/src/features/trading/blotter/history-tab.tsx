'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { dataStateOf } from '@/trpc/data-state.ts';
import type { OrderRow } from '../model.ts';
import { orderColumns } from './order-columns.tsx';
import { type TabProps, TabTable } from './tab-table.tsx';
import { type Naming, useNarrowing, useOrderPages } from './use-lists.ts';

const idOf = ({ clOrdId }: OrderRow) => clOrdId;

/** Orders that have ended, newest first; further ones are read as the end comes into sight. */
export function HistoryTab({
  naming,
  onOpen,
  instrument,
  ...frame
}: TabProps & { readonly naming: Naming; readonly onOpen: (order: string) => void }) {
  const router = useRouter();
  const { narrowing, onAsked } = useNarrowing(naming);
  const { listed, rows, childrenOf, file, onNearEnd } = useOrderPages(
    'Ended',
    narrowing,
    instrument,
  );
  const columns = useMemo(
    () =>
      // In the order they are kept: another order would be one of those read so far.
      orderColumns(naming, { isLong: true }).map((column) => ({ ...column, sortable: false })),
    [naming],
  );
  const more = listed.hasNextPage ? ' read, the newest of more' : '';
  return (
    <TabTable<OrderRow>
      {...frame}
      id="orders-history"
      title="Order history"
      address="h-"
      summary={`${rows.length} orders that have ended${more}`}
      columns={columns}
      rows={rows}
      idOf={idOf}
      childrenOf={childrenOf}
      foldedAtFirst
      onOpen={({ clOrdId, parentClOrdId }) => onOpen(parentClOrdId ?? clOrdId)}
      keys={{
        o: ([row]) => {
          if (row !== undefined) router.push(`/desk/orders/${row.parentClOrdId ?? row.clOrdId}`);
        },
      }}
      onAsked={onAsked}
      onNearEnd={onNearEnd}
      exportAll={file}
      state={dataStateOf(listed, 'The orders could not be read.')}
      empty={{ sentence: 'No order has ended.' }}
      expectedRows={12}
    />
  );
}
