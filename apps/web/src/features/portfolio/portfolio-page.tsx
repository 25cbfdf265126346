'use client';

import { useQuery } from '@tanstack/react-query';
import { msBetween } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { HeroFigure } from '@/ui/figure.tsx';
import { EmptyState, ErrorState } from '@/ui/states.tsx';
import { Freshness } from '@/ui/status.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { DayTime, Time, Zone } from '@/ui/time.tsx';
import { ChangeAmount } from '@/ui/value.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import type { Portfolio } from './model.ts';
import { PositionsTable } from './positions-table.tsx';
import { WorthChart } from './worth-chart.tsx';

const AGAIN_MS = 5_000;
const OLD_MS = 60_000;

/** What a client has now: its worth, of what it is made, what was gained; beside it what concerns it. */
export function PortfolioPage({ children }: { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const asked = useQuery(
    trpc.portfolio.getHoldings.queryOptions({}, { refetchInterval: AGAIN_MS }),
  );
  const state = dataStateOf(asked, 'Your portfolio could not be read.');
  return (
    <div className="grid flex-1 grid-cols-1 xl:grid-cols-[minmax(0,1fr)_25rem]">
      <div className="min-w-0 px-gutter pt-4.5 pb-7">
        <h1 className="sr-only">Overview</h1>
        <Worth data={asked.data} state={state} />
        <WorthChart />
        <HoldingsTable holdings={asked.data?.holdings ?? []} total={asked.data} state={state} />
        <PositionsTable positions={asked.data?.positions ?? []} state={state} />
      </div>
      <aside
        aria-label="Limits, orders and flows"
        className="min-w-0 px-gutter pb-7 max-xl:border-t xl:border-l"
      >
        {children}
      </aside>
    </div>
  );
}

function Worth({
  data,
  state,
}: {
  readonly data: Portfolio | undefined;
  readonly state: DataState;
}) {
  if (state.kind === 'error') {
    return (
      <ErrorState
        safe={state.safe}
        quote={state.quote ?? ''}
        {...(state.onRetry !== undefined && { onRetry: state.onRetry })}
      >
        {state.sentence}
      </ErrorState>
    );
  }
  if (state.kind === 'forbidden') return <EmptyState>{state.sentence}</EmptyState>;
  const isWhole = data === undefined || data.total !== null;
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 pb-4">
      <HeroFigure
        label={isWhole ? 'Net asset value' : 'What has a price'}
        value={data === undefined ? null : (data.total ?? data.valued)}
        unit={data?.money ?? 'USD'}
        decimals={2}
        asOf={data === undefined ? 'reading' : <AsOf data={data} />}
      />
      <dl className="flex flex-wrap gap-x-10 gap-y-2">
        <Gain label="Unrealised" value={data?.unrealised ?? null} />
        <Gain label="Realised" value={data?.realised ?? null} />
      </dl>
    </div>
  );
}

function Gain({ label, value }: { readonly label: string; readonly value: string | null }) {
  return (
    <div>
      <dt className="text-ink-3 text-label">{label}</dt>
      <dd className="font-medium">
        <ChangeAmount value={value} unit="USD" />
      </dd>
    </div>
  );
}

/** By which prices, and how old the oldest of them is. */
function AsOf({ data }: { readonly data: Portfolio }) {
  const { isLive, asOf, at } = data;
  if (asOf === null) return <>no prices</>;
  const isOld = !isLive || msBetween(asOf, at) > OLD_MS;
  return (
    <span className="inline-flex items-center gap-2">
      <Freshness state={isOld ? 'stale' : 'live'} />
      {isOld ? (
        <>
          by prices of <DayTime at={asOf} /> <Zone at={asOf} />
        </>
      ) : (
        <>
          as of <Time at={at} /> <Zone at={at} />
        </>
      )}
    </span>
  );
}
