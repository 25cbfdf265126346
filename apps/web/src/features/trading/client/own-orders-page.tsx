'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { untilLoaded } from '@/ui/until-loaded.ts';
import { exportAll } from '../export-all.ts';
import { useAccounts } from '../use-accounts.ts';
import { stateSentence } from './order-words.ts';
import { ownOrderColumns } from './own-order-columns.tsx';
import { type OwnOrder, SHOWS, type Show, useOwnOrders } from './use-own-orders.ts';

const FILLS = exportAll('executions', {});

/** Rows of clients have room. */
const COMFORTABLE = { density: 'comfortable' } as const;

const OrderTicket = dynamic(
  () => untilLoaded(() => import('../ticket/ticket.tsx')).then((made) => made.OrderTicket),
  {
    ssr: false,
  },
);

const LABELS: Readonly<Record<Show, string>> = {
  all: 'All',
  open: 'Open',
  done: 'Done',
  other: 'Canceled, refused, expired',
};

/** A client's orders in plain words, and the ticket for those who may place one. */
export function OwnOrdersPage() {
  const router = useRouter();
  const [{ show, ticket }, setAddress] = useQueryStates({
    show: parseAsStringLiteral(SHOWS).withDefault('all'),
    ticket: parseAsBoolean.withDefault(false),
  });
  const { listed, rows, file } = useOwnOrders(show);
  const open = useOwnOrders('open');
  const { accounts, names } = useAccounts();
  const mayTrade = useMay('trading.placeOrder') && accounts.length > 0;
  const columns = useMemo(() => ownOrderColumns(names), [names]);
  const confirming = open.rows.filter(({ order }) => order.unconfirmedSince !== null);
  const working = open.rows.length - confirming.length;
  return (
    <>
      <PageHead
        title={
          open.listed.data === undefined ? 'Orders' : stateSentence(confirming.length, working)
        }
        about={
          confirming.length > 0
            ? 'A venue has not answered yet. Nothing was sent again; it is being asked now.'
            : 'Each order carries its route, its checks and the events that prove them.'
        }
      >
        {mayTrade && (
          <Button variant="primary" onClick={() => void setAddress({ ticket: true })}>
            New order
          </Button>
        )}
      </PageHead>
      <Tabs<Show>
        label="Orders"
        className="px-gutter"
        value={show}
        onValueChange={(next) => void setAddress({ show: next })}
        tabs={SHOWS.map((value) => ({
          value,
          label: LABELS[value],
          ...countOf(value, value === 'open' ? open : { listed, rows }, value === show),
        }))}
      />
      <div className="px-gutter pb-7">
        <DataTable<OwnOrder>
          id="own-orders"
          first={COMFORTABLE}
          title="Orders"
          columns={columns}
          rows={rows}
          idOf={({ order }) => order.clOrdId}
          onOpen={({ order }) => router.push(`/client/orders/${order.clOrdId}`)}
          toneOf={({ order }) => (order.unconfirmedSince === null ? undefined : 'warn')}
          state={dataStateOf(listed, 'Your orders could not be read.')}
          empty={{ sentence: show === 'open' ? 'No order is working.' : 'No order is here yet.' }}
          expectedRows={8}
          exportAll={file}
        />
        {listed.hasNextPage && (
          <div className="flex items-center gap-4 pt-3">
            <Button
              busy={listed.isFetchingNextPage}
              busyLabel="Reading"
              onClick={() => void listed.fetchNextPage()}
            >
              Older
            </Button>
            <span className="text-ink-2 text-label">The newest {rows.length} are shown.</span>
          </div>
        )}
        <p className="pt-3 text-label">
          <a
            href={FILLS.href}
            download
            title={FILLS.about}
            className="font-medium text-accent underline-offset-3 hover:underline"
          >
            Every fill as CSV
          </a>
        </p>
      </div>
      {mayTrade && (
        <Drawer
          modal
          open={ticket}
          onOpenChange={(isOpen) => void setAddress({ ticket: isOpen || null })}
          title="New order"
        >
          {ticket && <OrderTicket orderPath="/client/orders" />}
        </Drawer>
      )}
    </>
  );
}

/** How many there are, where all of them were read. */
function countOf(
  show: Show,
  { listed, rows }: Pick<ReturnType<typeof useOwnOrders>, 'listed' | 'rows'>,
  isShown: boolean,
): { readonly count?: number } {
  const isRead = listed.data !== undefined && !listed.hasNextPage && !listed.isPlaceholderData;
  return isRead && (isShown || show === 'open') ? { count: rows.length } : {};
}
