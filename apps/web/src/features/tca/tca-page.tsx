'use client';

import { useMemo } from 'react';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { useLocale } from '@/ui/locale.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Time, Zone } from '@/ui/time.tsx';
import { groupColumns, orderColumns } from './columns.tsx';
import { CostCharts } from './cost-charts.tsx';
import { CostFilter } from './cost-filter.tsx';
import { CostLine } from './cost-line.tsx';
import type { CostedOrder, CostGroup } from './model.ts';
import { useCostAddress, useCosts } from './use-costs.ts';
import { Venues } from './venues.tsx';
import { GROUP_WORDS, GROUPS } from './words.ts';

const MOST_SHOWN = 10;

/** What trading cost, against the market that each order was decided by. */
export function TcaPage() {
  const { address, change } = useCostAddress();
  const { summary, venues } = useCosts(address);
  const scopes = useScopes();
  const { locale } = useLocale();
  const data = summary.data;
  const orders = data?.orders ?? [];
  const state = dataStateOf(summary, 'The costs could not be read.');
  const groupsBy = useMemo(
    () => groupColumns(GROUP_WORDS[address.group], (key) => groupName(key, scopes.nameOf)),
    [address.group, scopes.nameOf],
  );
  return (
    <>
      <PageHead
        title="Transaction costs"
        about={
          <>
            Against the market at each order’s decision. Positive is a cost.
            {data !== undefined && (
              <>
                {' '}
                As of <Time at={data.at} /> <Zone at={data.at} />, in US dollars of now
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
      <CostCharts
        orders={orders}
        venues={venues.data?.venues ?? []}
        state={state}
        venueState={dataStateOf(venues, 'The venues could not be read.')}
      />
      <div className="px-gutter pb-7">
        <Venues asked={venues} />
        <SectionHeading title="Where it was paid">
          <Segmented
            label="Group by"
            value={address.group}
            onValueChange={(group) => change({ group })}
            options={GROUPS.map((value) => ({ value, label: GROUP_WORDS[value] }))}
          />
        </SectionHeading>
        <DataTable<CostGroup>
          id="tca-groups"
          title="Costs by group"
          columns={groupsBy}
          rows={data?.groups ?? []}
          idOf={({ key }) => key}
          state={state}
          empty={{ sentence: 'Nothing was traded in this span.' }}
          expectedRows={4}
        />
        <Ranked orders={orders} state={state} nameOf={scopes.nameOf} />
      </div>
    </>
  );
}

function groupName(key: string, nameOf: (scope: string) => string): string {
  return key === '' ? 'none' : nameOf(key);
}

/** The dearest and the cheapest, by what was lost before commission. */
function Ranked({
  orders,
  state,
  nameOf,
}: {
  readonly orders: readonly CostedOrder[];
  readonly state: ReturnType<typeof dataStateOf>;
  readonly nameOf: (scope: string) => string;
}) {
  const columns = useMemo(() => orderColumns(nameOf, '/desk'), [nameOf]);
  const ranked = useMemo(
    () =>
      orders
        .filter(({ shortfallBps }) => shortfallBps !== null)
        .toSorted((a, b) => Number(b.shortfallBps) - Number(a.shortfallBps)),
    [orders],
  );
  const halves = [
    { id: 'tca-worst', title: 'Dearest orders', rows: ranked.slice(0, MOST_SHOWN) },
    { id: 'tca-best', title: 'Cheapest orders', rows: ranked.slice(-MOST_SHOWN).toReversed() },
  ] as const;
  return (
    <div className="grid gap-x-7 2xl:grid-cols-2">
      {halves.map(({ id, title, rows }) => (
        <div key={id} className="min-w-0">
          <SectionHeading
            title={title}
            about="By implementation shortfall before commission; what never filled counts at its end"
          />
          <DataTable<CostedOrder>
            id={id}
            title={title}
            columns={columns}
            rows={rows}
            idOf={({ clOrdId }) => clOrdId}
            state={state}
            empty={{ sentence: 'No order of this span has an implementation shortfall yet.' }}
            expectedRows={5}
          />
        </div>
      ))}
    </div>
  );
}
