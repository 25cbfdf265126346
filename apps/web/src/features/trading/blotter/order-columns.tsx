import { venueName } from '@ultrathink/domain/market-data';
import { ORD_STATUSES, ORD_TYPES } from '@ultrathink/domain/trading';
import type { ReactNode } from 'react';
import { ProgressBar } from '@/ui/bar.tsx';
import { OrdStatus, Unconfirmed } from '@/ui/status.tsx';
import { type Column, type DecimalColumn, defineColumns } from '@/ui/table/columns.ts';
import { Age } from '@/ui/time.tsx';
import type { OrderRow } from '../model.ts';
import {
  accountColumn,
  clientColumn,
  clientNamed,
  instrumentColumn,
  sideColumn,
} from '../row-columns.tsx';
import { AmendCell, type AmendField, type Amending } from './amend-cell.tsx';
import type { Naming } from './use-lists.ts';

/** Share of the order that has filled: geometry, not money. */
function filledShare({ cumQty, orderQty }: Pick<OrderRow, 'cumQty' | 'orderQty'>): number {
  const share = Number(cumQty) / Number(orderQty);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

function Filled({ row }: { readonly row: OrderRow }) {
  const share = filledShare(row);
  // Whole percents, and never all of it before all of it is there.
  const percent = Math.floor(share * 100);
  return (
    <span className="flex items-center justify-end gap-2">
      <ProgressBar ratio={share} label="Filled, percent" className="w-7" />
      <span className="min-w-8 text-right tabular-nums">{percent}%</span>
    </span>
  );
}

/** As people filter by it: a doubt before the status it stands beside. */
const STATUS_OPTIONS = [...ORD_STATUSES, 'Unconfirmed'];

const whatColumns = (isLong: boolean): readonly Column<OrderRow>[] =>
  defineColumns<OrderRow>([
    {
      id: 'time',
      kind: 'time',
      header: 'Time',
      detail: isLong ? 'day-and-minute' : 'second',
      // A sign in front folds its children.
      width: isLong ? 116 : 92,
      list: 'when',
      value: ({ placedAt }) => placedAt,
    },
    {
      id: 'order',
      kind: 'id',
      header: 'Order',
      // With room for the indent of a child.
      width: 100,
      list: 'hidden',
      always: true,
      value: ({ clOrdId }) => clOrdId.slice(-8),
    },
  ]);

function whoColumns({ clients, accounts, instruments, venues }: Naming) {
  return defineColumns<OrderRow>([
    {
      ...clientColumn<OrderRow>(clients, { from: 620 }),
      value: ({ level, client }) =>
        level === 'Child' || client === null ? null : clientNamed(clients, client),
      // A child says in its place where it was sent.
      cell: ({ level, client, venue }) =>
        level === 'Child' ? `at ${venueName(venue ?? '')}` : clientNamed(clients, client),
    },
    accountColumn(accounts, ({ level, account }) => (level === 'Child' ? null : account)),
    sideColumn({ list: 'detail' }),
    instrumentColumn({ width: 90, options: instruments }),
    {
      id: 'venue',
      kind: 'text',
      header: 'Venue',
      width: 84,
      hiddenAtFirst: true,
      list: 'hidden',
      options: [...venues.values()],
      filterable: false,
      value: ({ venue }) => (venue === null ? null : venueName(venue)),
    },
    {
      id: 'type',
      kind: 'status',
      header: 'OrdType',
      width: 106,
      from: 1190,
      list: 'detail',
      options: ORD_TYPES,
      value: ({ ordType }) => ordType,
    },
  ]);
}

function figure(
  column: Omit<DecimalColumn<OrderRow>, 'kind'> & { readonly kind: 'quantity' | 'price' },
): DecimalColumn<OrderRow> {
  return column;
}

function amountColumns(naming: Naming): readonly Column<OrderRow>[] {
  const size = ({ instrument }: OrderRow) => naming.sizeDecimals(instrument);
  const price = ({ instrument }: OrderRow) => naming.priceDecimals(instrument);
  return [
    {
      id: 'filled',
      kind: 'percent',
      header: 'Filled',
      width: 86,
      from: 480,
      value: (row) => String(Math.floor(filledShare(row) * 10_000) / 10_000),
      cell: (row) => <Filled row={row} />,
    },
    figure({
      id: 'leaves',
      kind: 'quantity',
      header: 'Leaves',
      width: 88,
      from: 1280,
      decimals: size,
      value: ({ leavesQty }) => leavesQty,
    }),
    figure({
      id: 'stop',
      kind: 'price',
      header: 'StopPx',
      width: 90,
      hiddenAtFirst: true,
      decimals: price,
      value: ({ stopPx }) => stopPx,
    }),
    figure({
      id: 'avgPx',
      kind: 'price',
      header: 'AvgPx',
      width: 96,
      from: 1000,
      decimals: price,
      value: ({ avgPx }) => avgPx,
    }),
  ];
}

/** The two that can be changed where they stand. */
function changeableColumns(naming: Naming, amending: Amending | null) {
  const size = ({ instrument }: OrderRow) => naming.sizeDecimals(instrument);
  const price = ({ instrument }: OrderRow) => naming.priceDecimals(instrument);
  const quantity = figure({
    id: 'quantity',
    kind: 'quantity',
    header: 'OrderQty',
    width: 90,
    list: 'detail',
    decimals: size,
    value: ({ orderQty }) => orderQty,
  });
  const limit = figure({
    id: 'price',
    kind: 'price',
    header: 'Price',
    width: 96,
    from: 700,
    decimals: price,
    value: ({ price: px }) => px,
  });
  if (amending === null) return { quantity, limit };
  return {
    quantity: withAmend(quantity, 'orderQty', amending),
    limit: withAmend(limit, 'price', amending),
  };
}

function withAmend(
  column: DecimalColumn<OrderRow>,
  field: AmendField,
  amending: Amending,
): DecimalColumn<OrderRow> {
  const cell = (row: OrderRow) =>
    row.clOrdId === amending.clOrdId && row[field] !== null ? (
      <AmendCell row={row} field={field} amending={amending} />
    ) : undefined;
  return { ...column, cell };
}

function statusColumn(): Column<OrderRow> {
  return {
    id: 'status',
    kind: 'status',
    header: 'OrdStatus',
    width: 138,
    list: 'state',
    options: STATUS_OPTIONS,
    value: ({ ordStatus, unconfirmedSince }) =>
      unconfirmedSince === null ? ordStatus : 'Unconfirmed',
    cell: ({ unconfirmedSince, ordStatus, rejection }) =>
      unconfirmedSince === null ? (
        <OrdStatus status={ordStatus} rejectedBy={rejection?.by} />
      ) : (
        <Unconfirmed clock={<Age since={unconfirmedSince} running />} />
      ),
  };
}

/** Columns of a list of orders; `amending` is the row whose cells are being written in. */
export function orderColumns(
  naming: Naming,
  {
    amending = null,
    act,
    isLong = false,
  }: {
    readonly amending?: Amending | null;
    /** Over many days: times say which. */
    readonly isLong?: boolean;
    readonly act?: (row: OrderRow) => ReactNode;
  } = {},
): readonly Column<OrderRow>[] {
  const { quantity, limit } = changeableColumns(naming, amending);
  const [filled, leaves, stop, avgPx] = amountColumns(naming);
  return defineColumns<OrderRow>(
    [
      ...whatColumns(isLong),
      ...whoColumns(naming),
      quantity,
      filled,
      leaves,
      limit,
      stop,
      avgPx,
      statusColumn(),
      act === undefined
        ? undefined
        : ({ id: 'act', kind: 'actions', header: '', width: 34, from: 480, cell: act } as const),
    ].filter((column) => column !== undefined),
  );
}
