import { decimal, multiply, toText } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { defineColumns } from '@/ui/table/columns.ts';
import type { ExecutionRow } from '../model.ts';
import { accountColumn, clientColumn, instrumentColumn, sideColumn } from '../row-columns.tsx';
import type { Naming } from './use-lists.ts';

function liquidity({ isMaker }: ExecutionRow): string | null {
  if (isMaker === null) return null;
  return isMaker ? 'Maker' : 'Taker';
}

const value = ({ lastQty, lastPx }: ExecutionRow) =>
  toText(multiply(decimal(lastQty), decimal(lastPx)));

const whatColumns = (naming: Naming) =>
  defineColumns<ExecutionRow>([
    {
      id: 'time',
      kind: 'time',
      header: 'Time',
      detail: 'millisecond',
      width: 104,
      list: 'when',
      value: ({ at }) => at,
    },
    {
      id: 'day',
      kind: 'time',
      header: 'Day',
      detail: 'date',
      width: 96,
      from: 900,
      filterable: false,
      // A list goes back for months: a time of day alone says nothing.
      list: 'detail',
      value: ({ at }) => at,
    },
    {
      id: 'order',
      kind: 'id',
      header: 'Order',
      width: 84,
      list: 'hidden',
      value: ({ parentClOrdId, clOrdId }) => (parentClOrdId ?? clOrdId)?.slice(-8) ?? null,
    },
    clientColumn(naming.clients, { list: 'hidden' }),
    accountColumn(naming.accounts, ({ account }) => account),
    sideColumn({ list: 'detail' }),
    instrumentColumn({ options: naming.instruments }),
    {
      id: 'venue',
      kind: 'text',
      header: 'Venue',
      width: 84,
      list: 'detail',
      options: [...naming.venues.values()],
      value: ({ venue }) => venueName(venue),
    },
  ]);

const amountColumns = (naming: Naming) =>
  defineColumns<ExecutionRow>([
    {
      id: 'quantity',
      kind: 'quantity',
      header: 'LastQty',
      width: 96,
      list: 'detail',
      decimals: ({ instrument }) => naming.sizeDecimals(instrument),
      value: ({ lastQty }) => lastQty,
    },
    {
      id: 'price',
      kind: 'price',
      header: 'LastPx',
      width: 98,
      list: 'state',
      decimals: ({ instrument }) => naming.priceDecimals(instrument),
      value: ({ lastPx }) => lastPx,
    },
    { id: 'value', kind: 'money', header: 'Value', width: 116, from: 860, value },
  ]);

const AFTERWARDS = defineColumns<ExecutionRow>([
  {
    id: 'fee',
    kind: 'quantity',
    header: 'Fee',
    width: 96,
    from: 940,
    decimals: 6,
    value: ({ fee }) => fee?.amount ?? null,
  },
  {
    id: 'fee-asset',
    kind: 'text',
    header: 'Fee in',
    width: 58,
    from: 940,
    value: ({ fee }) => fee?.asset ?? null,
  },
  {
    id: 'liquidity',
    kind: 'status',
    header: 'Liquidity',
    width: 74,
    from: 1240,
    options: ['Maker', 'Taker'],
    value: liquidity,
  },
  {
    id: 'traded',
    kind: 'time',
    header: 'TradeTime',
    detail: 'millisecond',
    width: 108,
    hiddenAtFirst: true,
    value: ({ tradedAt }) => tradedAt,
  },
  {
    id: 'exec-id',
    kind: 'id',
    header: 'ExecID',
    width: 110,
    from: 1480,
    value: ({ execId }) => execId,
  },
]);

export const executionColumns = (naming: Naming) =>
  defineColumns<ExecutionRow>([...whatColumns(naming), ...amountColumns(naming), ...AFTERWARDS]);
