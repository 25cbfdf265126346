import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { decimal, formatCompact, isZero } from '@ultrathink/domain/kernel';
import { useMemo } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { AreaChart } from '@/ui/chart/line-chart.tsx';
import type { LineChartData } from '@/ui/chart/line-data.ts';
import { useLocale } from '@/ui/locale.tsx';
import type { WorthDay } from './model.ts';

const DAYS = 90;
const AGAIN_MS = 60_000;
const UNIT = { kind: 'amount', unit: 'USD', decimals: 2 } as const;
const SERIES = [
  { id: 'worth', name: 'Worth' },
  { id: 'deposited', name: 'Came in' },
  { id: 'withdrawn', name: 'Went out' },
] as const;
const DRAWN = SERIES.slice(0, 1);

/** The end of a day of UTC; the last one has not ended. */
const endOf = (day: string) => `${day}T23:59:00.000Z`;

/** What there was day by day, with what came in and went out. */
export function WorthChart() {
  const trpc = useTRPC();
  const asked = useQuery(
    trpc.portfolio.getWorth.queryOptions(
      { days: DAYS },
      { refetchInterval: AGAIN_MS, placeholderData: keepPreviousData },
    ),
  );
  const days = useMemo(() => sinceTheFirst(asked.data?.days ?? []), [asked.data]);
  const at = asked.data?.at;
  const { points, flags } = useFigures(days, at);
  const unpriced = days.filter(({ worth }) => worth === null);
  const assets = [...new Set(unpriced.flatMap((one) => one.unpriced))].join(', ');
  const last = days.findLast(({ worth }) => worth !== null)?.worth;
  return (
    <section aria-label="Worth over time" className="pb-5">
      <AreaChart
        title="Worth over time"
        about={aboutOf(days.length)}
        label={`What you had at the end of each day, in US dollars; the last is ${last ?? 'not known'}.`}
        series={DRAWN}
        columns={SERIES}
        points={points}
        flags={flags}
        unit={UNIT}
        height={220}
        state={dataStateOf(asked, 'The days could not be read.')}
        empty={{ sentence: 'Nothing has come in yet: the first day is drawn when something has.' }}
      />
      {unpriced.length > 0 && (
        <p className="pt-1 text-label text-warn">
          {unpriced.length === 1 ? '1 day is' : `${unpriced.length} days are`} not drawn: no price
          of {assets} is kept of {unpriced.length === 1 ? 'it' : 'them'}.
        </p>
      )}
    </section>
  );
}

/** Nothing is said of how many days there are before they are known. */
function aboutOf(days: number): string {
  const span = days === 0 ? 'by day' : days === 1 ? 'one day' : `the last ${days} days`;
  return `in USD, ${span} of UTC, each at its last prices`;
}

/** Days before anything was there say nothing. */
function sinceTheFirst(days: readonly WorthDay[]): readonly WorthDay[] {
  const first = days.findIndex(({ worth }) => worth === null || !isZero(decimal(worth)));
  return first < 0 ? [] : days.slice(first);
}

function useFigures(days: readonly WorthDay[], at: string | undefined) {
  const { locale } = useLocale();
  return useMemo(() => {
    const when = (day: string) => (at?.startsWith(day) === true ? at : endOf(day));
    const points = days.map(({ day, worth, deposited, withdrawn }) => ({
      at: when(day),
      values: { worth, deposited, withdrawn },
    }));
    const flags = days.flatMap(({ day, deposited, withdrawn }) => [
      ...flagOf(when(day), deposited, 'in', locale),
      ...flagOf(when(day), withdrawn, 'out', locale),
    ]);
    return { points, flags };
  }, [days, at, locale]);
}

function flagOf(
  at: string,
  amount: string | null,
  side: 'in' | 'out',
  locale: string,
): NonNullable<LineChartData['flags']>[number][] {
  if (amount === null) return [{ at, words: side === 'in' ? 'came in' : 'went out', side }];
  const value = decimal(amount);
  if (isZero(value)) return [];
  const text = formatCompact(value, { locale, decimals: 1, compact: 'short' });
  return [{ at, words: side === 'in' ? `+${text}` : text, side }];
}
