'use client';

import { assetDigits } from '@/ui/asset-digits.ts';
import { PartSwatch, StackBar } from '@/ui/chart/stack-bar.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { Holding, Portfolio } from './model.ts';

/** Rows of clients have room. */
const COMFORTABLE = { density: 'comfortable' } as const;

/** By asset: what there is, what of it working orders hold, what it is worth. */
export function HoldingsTable({
  holdings,
  total,
  state,
}: {
  readonly holdings: readonly Holding[];
  readonly total: Portfolio | undefined;
  readonly state: DataState;
}) {
  const valued = holdings.filter(({ value }) => value !== null);
  const words = valued.map(({ asset, share }) => `${asset} ${percentWord(share)}`).join(', ');
  return (
    <section aria-label="Holdings">
      <SectionHeading
        title="Holdings"
        about={total?.total === null ? 'An asset has no price, so there is no whole' : undefined}
      />
      {valued.length > 0 && (
        <StackBar
          className="mb-2"
          label={words}
          parts={valued.map(({ asset, value }) => ({
            id: asset,
            name: asset,
            value: value ?? '0',
          }))}
        />
      )}
      <DataTable<Holding>
        id="holdings"
        first={COMFORTABLE}
        title="Holdings"
        tools={false}
        columns={columnsOf(holdings, valued.length)}
        rows={holdings}
        idOf={({ asset }) => asset}
        state={state}
        empty={{ sentence: 'Nothing is held yet.', next: 'Deposits are booked by operations.' }}
        expectedRows={4}
        gridClassName=""
      />
    </section>
  );
}

/** For words alone; the table has the figure. */
const percentWord = (share: string | null) =>
  share === null ? '' : `${(Number(share) * 100).toFixed(1)}%`;

function columnsOf(holdings: readonly Holding[], count: number): readonly Column<Holding>[] {
  const placeOf = (asset: string) => holdings.findIndex((one) => one.asset === asset);
  return defineColumns<Holding>([
    {
      id: 'asset',
      header: 'Holding',
      kind: 'text',
      width: 120,
      always: true,
      list: 'title',
      value: ({ asset }) => asset,
      cell: ({ asset, value }) => (
        <span className="font-medium">
          {value !== null && <PartSwatch index={placeOf(asset)} count={count} />}
          {asset}
        </span>
      ),
    },
    {
      id: 'quantity',
      header: 'Quantity',
      kind: 'quantity',
      width: 140,
      list: 'detail',
      decimals: digitsOf,
      value: ({ quantity }) => quantity,
    },
    {
      id: 'held',
      header: 'Held by orders',
      kind: 'quantity',
      width: 130,
      from: 620,
      decimals: digitsOf,
      value: ({ held }) => (Number(held) === 0 ? null : held),
    },
    {
      id: 'price',
      header: 'Price',
      kind: 'price',
      unit: 'USD',
      decimals: priceDigits,
      width: 120,
      from: 520,
      value: ({ price }) => price,
    },
    {
      id: 'value',
      header: 'Value',
      kind: 'money',
      unit: 'USD',
      width: 140,
      list: 'state',
      total: holdings.every(({ value }) => value !== null),
      value: ({ value }) => value,
      cell: ({ value }) => (value === null ? 'no price' : <Quantity value={value} decimals={2} />),
    },
    {
      id: 'share',
      header: 'Share',
      kind: 'percent',
      decimals: 1,
      total: holdings.every(({ share }) => share !== null),
      value: ({ share }) => share,
    },
  ]);
}

/** What costs a few dollars is counted by more than cents: its value would not follow from its price. */
const priceDigits = ({ price }: Holding) => (price !== null && Number(price) < 10 ? 4 : 2);

const digitsOf = ({ asset, quantity, held }: Holding) =>
  Math.max(2, assetDigits(asset, quantity, held));
