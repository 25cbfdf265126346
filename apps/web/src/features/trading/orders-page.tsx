'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Drawer } from '@/ui/drawer.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import {
  type AccountNames,
  executionColumns,
  fundsColumns,
  orderColumns,
  positionColumns,
} from './columns.tsx';
import type { ExecutionRow, FundsRow, OrderRow, PositionRow } from './model.ts';
import { OrderView } from './order-view.tsx';
import { OrderTicket } from './ticket/ticket.tsx';
import { useAccounts } from './use-accounts.ts';
import { type Show, useBlotterAddress, useOrders } from './use-blotter.ts';

const POLL_MS = 10_000;

/** The blotter with the ticket beside it: what works, what was done, and what is held. */
export function OrdersPage() {
  const { address, change } = useBlotterAddress();
  const { names } = useAccounts();
  const { listed: working, rows: workingRows } = useOrders('Working');
  return (
    <div className="grid flex-1 grid-cols-1 xl:grid-cols-[minmax(0,1fr)_23rem]">
      <div className="flex min-w-0 flex-col">
        <PageHead
          title="Orders"
          about="What works at venues now, what has ended, and what accounts hold."
        />
        <Tabs<Show>
          label="Orders"
          className="px-gutter"
          value={address.show}
          onValueChange={(show) => change({ show })}
          tabs={[
            {
              value: 'working',
              label: 'Working',
              ...(working.data !== undefined && { count: workingRows.length }),
            },
            { value: 'ended', label: 'Ended' },
            { value: 'executions', label: 'Executions' },
            { value: 'positions', label: 'Positions' },
            { value: 'funds', label: 'Funds' },
          ]}
        />
        <div className="px-gutter pb-7">
          {address.show === 'working' && (
            <Orders
              rows={workingRows}
              listed={working}
              names={names}
              empty="No order works."
              onOpen={(order) => change({ order })}
            />
          )}
          {address.show === 'ended' && (
            <Ended names={names} onOpen={(order) => change({ order })} />
          )}
          {address.show === 'executions' && <Executions names={names} />}
          {address.show === 'positions' && <Positions names={names} />}
          {address.show === 'funds' && <Funds names={names} />}
        </div>
      </div>
      <aside aria-label="Order ticket" className="min-w-0 max-xl:border-t xl:border-l">
        <OrderTicket />
      </aside>
      <Drawer
        open={address.order !== null}
        onOpenChange={(isOpen) => !isOpen && change({ order: null })}
        title="Order"
      >
        {address.order !== null && (
          <OrderView key={address.order} id={address.order as ClOrdId} names={names} />
        )}
      </Drawer>
    </div>
  );
}

function Orders({
  rows,
  listed,
  names,
  empty,
  onOpen,
}: {
  readonly rows: readonly OrderRow[];
  readonly listed: ReturnType<typeof useOrders>['listed'];
  readonly names: AccountNames;
  readonly empty: string;
  readonly onOpen: (order: string) => void;
}) {
  const columns = useMemo(() => orderColumns(names), [names]);
  return (
    <DataTable<OrderRow>
      id="orders"
      title="Orders"
      summary={`${rows.length} orders`}
      columns={columns}
      rows={rows}
      idOf={({ clOrdId }) => clOrdId}
      onOpen={({ clOrdId }) => onOpen(clOrdId)}
      toneOf={({ unconfirmedSince }) => (unconfirmedSince === null ? undefined : 'warn')}
      state={dataStateOf(listed, 'The orders could not be read.')}
      empty={{ sentence: empty, next: 'Place one with the ticket.' }}
      expectedRows={8}
    />
  );
}

function Ended({
  names,
  onOpen,
}: {
  readonly names: AccountNames;
  readonly onOpen: (order: string) => void;
}) {
  const { listed, rows } = useOrders('Ended');
  return (
    <Orders rows={rows} listed={listed} names={names} empty="No order has ended." onOpen={onOpen} />
  );
}

const polled = { refetchInterval: POLL_MS, placeholderData: keepPreviousData } as const;

function Executions({ names }: { readonly names: AccountNames }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.trading.listExecutions.queryOptions({ most: 200 }, polled));
  const columns = useMemo(() => executionColumns(names), [names]);
  return (
    <DataTable<ExecutionRow>
      id="executions"
      title="Executions"
      columns={columns}
      rows={listed.data?.executions ?? []}
      idOf={({ venueAccount, execId }) => `${venueAccount} ${execId}`}
      state={dataStateOf(listed, 'The executions could not be read.')}
      empty={{ sentence: 'Nothing was traded yet.' }}
    />
  );
}

function Positions({ names }: { readonly names: AccountNames }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.trading.listPositions.queryOptions({}, polled));
  const columns = useMemo(() => positionColumns(names), [names]);
  return (
    <DataTable<PositionRow>
      id="positions"
      title="Positions"
      columns={columns}
      rows={listed.data?.positions ?? []}
      idOf={({ account, instrument }) => `${account} ${instrument}`}
      state={dataStateOf(listed, 'The positions could not be read.')}
      empty={{ sentence: 'No account holds anything.' }}
    />
  );
}

function Funds({ names }: { readonly names: AccountNames }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.trading.listFunds.queryOptions({}, polled));
  const columns = useMemo(() => fundsColumns(names), [names]);
  return (
    <DataTable<FundsRow>
      id="funds"
      title="Funds"
      columns={columns}
      rows={listed.data?.funds ?? []}
      idOf={({ account, asset, placeId }) => `${account} ${asset} ${placeId}`}
      state={dataStateOf(listed, 'The funds could not be read.')}
      empty={{ sentence: 'No funds are booked.', next: 'Deposits are proposed and agreed to.' }}
    />
  );
}
