import { decimal, multiply, toText } from '@ultrathink/domain/kernel';
import { ProgressBar } from '@/ui/bar.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { Quantity } from '@/ui/value.tsx';
import { SideWord } from '../side-word.tsx';
import type { AccountNames } from '../use-accounts.ts';
import { OrderState } from './order-state.tsx';
import { baseOf, doneShare, orderWords } from './order-words.ts';
import type { OwnOrder } from './use-own-orders.ts';

const quoteOf = (instrument: string): string => instrument.split('/')[1] ?? '';

const WHAT = defineColumns<OwnOrder>([
  {
    id: 'placed',
    header: 'Placed',
    kind: 'time',
    detail: 'day-and-minute',
    width: 128,
    list: 'when',
    value: ({ order }) => order.placedAt,
  },
  {
    id: 'instrument',
    header: 'Instrument',
    kind: 'text',
    width: 116,
    always: true,
    list: 'title',
    value: ({ order }) => order.instrument,
    cell: ({ order }) => <span className="font-medium">{order.instrument}</span>,
  },
  {
    id: 'side',
    header: 'Side',
    kind: 'text',
    width: 76,
    list: 'hidden',
    options: ['Buy', 'Sell'],
    value: ({ order }) => order.side,
    cell: ({ order }) => <SideWord side={order.side} />,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    kind: 'text',
    align: 'right',
    width: 130,
    list: 'detail',
    value: ({ order }) => `${order.side} ${order.orderQty} ${baseOf(order.instrument)}`,
    cell: ({ order }) => (
      <span className="block text-right tabular-nums max-md:inline">
        <span className="md:hidden">{order.side} </span>
        <Quantity value={order.orderQty} /> {baseOf(order.instrument)}
      </span>
    ),
  },
]);

const WHAT_CAME = defineColumns<OwnOrder>([
  {
    id: 'price',
    header: 'Average price',
    kind: 'price',
    width: 116,
    value: ({ order }) => order.avgPx,
  },
  {
    id: 'done',
    header: 'Done',
    kind: 'text',
    width: 130,
    from: 760,
    value: ({ order }) => `${doneShare(order)}%`,
    cell: ({ order }) => (
      <span className="flex items-center gap-2.5">
        <ProgressBar
          ratio={Number(doneShare(order)) / 100}
          label={`${order.side} ${order.instrument}, done`}
          className="flex-1"
        />
        <span className="w-9 text-right text-ink-2 tabular-nums">{doneShare(order)}%</span>
      </span>
    ),
  },
  {
    id: 'value',
    header: 'Value',
    kind: 'money',
    width: 128,
    from: 900,
    value: ({ order }) =>
      order.avgPx === null ? null : toText(multiply(decimal(order.avgPx), decimal(order.cumQty))),
  },
  {
    id: 'currency',
    header: 'In',
    kind: 'text',
    width: 56,
    from: 900,
    value: ({ order }) => quoteOf(order.instrument),
  },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    width: 250,
    list: 'state',
    value: ({ order, doubtfulVenue }) => orderWords(order, doubtfulVenue).words,
    cell: (row) => <OrderState {...row} />,
  },
]);

export const ownOrderColumns = (names: AccountNames) =>
  defineColumns<OwnOrder>([
    ...WHAT,
    ...WHAT_CAME,
    {
      id: 'account',
      header: 'Account',
      kind: 'text',
      width: 120,
      from: 1100,
      value: ({ order }) => names.get(order.account) ?? null,
    },
  ]);
