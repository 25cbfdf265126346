'use client';

import { useEffect, useMemo, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { Switch } from '@/ui/switch.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { TableGrid } from '@/ui/table/table-grid.tsx';
import { TableTools } from '@/ui/table/table-tools.tsx';
import { useDataTable } from '@/ui/table/use-data-table.ts';
import { localViewStore, type SavedView, type ViewStore } from '@/ui/table/view-store.ts';
import { TabPanel, Tabs } from '@/ui/tabs.tsx';
import { ORDER_COLUMNS } from '../data/order-columns.tsx';
import { SAMPLE_ORDERS, type SampleOrder } from '../data/orders.ts';
import { Specimen, SpecimenGrid } from '../specimen.tsx';

const idOf = (order: SampleOrder) => order.id;
const partsOf = (order: SampleOrder) => order.parts;
const toneOf = (order: SampleOrder) => (order.unconfirmed === undefined ? undefined : 'warn');

const NO_ADDRESS = { sort: null, q: null, f: null, cols: null, w: null, rows: null };
const SHARED: readonly SavedView[] = [
  {
    id: 'asia',
    name: 'Asia hand-over',
    sharedBy: 'M. Duarte',
    address: { ...NO_ADDRESS, sort: 'client', f: 'status=New|PartiallyFilled' },
  },
  {
    id: 'end-of-day',
    name: 'End of day',
    sharedBy: 'M. Duarte',
    address: { ...NO_ADDRESS, sort: 'status,-time', rows: 'comfortable' },
  },
];

/** Own views from the browser, and two that a colleague shares. */
function withShared(own: ViewStore): ViewStore {
  return { ...own, list: async (table) => [...(await own.list(table)), ...SHARED] };
}

function useViews(): ViewStore | undefined {
  const [views, setViews] = useState<ViewStore>();
  useEffect(() => setViews(withShared(localViewStore(localStorage))), []);
  return views;
}

/** Fills an order a little at a time, so that one row changes each second. */
function useLiveOrders(live: boolean): readonly SampleOrder[] {
  const [orders, setOrders] = useState(SAMPLE_ORDERS);
  useEffect(() => {
    if (!live) return;
    let turn = 0;
    const timer = setInterval(() => {
      turn += 1;
      setOrders((now) =>
        now.map((order, index) =>
          index === turn % 5 ? { ...order, filled: `0.${String(10 + ((turn * 7) % 89))}` } : order,
        ),
      );
    }, 1_000);
    return () => clearInterval(timer);
  }, [live]);
  return orders;
}

export function TableSection() {
  return (
    <div className="flex flex-col gap-12">
      <Blotter />
      <InTabs />
      <Comfortable />
      <States />
      <Plain />
    </div>
  );
}

function Blotter() {
  const views = useViews();
  const [live, setLive] = useState(false);
  const orders = useLiveOrders(live);
  const [opened, setOpened] = useState<string | null>(null);
  const summary = `${orders.length} orders, 1 Unconfirmed`;
  return (
    <Specimen
      name="Blotter"
      about="sort, filter, order, pin, hide, resize; all of it in the address"
      className="pt-0"
    >
      <DataTable
        id="styleguide-orders"
        title="Working orders"
        summary={summary}
        columns={ORDER_COLUMNS}
        rows={orders}
        idOf={idOf}
        childrenOf={partsOf}
        toneOf={toneOf}
        onOpen={(order) => setOpened(order.id)}
        viewName="Desk view"
        {...(views !== undefined && { views })}
        bulk={(rows, clear) => (
          <Button variant="danger" onClick={clear}>
            Cancel {rows.length} {rows.length === 1 ? 'order' : 'orders'}
          </Button>
        )}
        lead={<span className="text-ink-2">{summary}</span>}
        gridClassName="max-h-none"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-3 text-ink-3 text-label">
        <Switch checked={live} onCheckedChange={setLive}>
          Orders fill
        </Switch>
        <span>
          <Kbd keys={['j', 'k']} /> move, <Kbd keys="x" /> select, <Kbd keys="Enter" /> open,{' '}
          <Kbd keys="/" /> find
        </span>
        <span aria-live="polite">{opened !== null && `Opened ${opened}`}</span>
      </div>
    </Specimen>
  );
}

const WORKING = SAMPLE_ORDERS.filter(({ leaves }) => /[1-9]/.test(leaves));

function InTabs() {
  const [tab, setTab] = useState<'working' | 'all'>('working');
  const table = useDataTable({
    id: 'styleguide-tabs',
    title: tab === 'working' ? 'Working' : 'All of today',
    columns: ORDER_COLUMNS,
    rows: tab === 'working' ? WORKING : SAMPLE_ORDERS,
    idOf,
    toneOf,
    address: null,
    first: { hidden: ['filled', 'ord-type', 'leaves', 'notional'] },
  });
  return (
    <Specimen name="In a tab line" about="the tools stand beside the tabs" className="pt-0">
      <Tabs
        label="Orders"
        value={tab}
        onValueChange={setTab}
        tabs={[
          { value: 'working', label: 'Working', count: WORKING.length },
          { value: 'all', label: 'All of today', count: SAMPLE_ORDERS.length },
        ]}
        tools={<TableTools table={table} />}
      >
        <TabPanel value={tab}>
          <TableGrid table={table} className="max-h-64" />
        </TabPanel>
      </Tabs>
    </Specimen>
  );
}

function Comfortable() {
  return (
    <Specimen name="Comfortable" about="40 px rows, exact totals, a pinned id" className="pt-0">
      <DataTable
        id="styleguide-comfortable"
        title="Orders of the day"
        columns={ORDER_COLUMNS}
        rows={SAMPLE_ORDERS.slice(0, 5)}
        idOf={idOf}
        toneOf={toneOf}
        address={null}
        first={{
          density: 'comfortable',
          sort: [
            { id: 'side', descending: false },
            { id: 'notional', descending: true },
          ],
          hidden: ['leaves', 'avg-px', 'ord-type'],
          pinned: ['order'],
        }}
        lead={<span className="font-medium">Orders of the day</span>}
      />
    </Specimen>
  );
}

const FEW = ORDER_COLUMNS.filter(({ id }) =>
  ['order', 'side', 'instrument', 'quantity', 'status'].includes(id),
);

function Small({
  name,
  state,
  rows = [],
}: {
  readonly name: string;
  readonly state?: DataState;
  readonly rows?: readonly SampleOrder[];
}) {
  return (
    <section className="min-h-44 min-w-0 border-t">
      <DataTable
        id={`styleguide-${name.toLowerCase()}`}
        title={`${name}, working orders`}
        columns={FEW}
        rows={rows}
        idOf={idOf}
        address={null}
        tools={false}
        listBelow={280}
        expectedRows={4}
        lead={<h3 className="font-medium">{name}</h3>}
        empty={{
          sentence: 'No working orders.',
          next: (
            <>
              Place one with <Kbd keys="b" />
            </>
          ),
        }}
        {...(state !== undefined && { state })}
      />
    </section>
  );
}

function States() {
  const [tries, setTries] = useState(0);
  const failed = useMemo<DataState>(
    () => ({
      kind: 'error',
      sentence: 'This page could not load its orders.',
      safe: 'Trading is not affected.',
      quote: `7F3K-${22 + tries}`,
      onRetry: () => setTries((count) => count + 1),
    }),
    [tries],
  );
  const few = SAMPLE_ORDERS.slice(3, 7);
  return (
    <Specimen name="States" about="heads stay, so nothing jumps when rows arrive">
      <SpecimenGrid>
        <Small name="Empty" />
        <Small name="Loading" state={{ kind: 'loading' }} />
        <Small name="Error" state={failed} />
        <Small
          name="Forbidden"
          state={{
            kind: 'forbidden',
            sentence: 'Your role can’t see orders of Osprey Bank.',
            ask: 'Ask H. Sato or any desk head.',
          }}
        />
        <Small name="Stale" state={{ kind: 'stale', age: '12 s' }} rows={few} />
        <Small name="Offline" state={{ kind: 'offline', since: '09:41:20' }} rows={few} />
      </SpecimenGrid>
    </Specimen>
  );
}

function Plain() {
  return (
    <Specimen name="Plain" about="a short table that is only read" className="pt-0">
      <PlainTable
        title="Orders by size"
        columns={ORDER_COLUMNS.filter(({ id }) =>
          ['order', 'client', 'side', 'notional', 'status'].includes(id),
        )}
        rows={SAMPLE_ORDERS.slice(0, 4)}
        idOf={idOf}
        toneOf={toneOf}
      />
    </Specimen>
  );
}
