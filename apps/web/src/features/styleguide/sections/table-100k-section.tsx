'use client';

import { useEffect, useLayoutEffect, useState } from 'react';
import { DataTable } from '@/ui/table/data-table.tsx';
import { ORDER_COLUMNS } from '../data/order-columns.tsx';
import { makeOrders, type SampleOrder } from '../data/orders.ts';

const COUNT = 100_000;
const idOf = (order: SampleOrder) => order.id;
const NONE: readonly SampleOrder[] = [];

/**
 * The bench reads two marks: `rows-ready`, when the rows are in memory and handed over, and
 * `first-row`, when the first of them is on the page and its frame has been drawn.
 */
export function Table100kSection() {
  const [orders, setOrders] = useState(NONE);
  useEffect(() => {
    const made = makeOrders(COUNT);
    performance.mark('rows-ready');
    setOrders(made);
  }, []);
  useLayoutEffect(() => {
    if (orders.length === 0) return;
    const frame = requestAnimationFrame(() => {
      setTimeout(() => performance.mark('first-row'));
    });
    return () => cancelAnimationFrame(frame);
  }, [orders]);
  return (
    <div data-testid="table-100k" data-rows={orders.length}>
      <DataTable
        id="styleguide-100k"
        title="All orders"
        summary={`${orders.length} orders of a fixed seed`}
        columns={ORDER_COLUMNS}
        rows={orders}
        idOf={idOf}
        state={orders.length === 0 ? { kind: 'loading' } : { kind: 'ready' }}
        first={{ hidden: ['ord-type', 'avg-px'] }}
        bulk={() => null}
        lead={<span className="text-ink-2">{orders.length.toLocaleString('en-GB')} orders</span>}
        gridClassName="h-[72vh]"
      />
    </div>
  );
}
