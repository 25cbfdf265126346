'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { formatDate, fromEpochMs } from '@ultrathink/domain/kernel';
import { parseAsBoolean, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTableViews } from '@/features/identity/use-table-views.ts';
import { useLine } from '@/features/live/provider.tsx';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { BarChart } from '@/ui/chart/bar-chart.tsx';
import { Figure } from '@/ui/figure.tsx';
import { KpiLine } from '@/ui/kpi.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { Switch } from '@/ui/switch.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { ChangeAmount, NotApplicable } from '@/ui/value.tsx';
import { deskColumns, isFlat } from './columns.tsx';
import { LimitsInUse } from './limits.tsx';
import type { Marks } from './marks.ts';
import type { PositionRow, Results } from './model.ts';
import { type DeskRow, type DeskTotals, deskRows, GROUPS, type Group, totalsOf } from './rows.ts';
import { StrategyTable } from './strategy-table.tsx';
import { MONEY, usePrices } from './use-prices.ts';

/** What is told is put in at once; a line that is silent is no proof. */
const LOOK_AGAIN_MS = 60_000;
const RESULTS_EVERY_MS = 30_000;
const FILLS_MS = 1_000;
/** Of trades that are added up: fees, and what strategies did. */
const TRADED_DAYS = 90;
const DAYS = 30;
const kept = { refetchInterval: LOOK_AGAIN_MS, placeholderData: keepPreviousData } as const;
const NONE: readonly never[] = [];

