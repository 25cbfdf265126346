import { ORD_TYPES } from '@ultrathink/domain/trading';
import { OrdStatus } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { Hash } from '@/ui/value.tsx';
import type { Naming } from '../blotter/use-lists.ts';
import { instrumentColumn, sideColumn } from '../row-columns.tsx';
import type { BlockRow } from './use-blocks.ts';

const amountColumns = (naming: Naming) =>
  defineColumns<BlockRow>([
    {
      id: 'quantity',
      kind: 'quantity',
      decimals: ({ instrument }) => naming.sizeDecimals(instrument),
      header: 'Quantity',
      width: 110,
      list: 'detail',
      value: ({ orderQty }) => orderQty,
    },
    {
      id: 'allocated',
      kind: 'quantity',
      decimals: ({ instrument }) => naming.sizeDecimals(instrument),
      header: 'Allocated',
      width: 110,
      value: ({ cumQty }) => cumQty,
    },
    {
      id: 'average',
      kind: 'price',
      header: 'Average',
      width: 110,
      decimals: ({ instrument }) => naming.priceDecimals(instrument),
      value: ({ avgPx }) => avgPx,
    },
  ]);

export const blockColumns = (naming: Naming) =>
  defineColumns<BlockRow>([
    {
      id: 'placed',
      kind: 'time',
      header: 'Placed',
      detail: 'day-and-minute',
      width: 124,
      list: 'when',
      value: (row) => row.placedAt,
    },
    sideColumn({ list: 'detail' }),
    instrumentColumn({ width: 100 }),
    {
      id: 'type',
      kind: 'status',
      header: 'OrdType',
      width: 116,
      from: 900,
      list: 'hidden',
      options: ORD_TYPES,
      value: ({ ordType }) => ordType,
    },
    ...amountColumns(naming),
    {
      id: 'legs',
      kind: 'quantity',
      decimals: 0,
      header: 'Accounts',
      width: 84,
      value: ({ versions }) => String(versions.at(-1)?.legs.length ?? 0),
    },
    {
      id: 'sealed',
      kind: 'text',
      header: 'Sealed rule',
      width: 150,
      list: 'hidden',
      value: ({ versions }) => versions.at(-1)?.hash ?? null,
      cell: ({ versions }) => <Hash value={versions.at(-1)?.hash ?? ''} label="hash of the rule" />,
    },
    {
      id: 'version',
      kind: 'quantity',
      decimals: 0,
      header: 'Version',
      width: 70,
      list: 'hidden',
      value: ({ versions }) => String(versions.at(-1)?.version ?? 1),
    },
    {
      id: 'state',
      kind: 'status',
      header: 'State',
      width: 140,
      list: 'detail',
      options: [
        'New',
        'PartiallyFilled',
        'Filled',
        'PendingCancel',
        'Canceled',
        'Rejected',
        'Expired',
      ],
      value: ({ ordStatus }) => ordStatus,
      cell: ({ ordStatus }) => <OrdStatus status={ordStatus} />,
    },
  ]);
