'use client';

import { useMemo } from 'react';
import { useTableViews } from '@/features/identity/use-table-views.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { useLocale } from '@/ui/locale.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Time, Zone } from '@/ui/time.tsx';
import { orderColumns } from './columns.tsx';
import { CostCharts } from './cost-charts.tsx';
import { CostFilter } from './cost-filter.tsx';
import { CostLine } from './cost-line.tsx';
import type { CostedOrder } from './model.ts';
import { useCostAddress, useCosts } from './use-costs.ts';
import { Venues } from './venues.tsx';

/** Whether clients got what they should: the worst orders first, and how each venue served. */
export function BestExecutionPage() {
  const { address, change } = useCostAddress();
  const { summary, venues } = useCosts(address);
  const scopes = useScopes();
  const { locale } = useLocale();
  const views = useTableViews();
  const data = summary.data;
  const orders = data?.orders ?? [];
  const state = dataStateOf(summary, 'The orders could not be read.');
  const columns = useMemo(() => orderColumns(scopes.nameOf, '/compliance'), [scopes.nameOf]);
  const ranked = useMemo(() => worstFirst(data?.orders ?? []), [data]);
  const unknown = ranked.filter(({ shortfallBps }) => shortfallBps === null).length;
  return (
    <>
      <PageHead
        title="Best execution"
        about={
          <>
            What each order lost against the market it was decided by, before commission.
            {data !== undefined && (
              <>
                {' '}
                As of <Time at={data.at} /> <Zone at={data.at} />
                {data.isCut &&
                  `, the newest ${orders.length.toLocaleString(locale)} orders of the span`}
                .
              </>
            )}
          </>
        }
      />
      <CostFilter address={address} change={change} scopes={scopes} orders={orders} />
      <div className="px-gutter">
        <CostLine totals={data?.totals} />
      </div>
      <div className="px-gutter pb-2">
        <SectionHeading
          title="Worst orders first"
          about={
            unknown === 0
              ? 'By implementation shortfall'
              : `By implementation shortfall; ${unknown} without one stand last`
          }
        />
        <DataTable<CostedOrder>
          id="best-execution"
          title="Worst orders first"
          columns={columns}
          rows={ranked}
          idOf={({ clOrdId }) => clOrdId}
          views={views}
          state={state}
          empty={{ sentence: 'Nothing was traded in this span.' }}
          expectedRows={10}
          gridClassName="max-h-[52vh]"
        />
        <Venues asked={venues} />
      </div>
      <CostCharts
        orders={orders}
        venues={venues.data?.venues ?? []}
        state={state}
        venueState={dataStateOf(venues, 'The venues could not be read.')}
      />
    </>
  );
}

/** What is not known is not the best: it stands last, and is counted. Geometry, not money. */
const worstFirst = (orders: readonly CostedOrder[]) =>
  orders.toSorted((a, b) => lossOf(b) - lossOf(a));

const lossOf = ({ shortfallBps }: CostedOrder) =>
  shortfallBps === null ? Number.NEGATIVE_INFINITY : Number(shortfallBps);