/** Positions are read again after a fill, once for all of a second. */
function useReadAfterFills(): void {
  const line = useLine();
  const trpc = useTRPC();
  const client = useQueryClient();
  useEffect(() => {
    if (line === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const filters = [
      trpc.trading.listPositions.pathFilter(),
      trpc.trading.listFunds.pathFilter(),
      trpc.portfolio.getResults.pathFilter(),
    ];
    const stops = [
      line.want('trading.fills'),
      line.onNotice(({ topic }) => {
        if (topic !== 'trading.fills') return;
        timer ??= setTimeout(() => {
          timer = undefined;
          for (const filter of filters) void client.invalidateQueries(filter);
        }, FILLS_MS);
      }),
      () => clearTimeout(timer),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [line, trpc, client]);
}

/** What the desk holds for its clients, what it gained, and how much of its limits it uses; live. */
export function DeskPositionsPage() {
  useReadAfterFills();
  const trpc = useTRPC();
  const { marks, instruments, decimals } = usePrices();
  const listed = useQuery(trpc.trading.listPositions.queryOptions({}, kept));
  const results = useQuery(
    trpc.portfolio.getResults.queryOptions(
      { days: DAYS },
      { refetchInterval: RESULTS_EVERY_MS, placeholderData: keepPreviousData },
    ),
  );
  const positions = listed.data?.positions ?? NONE;
  const totals = useMemo(() => totalsOf(positions, marks), [positions, marks]);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <PageHead
        title="Positions and P&L"
        about="What accounts hold by their trades, at the prices of this second, in US dollars."
      />
      <div className="px-gutter">
        <Kpis totals={totals} results={results.data} isRead={listed.data !== undefined} />
      </div>
      <div className="grid grid-cols-1 gap-x-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 px-gutter pb-7 xl:pr-0">
          <Positions
            positions={positions}
            marks={marks}
            parts={{ instruments, decimals }}
            listed={listed}
          />
          <ByDay results={results.data} asked={results} />
        </div>
        <div className="min-w-0 px-gutter pt-3 pb-7 max-xl:border-t xl:border-l xl:pl-5">
          <LimitsInUse />
        </div>
      </div>
    </div>
  );
}

function Kpis({
  totals,
  results,
  isRead,
}: {
  readonly totals: DeskTotals;
  readonly results: Results | undefined;
  readonly isRead: boolean;
}) {
  const { gross, net, unrealised, realised, unpriced, open } = totals;
  const figure = (value: string | null | undefined, isSigned = false) => {
    if (!isRead || value === undefined) return '…';
    if (value === null) return <NotApplicable />;
    return isSigned ? (
      <ChangeAmount value={value} decimals={2} />
    ) : (
      <Figure value={value} decimals={2} unit={MONEY} />
    );
  };
  const missing =
    unpriced === 1 ? '1 position has no price' : `${unpriced} positions have no price`;
  const known = (context: string) => (unpriced > 0 ? missing : context);
  const today = results?.days.at(-1)?.gain;
  return (
    <KpiLine
      label="Positions in figures"
      cells={[
        {
          id: 'exposure',
          label: 'Exposure, gross',
          figure: figure(gross),
          context: known(open === 1 ? '1 open position' : `${open} open positions`),
        },
        {
          id: 'net',
          label: 'Exposure, net',
          figure: figure(net),
          context: known('long less short'),
        },
        {
          id: 'unrealised',
          label: 'Unrealised',
          figure: figure(unrealised, true),
          context: known('against what it cost'),
        },
        {
          id: 'realised',
          label: 'Realised since start',
          figure: figure(realised, true),
          context: 'by the lots of each account',
        },
        {
          id: 'today',
          label: 'Today, realised and open',
          figure: figure(today, true),
          context: today === null ? 'a price of today or yesterday is missing' : 'since 00:00 UTC',
        },
        {
          id: 'charges',
          label: 'Fees and commission today',
          figure: figure(results?.chargesToday),
          context: 'already in today’s result',
        },
      ]}
    />
  );
}

const GROUP_WORDS: Readonly<Record<Group, string>> = {
  position: 'Positions',
  account: 'By account',
  asset: 'By asset',
  venue: 'By venue',
  strategy: 'By strategy',
};

const idOf = ({ id }: DeskRow) => id;

/** Of clients and accounts, by id. */
function useNames() {
  const scopes = useScopes();
  return useMemo(
    () => ({
      clients: new Map(scopes.clients.map(({ id, name }) => [id as string, name])),
      accounts: new Map(
        scopes.clients.flatMap(({ accounts }) =>
          accounts.map(({ id, name }) => [id as string, name]),
        ),
      ),
    }),
    [scopes],
  );
}

function Positions({
  positions,
  marks,
  parts,
  listed,
}: {
  readonly positions: readonly PositionRow[];
  readonly marks: Marks;
  readonly parts: Omit<ReturnType<typeof usePrices>, 'marks'>;
  readonly listed: Parameters<typeof dataStateOf>[0];
}) {
  const trpc = useTRPC();
  const views = useTableViews();
  const mayTrade = useMay('trading.placeOrder');
  const [{ by, flat }, setAddress] = useQueryStates({
    by: parseAsStringLiteral(GROUPS).withDefault('position'),
    flat: parseAsBoolean.withDefault(false),
  });
  const funds = useQuery(
    trpc.trading.listFunds.queryOptions({}, { ...kept, enabled: by === 'venue' }),
  );
  const added = useQuery(trpc.portfolio.listTraded.queryOptions({ days: TRADED_DAYS }, kept));
  const names = useNames();
  const { instruments, decimals } = parts;
  const group = by === 'strategy' ? 'position' : by;
  const columns = useMemo(
    () => deskColumns(group, { names, instruments, decimals, mayTrade }),
    [group, names, instruments, decimals, mayTrade],
  );
  const rows = useMemo(
    () =>
      deskRows(
        group,
        positions,
        funds.data?.funds ?? NONE,
        marks,
        added.data?.traded ?? null,
      ).filter((row) => flat || !isFlat(row)),
    [group, positions, funds.data, added.data, marks, flat],
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 pt-3">
        <Segmented<Group>
          label="Grouped by"
          value={by}
          onValueChange={(next) => void setAddress({ by: next })}
          options={GROUPS.map((value) => ({ value, label: GROUP_WORDS[value] }))}
        />
        {by !== 'strategy' && by !== 'venue' && (
          <span className="text-ink-3 text-label">
            Fees are what was charged in the last {TRADED_DAYS} days.
          </span>
        )}
        {by === 'position' && (
          <Switch checked={flat} onCheckedChange={(on) => void setAddress({ flat: on })}>
            Closed ones
          </Switch>
        )}
      </div>
      {by === 'strategy' ? (
        <StrategyTable
          traded={added.data?.traded ?? NONE}
          marks={marks}
          decimals={decimals}
          days={TRADED_DAYS}
          asked={added}
        />
      ) : (
        <DataTable<DeskRow>
          key={by}
          id={`desk-${by}`}
          title={GROUP_WORDS[by]}
          summary={`${rows.length} rows, ${rows.filter(({ unpriced }) => unpriced > 0).length} without a price`}
          columns={columns}
          rows={rows}
          idOf={idOf}
          toneOf={({ unpriced }) => (unpriced > 0 ? 'warn' : undefined)}
          views={views}
          state={dataStateOf(by === 'venue' ? funds : listed, 'The positions could not be read.')}
          empty={{ sentence: 'No account holds anything it traded.' }}
          expectedRows={8}
          gridClassName="max-h-[48vh]"
        />
      )}
    </>
  );
}

/** `21 Nov`, of a day of UTC. */
function dayText(day: string, locale: string): string {
  const midnight = fromEpochMs(Date.parse(`${day}T00:00:00Z`));
  return formatDate(midnight, { locale, zone: 'UTC' }).replace(/ \d{4}$/, '');
}

function ByDay({
  results,
  asked,
}: {
  readonly results: Results | undefined;
  readonly asked: Parameters<typeof dataStateOf>[0];
}) {
  const { locale } = useLocale();
  const bars = useMemo(
    () =>
      (results?.days ?? []).map(({ day, gain }) => ({
        id: day,
        name: dayText(day, locale),
        value: gain,
      })),
    [results, locale],
  );
  return (
    <div className="pt-5">
      <BarChart
        title="P&L by day"
        about={`the last ${DAYS} days of UTC, realised and open, charges taken off`}
        label="What trading gained on each of the last 30 days, in US dollars."
        bars={bars}
        unit={{ kind: 'amount', unit: MONEY, decimals: 2 }}
        layout="columns"
        signed
        height={180}
        nameHeader="Day"
        valueHeader="P&L"
        state={dataStateOf(asked, 'The results could not be read.')}
      />
    </div>
  );
}
