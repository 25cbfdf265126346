import { ProgressBar } from '@/ui/bar.tsx';
import { OrdStatus, Unconfirmed } from '@/ui/status.tsx';
import { ORD_STATUS } from '@/ui/status-words.ts';
import { defineColumns } from '@/ui/table/columns.ts';
import { Percent } from '@/ui/value.tsx';
import type { SampleOrder } from './orders.ts';

function Side({ side }: { readonly side: 'Buy' | 'Sell' }) {
  return (
    <span className={side === 'Buy' ? 'text-up' : 'text-down'}>
      <span aria-hidden="true" className="relative -top-[0.07em] mr-[0.4em] text-[0.72em]">
        {side === 'Buy' ? '▲' : '▼'}
      </span>
      {side}
    </span>
  );
}

function Filled({ ratio }: { readonly ratio: string }) {
  return (
    <span className="flex h-full items-center gap-3">
      <ProgressBar ratio={Number(ratio)} label="Filled" className="w-10" />
      <span className="flex-1 text-right text-ink-2 text-label">
        <Percent value={ratio} decimals={0} />
      </span>
    </span>
  );
}

/** The columns of the desk's blotter: time, id, who, what, figures, state last. */
export const ORDER_COLUMNS = defineColumns<SampleOrder>([
  {
    id: 'time',
    kind: 'time',
    header: 'Time',
    width: 74,
    value: (order) => order.at,
  },
  { id: 'order', kind: 'id', header: 'Order', width: 90, always: true, value: (order) => order.id },
  {
    id: 'client',
    kind: 'text',
    header: 'Client',
    width: 150,
    list: 'title',
    value: (order) => order.client,
  },
  {
    id: 'side',
    kind: 'text',
    header: 'Side',
    width: 56,
    options: ['Buy', 'Sell'],
    list: 'detail',
    value: (order) => order.side,
    cell: (order) => <Side side={order.side} />,
  },
  {
    id: 'instrument',
    kind: 'text',
    header: 'Instrument',
    width: 80,
    list: 'detail',
    value: (order) => order.instrument,
  },
  {
    id: 'ord-type',
    kind: 'text',
    header: 'OrdType',
    width: 106,
    from: 900,
    value: (order) => order.ordType,
  },
  {
    id: 'quantity',
    kind: 'quantity',
    header: 'Quantity',
    width: 72,
    list: 'detail',
    decimals: (order) => order.lot,
    value: (order) => order.quantity,
  },
  {
    id: 'filled',
    kind: 'percent',
    header: 'Filled',
    width: 92,
    decimals: 0,
    from: 900,
    value: (order) => order.filled,
    cell: (order) => <Filled ratio={order.filled} />,
  },
  {
    id: 'leaves',
    kind: 'quantity',
    header: 'Leaves',
    width: 70,
    from: 1000,
    decimals: (order) => order.lot,
    value: (order) => order.leaves,
  },
  {
    id: 'limit',
    kind: 'price',
    header: 'Limit',
    unit: 'USD',
    width: 88,
    decimals: (order) => order.tick,
    value: (order) => order.limit,
  },
  {
    id: 'avg-px',
    kind: 'price',
    header: 'AvgPx',
    unit: 'USD',
    width: 84,
    from: 1000,
    decimals: (order) => order.tick,
    value: (order) => order.avgPx,
  },
  {
    id: 'notional',
    kind: 'money',
    header: 'Notional',
    unit: 'USD',
    width: 110,
    hiddenAtFirst: true,
    total: true,
    value: (order) => order.notional,
  },
  {
    id: 'status',
    kind: 'status',
    header: 'OrdStatus',
    width: 146,
    options: Object.keys(ORD_STATUS),
    value: (order) => order.status,
    cell: (order) =>
      order.unconfirmed === undefined ? (
        <OrdStatus status={order.status} />
      ) : (
        <Unconfirmed clock={order.unconfirmed} />
      ),
  },
]);
