import { useMemo } from 'react';
import { useTableViews } from '@/features/identity/use-table-views.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import type { Marks } from './marks.ts';
import type { TradedRow } from './model.ts';
import { type StrategyRow, strategyRows } from './strategies.ts';
import type { Decimals } from './use-prices.ts';

const columnsOf = (decimals: ReadonlyMap<string, Decimals>) => {
  const size = ({ instrument }: StrategyRow) => decimals.get(instrument)?.size ?? 4;
  return defineColumns<StrategyRow>([
    {
      id: 'strategy',
      kind: 'text',
      header: 'Strategy',
      width: 120,
      list: 'title',
      always: true,
      value: ({ strategy }) => strategy ?? 'by hand',
    },
    {
      id: 'instrument',
      kind: 'text',
      header: 'Instrument',
      width: 96,
      list: 'detail',
      value: ({ instrument }) => instrument,
    },
    {
      id: 'fills',
      kind: 'quantity',
      header: 'Fills',
      width: 64,
      from: 720,
      decimals: 0,
      value: ({ fills }) => `${fills}`,
    },
    {
      id: 'bought',
      kind: 'quantity',
      header: 'Bought',
      width: 96,
      from: 760,
      decimals: size,
      value: ({ bought }) => bought,
    },
    {
      id: 'sold',
      kind: 'quantity',
      header: 'Sold',
      width: 96,
      from: 760,
      decimals: size,
      value: ({ sold }) => sold,
    },
    {
      id: 'net',
      kind: 'quantity',
      header: 'Net',
      width: 96,
      list: 'detail',
      decimals: size,
      value: ({ net }) => net,
    },
    {
      id: 'cash',
      kind: 'money',
      header: 'Cash, in quote',
      width: 124,
      from: 600,
      value: ({ cash }) => cash,
    },
    {
      id: 'charges',
      kind: 'money',
      header: 'Fees',
      unit: 'USD',
      width: 96,
      from: 520,
      total: true,
      value: ({ charges }) => charges,
    },
    {
      id: 'gain',
      kind: 'money',
      header: 'Gain at the mark',
      unit: 'USD',
      width: 124,
      list: 'state',
      signed: true,
      total: true,
      restless: true,
      value: ({ gain }) => gain,
    },
  ]);
};

/** Positions are kept by account; what a strategy did is added up from its trades of the span. */
export function StrategyTable({
  traded,
  marks,
  decimals,
  days,
  asked,
}: {
  readonly traded: readonly TradedRow[];
  readonly marks: Marks;
  readonly decimals: ReadonlyMap<string, Decimals>;
  readonly days: number;
  readonly asked: Parameters<typeof dataStateOf>[0];
}) {
  const views = useTableViews();
  const columns = useMemo(() => columnsOf(decimals), [decimals]);
  const rows = useMemo(() => strategyRows(traded, marks), [traded, marks]);
  return (
    <>
      <p className="pt-1.5 text-ink-2">
        Trades of the last {days} days, and what they gained at the prices of now. Blocks are left
        out: their parts are the accounts’.
      </p>
      <DataTable<StrategyRow>
        id="desk-strategy"
        title="By strategy"
        summary={`${rows.length} rows, ${rows.filter(({ gain }) => gain === null).length} without a price`}
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        views={views}
        state={dataStateOf(asked, 'The trades could not be read.')}
        empty={{ sentence: `Nothing was traded in the last ${days} days.` }}
        expectedRows={8}
        gridClassName="max-h-[48vh]"
      />
    </>
  );
}
