import { venueName } from '@ultrathink/domain/market-data';
import { OrdStatus, Unconfirmed } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import type { ExecutionRow, FundsRow, OrderRow, PositionRow } from './model.ts';
import { SideWord } from './side-word.tsx';

/** Names of accounts by id, as `clients.list` has them. */
export type AccountNames = ReadonlyMap<string, string>;

const nameOf = (names: AccountNames, id: string | null) =>
  id === null ? null : (names.get(id) ?? id.slice(-8));

/** What is left, and at which prices. */
const PRICES = defineColumns<OrderRow>([
  {
    id: 'leaves',
    kind: 'quantity',
    header: 'LeavesQty',
    width: 80,
    from: 1300,
    value: ({ leavesQty }) => leavesQty,
  },
  {
    id: 'price',
    kind: 'price',
    header: 'Price',
    width: 90,
    from: 820,
    decimals: 2,
    value: ({ price }) => price,
  },
  {
    id: 'stop',
    kind: 'price',
    header: 'StopPx',
    width: 90,
    from: 1200,
    decimals: 2,
    value: ({ stopPx }) => stopPx,
  },
  {
    id: 'avgPx',
    kind: 'price',
    header: 'AvgPx',
    width: 90,
    from: 820,
    decimals: 2,
    value: ({ avgPx }) => avgPx,
  },
]);

export const orderColumns = (names: AccountNames) =>
  defineColumns<OrderRow>([
    {
      id: 'placed',
      kind: 'time',
      header: 'Time',
      detail: 'second',
      width: 76,
      list: 'when',
      value: ({ placedAt }) => placedAt,
    },
    {
      id: 'order',
      kind: 'id',
      header: 'Order',
      width: 86,
      list: 'hidden',
      always: true,
      value: ({ clOrdId }) => clOrdId.slice(-8),
    },
    {
      id: 'account',
      kind: 'text',
      header: 'Account',
      width: 150,
      from: 760,
      list: 'detail',
      value: ({ account }) => nameOf(names, account),
    },
    {
      id: 'side',
      kind: 'status',
      header: 'Side',
      width: 60,
      list: 'detail',
      options: ['Buy', 'Sell'],
      value: ({ side }) => side,
      cell: ({ side }) => <SideWord side={side} />,
    },
    {
      id: 'instrument',
      kind: 'text',
      header: 'Instrument',
      width: 86,
      list: 'title',
      value: ({ instrument }) => instrument,
    },
    {
      id: 'type',
      kind: 'text',
      header: 'OrdType',
      width: 110,
      list: 'detail',
      value: ({ ordType }) => ordType,
    },
    {
      id: 'quantity',
      kind: 'quantity',
      header: 'OrderQty',
      width: 80,
      list: 'detail',
      value: ({ orderQty }) => orderQty,
    },
    { id: 'filled', kind: 'quantity', header: 'CumQty', width: 80, value: ({ cumQty }) => cumQty },
    ...PRICES,
    {
      id: 'status',
      kind: 'status',
      header: 'OrdStatus',
      width: 122,
      list: 'state',
      value: ({ ordStatus, unconfirmedSince }) =>
        unconfirmedSince === null ? ordStatus : 'Unconfirmed',
      cell: (row) =>
        row.unconfirmedSince === null ? (
          <OrdStatus status={row.ordStatus} />
        ) : (
          <Unconfirmed clock={row.ordStatus} />
        ),
    },
  ]);

export const executionColumns = (names: AccountNames) =>
  defineColumns<ExecutionRow>([
    {
      id: 'at',
      kind: 'time',
      header: 'Time',
      detail: 'millisecond',
      width: 108,
      list: 'when',
      value: ({ tradedAt }) => tradedAt,
    },
    {
      id: 'order',
      kind: 'id',
      header: 'Order',
      width: 84,
      value: ({ parentClOrdId, clOrdId }) => (parentClOrdId ?? clOrdId)?.slice(-8) ?? null,
    },
    {
      id: 'account',
      kind: 'text',
      header: 'Account',
      width: 176,
      from: 760,
      list: 'detail',
      value: ({ account }) => nameOf(names, account),
    },
    {
      id: 'venue',
      kind: 'text',
      header: 'Venue',
      width: 84,
      value: ({ venue }) => venueName(venue),
    },
    {
      id: 'side',
      kind: 'status',
      header: 'Side',
      width: 64,
      options: ['Buy', 'Sell'],
      value: ({ side }) => side,
      cell: ({ side }) => <SideWord side={side} />,
    },
    {
      id: 'instrument',
      kind: 'text',
      header: 'Instrument',
      width: 92,
      list: 'title',
      value: ({ instrument }) => instrument,
    },
    {
      id: 'lastQty',
      kind: 'quantity',
      header: 'LastQty',
      width: 96,
      value: ({ lastQty }) => lastQty,
    },
    {
      id: 'lastPx',
      kind: 'price',
      header: 'LastPx',
      width: 100,
      decimals: 2,
      value: ({ lastPx }) => lastPx,
    },
    {
      id: 'fee',
      kind: 'quantity',
      header: 'Fee',
      width: 110,
      from: 820,
      decimals: 6,
      value: ({ fee }) => fee?.amount ?? null,
    },
    {
      id: 'feeAsset',
      kind: 'text',
      header: 'In',
      width: 56,
      from: 820,
      value: ({ fee }) => fee?.asset ?? null,
    },
    {
      id: 'execId',
      kind: 'id',
      header: 'ExecID',
      width: 120,
      from: 1200,
      value: ({ execId }) => execId,
    },
  ]);

export const positionColumns = (names: AccountNames) =>
  defineColumns<PositionRow>([
    {
      id: 'account',
      kind: 'text',
      header: 'Account',
      width: 220,
      list: 'title',
      value: ({ account }) => nameOf(names, account),
    },
    {
      id: 'instrument',
      kind: 'text',
      header: 'Instrument',
      width: 110,
      list: 'detail',
      value: ({ instrument }) => instrument,
    },
    {
      id: 'quantity',
      kind: 'quantity',
      header: 'Position',
      width: 120,
      value: ({ quantity }) => quantity,
    },
    { id: 'cost', kind: 'money', header: 'Cost', width: 130, value: ({ cost }) => cost },
    {
      id: 'realised',
      kind: 'money',
      header: 'Realised',
      width: 130,
      signed: true,
      value: ({ realised }) => realised,
    },
    {
      id: 'lots',
      kind: 'quantity',
      header: 'Lots',
      width: 70,
      decimals: 0,
      value: ({ lots }) => String(lots),
    },
    {
      id: 'method',
      kind: 'text',
      header: 'Lots closed by',
      width: 110,
      from: 820,
      value: ({ method }) => method,
    },
  ]);

export const fundsColumns = (names: AccountNames) =>
  defineColumns<FundsRow>([
    {
      id: 'account',
      kind: 'text',
      header: 'Account',
      width: 220,
      list: 'title',
      value: ({ account }) => nameOf(names, account),
    },
    {
      id: 'asset',
      kind: 'text',
      header: 'Asset',
      width: 80,
      list: 'detail',
      value: ({ asset }) => asset,
    },
    {
      id: 'place',
      kind: 'text',
      header: 'Held at',
      width: 120,
      value: ({ venue, placeKind }) => (venue === null ? placeKind : venueName(venue)),
    },
    {
      id: 'balance',
      kind: 'quantity',
      header: 'Balance',
      width: 140,
      value: ({ balance }) => balance,
    },
    { id: 'held', kind: 'quantity', header: 'Of it held', width: 140, value: ({ held }) => held },
  ]);
