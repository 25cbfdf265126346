'use client';

import { dataStateOf } from '@/trpc/data-state.ts';
import { Link } from '@/ui/link.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState } from '@/ui/states.tsx';
import { DayTime } from '@/ui/time.tsx';
import { Quantity } from '@/ui/value.tsx';
import { OrderState } from './order-state.tsx';
import { baseOf } from './order-words.ts';
import { type OwnOrder, useOwnOrders } from './use-own-orders.ts';

const SHOWN = 5;

/** The last few orders in plain words, for a front page. */
export function RecentOrders() {
  const { listed, rows } = useOwnOrders('all', SHOWN);
  const state = dataStateOf(listed, 'Your orders could not be read.');
  return (
    <section aria-label="Orders">
      <SectionHeading title="Orders">
        <Link href="/client/orders">All orders</Link>
      </SectionHeading>
      {state.kind === 'loading' && (
        <SkeletonRows
          rows={SHOWN}
          columns={{ count: 2, className: 'grid-cols-[1fr_8rem] gap-4' }}
          label="Reading your orders"
        />
      )}
      {state.kind === 'error' && (
        <ErrorState safe={state.safe} quote={state.quote ?? ''}>
          {state.sentence}
        </ErrorState>
      )}
      {state.kind === 'forbidden' && <EmptyState>{state.sentence}</EmptyState>}
      {state.kind === 'ready' && rows.length === 0 && (
        <EmptyState>No order was placed yet.</EmptyState>
      )}
      <ul>
        {rows.map((row) => (
          <Line key={row.order.clOrdId} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Line({ row }: { readonly row: OwnOrder }) {
  const { order } = row;
  return (
    <li className="flex items-start justify-between gap-4 border-line-faint border-b py-2.5">
      <div className="min-w-0">
        <Link variant="plain" className="font-medium" href={`/client/orders/${order.clOrdId}`}>
          {order.side} <Quantity value={order.orderQty} /> {baseOf(order.instrument)}
        </Link>
        <p className="text-ink-2 text-label">
          {order.avgPx !== null && (
            <>
              at <Quantity value={order.avgPx} decimals={2} /> average,{' '}
            </>
          )}
          {order.instrument}
        </p>
      </div>
      <div className="text-right">
        <OrderState {...row} />
        <p className="text-ink-2 text-label">
          <DayTime at={order.placedAt} />
        </p>
      </div>
    </li>
  );
}
