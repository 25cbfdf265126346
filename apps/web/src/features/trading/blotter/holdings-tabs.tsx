'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { decimal, subtract, toText } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { LimitBar } from '@/ui/bar.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import type { FundsRow, PositionRow } from '../model.ts';
import { type TabProps, TabTable } from './tab-table.tsx';
import type { Naming } from './use-lists.ts';

/** What is told is put in at once; a line that is silent is no proof. */
const LOOK_AGAIN_MS = 60_000;
const kept = { refetchInterval: LOOK_AGAIN_MS, placeholderData: keepPreviousData } as const;

interface Held {
  readonly client: string | null;
  readonly account: string;
}

const whoColumns = <Row extends Held>({ clients, accounts }: Naming): readonly Column<Row>[] => [
  {
    id: 'client',
    kind: 'text',
    header: 'Client',
    width: 170,
    from: 520,
    list: 'title',
    value: ({ client }) =>
      client === null ? 'the firm' : (clients.get(client) ?? client.slice(-8)),
  },
  {
    id: 'account',
    kind: 'text',
    header: 'Account',
    width: 140,
    list: 'detail',
    value: ({ account }) => accounts.get(account) ?? account.slice(-8),
  },
];

const positionColumns = (naming: Naming) =>
  defineColumns<PositionRow>([
    ...whoColumns<PositionRow>(naming),
    {
      id: 'instrument',
      kind: 'text',
      header: 'Instrument',
      width: 96,
      list: 'detail',
      options: naming.instruments,
      value: ({ instrument }) => instrument,
    },
    {
      id: 'quantity',
      kind: 'quantity',
      header: 'Position',
      width: 110,
      list: 'state',
      decimals: ({ instrument }) => naming.sizeDecimals(instrument),
      value: ({ quantity }) => quantity,
    },
    { id: 'cost', kind: 'money', header: 'Cost', width: 124, value: ({ cost }) => cost },
    {
      id: 'realised',
      kind: 'money',
      header: 'Realised',
      width: 124,
      signed: true,
      value: ({ realised }) => realised,
    },
    {
      id: 'lots',
      kind: 'quantity',
      header: 'Lots',
      width: 60,
      from: 760,
      decimals: 0,
      value: ({ lots }) => String(lots),
    },
    {
      id: 'method',
      kind: 'text',
      header: 'Lots closed by',
      width: 100,
      from: 900,
      value: ({ method }) => method,
    },
  ]);

export function PositionsTab({
  naming,
  instrument,
  ...frame
}: TabProps & { readonly naming: Naming }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.trading.listPositions.queryOptions({}, kept));
  const columns = useMemo(() => positionColumns(naming), [naming]);
  const rows = useMemo(
    () =>
      (listed.data?.positions ?? []).filter(
        (row) => instrument === null || row.instrument === instrument,
      ),
    [listed.data, instrument],
  );
  return (
    <TabTable<PositionRow>
      {...frame}
      id="positions-held"
      title="Positions"
      address="p-"
      summary={`${rows.length} positions`}
      columns={columns}
      rows={rows}
      idOf={({ account, instrument: of }) => `${account} ${of}`}
      state={dataStateOf(listed, 'The positions could not be read.')}
      empty={{ sentence: 'No account holds anything.' }}
    />
  );
}

const free = ({ balance, held }: FundsRow) => toText(subtract(decimal(balance), decimal(held)));

/** Money to the hundredth, as people count it; the whole figure is the cell's title and in the file. */
const MONEY: ReadonlySet<string> = new Set(['USD', 'EUR', 'USDT', 'USDC']);
const decimalsOf = ({ asset }: FundsRow): number => (MONEY.has(asset) ? 2 : 8);

/** Share that works hold: geometry, not money. */
function heldShare({ balance, held }: FundsRow): number {
  const share = Number(held) / Number(balance);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

const fundsColumns = (naming: Naming) =>
  defineColumns<FundsRow>([
    ...whoColumns<FundsRow>(naming),
    {
      id: 'asset',
      kind: 'text',
      header: 'Asset',
      width: 70,
      list: 'detail',
      value: ({ asset }) => asset,
    },
    {
      id: 'venue',
      kind: 'text',
      header: 'Held at',
      width: 100,
      list: 'detail',
      value: ({ venue, placeKind }) => (venue === null ? placeKind : venueName(venue)),
    },
    {
      id: 'balance',
      kind: 'quantity',
      header: 'Balance',
      width: 130,
      list: 'state',
      decimals: decimalsOf,
      value: ({ balance }) => balance,
    },
    {
      id: 'held',
      kind: 'quantity',
      header: 'Held by orders',
      width: 130,
      from: 640,
      decimals: decimalsOf,
      value: ({ held }) => held,
    },
    {
      id: 'share',
      kind: 'percent',
      header: 'Held',
      width: 76,
      from: 800,
      sortable: false,
      filterable: false,
      value: (row) => String(Math.floor(heldShare(row) * 10_000) / 10_000),
      cell: (row) => (
        <span className="inline-block w-14 align-middle">
          <LimitBar used={heldShare(row)} tone="ink" label="Held by orders, percent" />
        </span>
      ),
    },
    { id: 'free', kind: 'quantity', header: 'Free', width: 130, decimals: decimalsOf, value: free },
  ]);

export function BalancesTab({
  naming,
  instrument,
  ...frame
}: TabProps & { readonly naming: Naming }) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.trading.listFunds.queryOptions({}, kept));
  const columns = useMemo(() => fundsColumns(naming), [naming]);
  const rows = useMemo(() => {
    const assets = instrument?.split('/') ?? null;
    return (listed.data?.funds ?? []).filter(
      ({ asset }) => assets === null || assets.includes(asset),
    );
  }, [listed.data, instrument]);
  return (
    <TabTable<FundsRow>
      {...frame}
      id="balances"
      title="Balances"
      address="b-"
      summary={`${rows.length} balances`}
      columns={columns}
      rows={rows}
      idOf={({ account, asset, placeId }) => `${account} ${asset} ${placeId}`}
      toneOf={({ balance }) => (balance.startsWith('-') ? 'warn' : undefined)}
      state={dataStateOf(listed, 'The balances could not be read.')}
      empty={{ sentence: 'No balances are booked.', next: 'Deposits are proposed and agreed to.' }}
    />
  );
}
